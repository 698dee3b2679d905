"""The general fund shared out between projects and bodies (clause 2.6). Sums are whole kopecks.

The rows follow from the stored facts by `bonus_fund.distribution`; from the announcement on the database itself lets
none of them change, and none be announced that does not add up (see `bonus_fund.triggers`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from bonus_fund.enums import DistributionState
from bonus_fund.guards import distributing as guards
from bonus_fund.models.recalculation import FundRecalculation
from projects.models import Project
from ranking_portal.directory.models import Organization
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step

ANNOUNCED = (DistributionState.ANNOUNCED, DistributionState.SUPERSEDED)


class FundDistribution(WorkflowModel):
    """One computation of all funds to distribute: facts, method, multiplier as they were, and the sums."""

    state = FSMField("состояние", default=DistributionState.DRAFT, choices=DistributionState, protected=True)
    recalculation = models.OneToOneField(FundRecalculation, models.PROTECT, related_name="distribution")
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="прежнее распределение"
    )
    # Parameters of the edition of the law and facts of the register, as they were when it was computed.
    method = models.CharField("способ", max_length=32, blank=True)
    multiplier = models.CharField("множитель средней премии", max_length=16, blank=True)
    facts = models.TextField(blank=True, editable=False)
    computed_on = models.DateField("рассчитано", null=True, blank=True)
    announced_on = models.DateField("объявлено", null=True, blank=True)
    outgoing_number = models.CharField("исходящий номер уведомлений", max_length=48, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DistributionState.values), name="distribution_state"),
            models.CheckConstraint(
                condition=~Q(state="announced") | Q(announced_on__isnull=False), name="distribution_announced_day"
            ),
        )

    def __str__(self) -> str:
        return f"Распределение: {self.recalculation}"

    @property
    def cycle_year(self) -> int:
        """The year whose bonuses it pays."""
        return self.recalculation.year

    @property
    def is_announced(self) -> bool:
        """Told to everybody, and from then on the same for ever."""
        return self.announced_on is not None

    @step(
        source=[DistributionState.DRAFT, DistributionState.COMPUTED],
        target=DistributionState.COMPUTED,
        label="Рассчитать",
        clause=worded("2.6"),
        permission="bonus_fund.distribute",
        guard=guards.may_be_computed,
        publishes="bonus_fund.distribution.computed",
    )
    def compute(self) -> None:
        """Take facts and parameters as they are today; the sums follow in the same transaction."""
        taken = guards.facts_now(self)
        self.facts, self.method, self.multiplier = taken.text, taken.method, str(taken.multiplier)
        self.computed_on = self.step_on

    @step(
        source=DistributionState.COMPUTED,
        target=DistributionState.ANNOUNCED,
        label="Объявить размеры фондов",
        clause=worded("2.6"),
        permission="bonus_fund.distribute",
        guard=guards.may_be_announced,
        publishes="bonus_fund.distribution.announced",
        form="bonus_fund.forms.funds.AnnounceForm",
        irreversible=True,
        proof=True,
    )
    def announce(self, *, number: str) -> None:
        """Notices go to everybody whom clause 2.6 names; nothing of this changes any more."""
        self.announced_on, self.outgoing_number = self.step_on, number.strip()

    @step(
        source=[DistributionState.DRAFT, DistributionState.COMPUTED, DistributionState.ANNOUNCED],
        target=DistributionState.SUPERSEDED,
        label="Заменено новым распределением",
        clause=worded("2.6"),
        permission="bonus_fund.supersede",
        publishes="bonus_fund.distribution.superseded",
    )
    def supersede(self) -> None:
        """Its general fund has been replaced."""


class ShareRow(models.Model):
    """A sum of a distribution; a row never changes, computing anew makes new rows."""

    distribution = models.ForeignKey(FundDistribution, models.CASCADE, related_name="%(class)ss")
    # Exact weight as "numerator/denominator", for the derivation.
    weight = models.CharField("вес", max_length=64)

    class Meta:
        abstract = True


class ProjectShare(ShareRow):
    """The fund of a project, with its average bonus and the ceiling of one bonus (clause 3.5.1)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    code = models.CharField("код", max_length=32)
    name = models.CharField("проект", max_length=500)
    members = models.PositiveIntegerField("членов команды")
    fund_kopecks = models.BigIntegerField("фонд, руб.")
    average_kopecks = models.BigIntegerField("средняя премия, руб.")
    ceiling_kopecks = models.BigIntegerField("предел одной премии, руб.")

    class Meta:
        ordering: ClassVar = ("code",)
        constraints = (
            models.UniqueConstraint(fields=("distribution", "project"), name="project_share_once"),
            models.CheckConstraint(condition=Q(fund_kopecks__gte=0), name="project_share_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BodyShare(ShareRow):
    """A body's share: of a project's fund, or (no project) of the infrastructure part."""

    project_share = models.ForeignKey(
        ProjectShare, models.CASCADE, null=True, blank=True, related_name="bodies", verbose_name="проект"
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="орган")
    authority = models.CharField("орган", max_length=255)
    people = models.PositiveIntegerField("человек")
    amount_kopecks = models.BigIntegerField("доля, руб.")

    class Meta:
        ordering: ClassVar = ("authority",)
        constraints = (
            models.UniqueConstraint(fields=("project_share", "organization"), name="body_share_of_project_once"),
            models.UniqueConstraint(
                fields=("distribution", "organization"),
                condition=Q(project_share__isnull=True),
                name="body_share_of_infrastructure_once",
            ),
            models.CheckConstraint(condition=Q(amount_kopecks__gte=0), name="body_share_not_negative"),
        )

    def __str__(self) -> str:
        return f"{self.authority}: {self.project_share or 'инфраструктурная часть'}"
