"""Lines of a proposal: a person of a body, his bonus and why (clauses 2.6, 3.7-3.9). Whole kopecks."""

from typing import Any

from django.db import models
from django.db.models import Q

from bonus_fund.enums import ProposalState
from bonus_fund.models.proposal import BonusProposal
from ranking_portal.directory.enums import PostCategory
from ranking_portal.directory.models import Organization, Person
from ranking_portal.region import worded

# Sums are written in a draft only; remarks line by line while the Committee checks.
WRITABLE = (ProposalState.DRAFT,)
REMARKABLE = (ProposalState.UNDER_CHECK,)


class ProposalIsSettled(RuntimeError):
    """Somebody tried to change a line of a proposal that has left its author."""


class LineQuerySet(models.QuerySet["BonusLine"]):
    """Lines, none of which is changed past its time, however many at once."""

    def update(self, **kwargs: Any) -> int:
        allowed = REMARKABLE if set(kwargs) == {"remark"} else WRITABLE
        if self.exclude(proposal__state__in=allowed).exists():
            raise ProposalIsSettled("lines of a proposal that has left its author")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(proposal__state__in=WRITABLE).exists():
            raise ProposalIsSettled("lines of a proposal that has left its author")
        return super().delete()


class BonusLine(models.Model):
    """A person of a body in a proposal: the sum, why, and what the Committee remarks. Zero: nothing is proposed."""

    proposal = models.ForeignKey(BonusProposal, models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="сотрудник")
    person_name = models.CharField("сотрудник", max_length=255)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="орган")
    authority = models.CharField("орган", max_length=255)
    post_title = models.CharField("должность", max_length=500, blank=True)
    category = models.CharField("вид должности", max_length=32, choices=PostCategory, blank=True)
    # Days within the year and exact weight, as the distribution counted them.
    days = models.CharField("дней", max_length=32)
    weight = models.CharField("вес", max_length=64)
    amount_kopecks = models.BigIntegerField("премия, руб.", default=0)
    justification = models.TextField("обоснование", blank=True)
    remark = models.TextField(worded("замечание Комитета"), blank=True)

    objects = LineQuerySet.as_manager()
    # Kopecks forwarded for the same under replaced sums; set by whoever shows a register.
    formerly: int | None = None

    class Meta:
        ordering = ("authority", "person_name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "person", "organization"), name="bonus_line_once"),
            models.CheckConstraint(condition=Q(amount_kopecks__gte=0), name="bonus_line_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.person_name} ({self.authority})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save while the proposal is with its author (the remark: while it is checked)."""
        fields = kwargs.get("update_fields")
        allowed = REMARKABLE if fields is not None and set(fields) == {"remark"} else WRITABLE
        if not BonusProposal.objects.filter(pk=self.proposal_id, state__in=allowed).exists():
            raise ProposalIsSettled("lines of a proposal that has left its author")
        super().save(*args, **kwargs)

    @property
    def difference(self) -> int | None:
        """By how much the sum differs from the one forwarded before, kopecks."""
        return None if self.formerly is None else self.amount_kopecks - self.formerly
