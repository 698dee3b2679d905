"""Doubtful facts that the office has looked at and accepted."""

from django.db import models

from projects.models.register import Cycle


class Accepted(models.Model):
    """A doubt of a rule about some records, accepted with a reason.

    `digest` is of the facts that were seen: once they change, the doubt comes up again.
    """

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="accepted", verbose_name="год")
    rule = models.CharField("правило", max_length=64)
    target = models.TextField("записи")
    digest = models.CharField(max_length=64)
    reason = models.CharField("причина", max_length=500)
    actor = models.CharField(max_length=64)
    actor_label = models.CharField("кто принял", max_length=255)
    at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "принятое сомнение"
        constraints = (models.UniqueConstraint(fields=("cycle", "digest"), name="accepted_once"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"
