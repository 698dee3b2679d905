"""Neighbouring systems that read the portal by a token."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from ranking_portal.accounts.models import User


class ApiClient(models.Model):
    """A system with one token. Of the token only its SHA-256 is kept: who has lost it asks for another."""

    name = models.CharField("система", max_length=200)
    scopes = models.JSONField("сведения", default=list)
    # Its first signs, so that people can tell two tokens of one system apart.
    token_begins = models.CharField("начало токена", max_length=16)
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("выдан")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="кто выдал")
    valid_until = models.DateField("действует по")
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отозвал"
    )
    last_used_at = models.DateTimeField("последнее обращение", null=True, blank=True, editable=False)
    # Requests since the beginning of the running minute, counted for every process of the portal alike.
    counted_since = models.DateTimeField(null=True, blank=True, editable=False)
    counted = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "токен API"
        ordering: ClassVar = ("-created_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="api_client_revoked_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.token_begins}…)"

    def is_expired_on(self, day: date) -> bool:
        """Its last day has passed."""
        return day > self.valid_until

    def opens_on(self, day: date) -> bool:
        """Neither revoked nor past its last day."""
        return self.revoked_at is None and not self.is_expired_on(day)
