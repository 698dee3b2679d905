"""Who sits in the small council, from which day, by which act."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from protocols.enums import PRESIDING_ROLES, VOTING_ROLES, SeatRole
from ranking_portal.directory.models import Person


class SeatQuerySet(models.QuerySet["CouncilSeat"]):
    """Seats by day and by what they give."""

    def on(self, day: date) -> Self:
        """Those held on the day, both ends included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def within(self, since: date, until: date | None) -> Self:
        """Those held on at least one day of the period, both ends included; no end means for good."""
        rows = self.filter(Q(until__isnull=True) | Q(until__gte=since))
        return rows if until is None else rows.filter(since__lte=until)

    def voting(self) -> Self:
        """Those that give a vote."""
        return self.filter(role__in=VOTING_ROLES)

    def presiding(self) -> Self:
        """Those whose holders may preside."""
        return self.filter(role__in=PRESIDING_ROLES)

    def secretaries(self) -> Self:
        """Those whose holders record."""
        return self.filter(role=SeatRole.SECRETARY)


class CouncilSeat(models.Model):
    """A seat of the small council held by a person from a day, by an act."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="council_seats", verbose_name="человек")
    role = models.CharField("роль", max_length=16, choices=SeatRole)
    position = models.CharField("должность", max_length=500, blank=True)
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)
    order = models.CharField("основание (номер и дата акта)", max_length=255)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("role", "person__full_name")
        constraints = (
            models.UniqueConstraint(fields=("person", "role", "since"), name="council_seat_once"),
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="council_seat_role"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="council_seat_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    def is_held_on(self, day: date) -> bool:
        """Whether the person sits on it that day, both ends included."""
        return self.since <= day and (self.until is None or day <= self.until)
