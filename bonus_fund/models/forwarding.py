"""Registers of forwarded sums: what the Committee has sent to the Administration for payment (clause 2.6)."""

from typing import Any

from django.db import models

from bonus_fund.models.distribution import FundDistribution
from bonus_fund.models.proposal import BonusProposal


class ForwardingRegister(models.Model):
    """One register: its proposals, its letter. It is made once and never changes; its letter is a dispatch."""

    distribution = models.ForeignKey(FundDistribution, models.PROTECT, related_name="registers")
    year = models.PositiveSmallIntegerField("финансовый год")
    ordinal = models.PositiveSmallIntegerField("номер по порядку")
    forwarded_on = models.DateField("передан")
    made_at = models.DateTimeField("составлен")
    made_by = models.CharField("кто передал", max_length=255)
    total_kopecks = models.BigIntegerField("сумма, руб.")
    proposals = models.ManyToManyField(BonusProposal, related_name="registers")

    class Meta:
        ordering = ("-year", "-ordinal")
        constraints = (models.UniqueConstraint(fields=("year", "ordinal"), name="forwarding_register_once"),)

    def __str__(self) -> str:
        return f"Реестр № {self.ordinal} предложений к выплате за {self.year} год"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it once."""
        if not self._state.adding:
            raise RuntimeError("a register of forwarded sums never changes")
        super().save(*args, **kwargs)

    @property
    def cycle_year(self) -> int:
        """The year whose bonuses it pays."""
        return self.year
