"""The general fund as the Administration recalculates it (clause 2.6). Sums are whole kopecks."""

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from bonus_fund.enums import RecalculationState
from bonus_fund.guards import funds as guards
from protocols.models import Protocol
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step

OPEN_TO_WORK = (RecalculationState.AWAITED, RecalculationState.IN_WORK)


class FundIsSettled(RuntimeError):
    """Somebody tried to change a sum that has been submitted, accepted or replaced."""


class FundRecalculation(WorkflowModel):
    """The general fund of a year by one protocol: team part, infrastructure part, the document they rest on.

    A correction after acceptance is a new edition that names the former one.
    """

    state = FSMField("состояние", default=RecalculationState.AWAITED, choices=RecalculationState, protected=True)
    protocol = models.ForeignKey(Protocol, models.PROTECT, related_name="recalculations", verbose_name="протокол")
    year = models.PositiveSmallIntegerField("финансовый год")
    edition = models.PositiveSmallIntegerField("редакция", default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="прежняя редакция"
    )
    team_kopecks = models.BigIntegerField("командная часть, руб.", null=True, blank=True)
    infrastructure_kopecks = models.BigIntegerField("инфраструктурная часть, руб.", null=True, blank=True)
    # The amounts before: what is recalculated (clause 2.6 speaks of a "перерасчет").
    former_team_kopecks = models.BigIntegerField("командная часть до перерасчёта, руб.", null=True, blank=True)
    former_infrastructure_kopecks = models.BigIntegerField(
        "инфраструктурная часть до перерасчёта, руб.", null=True, blank=True
    )
    basis_title = models.CharField("документ-основание", max_length=500, blank=True)
    basis = models.FileField("файл основания", upload_to="basis/%Y/", blank=True)
    basis_name = models.CharField(max_length=255, blank=True)
    basis_sha256 = models.CharField(max_length=64, blank=True)
    comment = models.TextField("пояснение", blank=True)
    remark = models.TextField(worded("замечание проектного офиса"), blank=True)
    opened_at = models.DateTimeField("открыт")
    # The legal day on which the Administration received the protocol: nothing of this is dated earlier.
    received_on = models.DateField("протокол получен", null=True, blank=True)
    submission = models.PositiveSmallIntegerField("направлялся раз", default=0)
    outgoing_number = models.CharField("исходящий номер", max_length=64, blank=True)
    submitted_on = models.DateField("направлен", null=True, blank=True)
    returned_on = models.DateField("возвращён", null=True, blank=True)
    accepted_on = models.DateField("принят", null=True, blank=True)

    class Meta:
        ordering = ("-year", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RecalculationState.values), name="recalculation_state"),
            models.CheckConstraint(
                condition=(Q(team_kopecks__isnull=True) | Q(team_kopecks__gte=0))
                & (Q(infrastructure_kopecks__isnull=True) | Q(infrastructure_kopecks__gte=0)),
                name="recalculation_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("awaited", "in_work", "superseded", "returned"))
                | Q(team_kopecks__isnull=False, infrastructure_kopecks__isnull=False, submitted_on__isnull=False),
                name="recalculation_submitted_has_sums",
            ),
            # One chain a year: two recalculations are never in the making at once.
            models.UniqueConstraint(
                fields=("year",),
                condition=Q(state__in=("awaited", "in_work", "submitted", "returned")),
                name="recalculation_one_open",
            ),
        )

    def __str__(self) -> str:
        edition = f", редакция {self.edition}" if self.edition > 1 else ""
        return f"Общий фонд за {self.year} год{edition}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the sums of a submitted fund stand until it is returned. Raises FundIsSettled."""
        if not self._state.adding:
            stored = FundRecalculation.objects.filter(pk=self.pk).exclude(state__in=OPEN_TO_WORK)
            sums = ("team_kopecks", "infrastructure_kopecks", "basis_sha256", "basis_title")
            before = stored.values(*sums).first()
            if before is not None and any(getattr(self, name) != value for name, value in before.items()):
                raise FundIsSettled("a submitted general fund is corrected by a new edition")
        super().save(*args, **kwargs)

    @property
    def cycle_year(self) -> int:
        """The year whose bonuses it pays."""
        return self.year

    @property
    def total_kopecks(self) -> int | None:
        """Both parts together, kopecks; None while one of them is not entered."""
        if self.team_kopecks is None or self.infrastructure_kopecks is None:
            return None
        return self.team_kopecks + self.infrastructure_kopecks

    @step(
        source=RecalculationState.AWAITED,
        target=RecalculationState.IN_WORK,
        label="Взять в работу",
        clause=worded("2.6"),
        permission="bonus_fund.recalculate",
    )
    def take(self) -> None:
        """The Administration begins."""

    @step(
        source=RecalculationState.IN_WORK,
        target=RecalculationState.SUBMITTED,
        label=worded("Направить в проектный офис"),
        clause=worded("2.6"),
        permission="bonus_fund.recalculate",
        guard=guards.may_be_submitted,
        publishes="bonus_fund.recalculation.submitted",
        form="bonus_fund.forms.funds.SubmitForm",
        proof=True,
    )
    def submit(self, *, number: str) -> None:
        """The size of the fund goes to the office under an outgoing number."""
        self.submitted_on, self.outgoing_number, self.remark = self.step_on, number.strip(), ""
        self.submission += 1

    @step(
        source=RecalculationState.SUBMITTED,
        target=RecalculationState.ACCEPTED,
        label="Принять",
        clause=worded("2.6"),
        permission="bonus_fund.accept",
        guard=guards.may_be_accepted,
        publishes="bonus_fund.recalculation.accepted",
        proof=True,
    )
    def accept(self) -> None:
        """The office takes the size as the one to distribute."""
        self.accepted_on = self.step_on

    @step(
        source=RecalculationState.SUBMITTED,
        target=RecalculationState.RETURNED,
        label="Вернуть с замечанием",
        clause=worded("2.6"),
        permission="bonus_fund.accept",
        guard=guards.may_be_returned,
        publishes="bonus_fund.recalculation.returned",
        form="bonus_fund.forms.funds.RemarkForm",
        tone="secondary",
    )
    def send_back(self, *, remark: str) -> None:
        """The office says what is wrong; the Administration works on."""
        self.remark, self.returned_on = remark.strip(), self.step_on

    @step(
        source=RecalculationState.RETURNED,
        target=RecalculationState.IN_WORK,
        label="Исправить",
        clause=worded("2.6"),
        permission="bonus_fund.recalculate",
    )
    def rework(self) -> None:
        """The remark stays in sight until the next submission."""

    @step(
        source=[RecalculationState.IN_WORK, RecalculationState.RETURNED],
        target=RecalculationState.SUPERSEDED,
        label="Отказаться от исправления",
        clause=worded("2.6"),
        permission="bonus_fund.give_up_correction",
        tone="secondary",
        irreversible=True,
    )
    def drop(self) -> None:
        """A correction begun by mistake: the fund that it was to replace stands, and may be corrected again."""
        self.previous = None

    @step(
        source=[state for state in RecalculationState if state != RecalculationState.SUPERSEDED],
        target=RecalculationState.SUPERSEDED,
        label="Заменён новой редакцией",
        clause=worded("2.6"),
        permission="bonus_fund.supersede",
        publishes="bonus_fund.recalculation.superseded",
    )
    def supersede(self) -> None:
        """A newer protocol or a correction has taken its place."""
