"""Methodologies (clause 2.1) and rankings (clauses 2.2 and 2.3): fields, constraints, steps."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from projects.models import Cycle
from ranking import guards
from ranking.enums import MethodologyState, RankingKind, RankingState
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step


class Methodology(WorkflowModel):
    """The order of ranking: criteria, indicators and scales. In force it never changes; a copy is drafted instead."""

    state = FSMField("состояние", default=MethodologyState.DRAFT, choices=MethodologyState, protected=True)
    title = models.CharField("название", max_length=500)
    # {"criteria": [...]}, as ranking.scales reads it.
    content = models.JSONField()
    order_number = models.CharField("номер приказа", max_length=64, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    agreement_number = models.CharField("номер согласования", max_length=64, blank=True)
    agreement_date = models.DateField("дата согласования", null=True, blank=True)
    in_force_from = models.DateField("действует с", null=True, blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("state",), condition=Q(state="in_force"), name="methodology_one_in_force"),
        )

    def __str__(self) -> str:
        return f"приказ {self.order_number}" if self.order_number else f"черновик: {self.title}"

    @step(
        source=MethodologyState.DRAFT,
        target=MethodologyState.AGREED,
        label="Согласовать",
        clause=worded("2.1"),
        permission="ranking.agree_methodology",
        guard=guards.methodology_is_sound,
        form="ranking.forms.AgreementForm",
    )
    def agree(self, *, number: str = "", agreed_on: date | None = None) -> None:
        """The Committee of Finance agrees the draft."""
        self.agreement_number, self.agreement_date = number, agreed_on

    @step(
        source=MethodologyState.AGREED,
        target=MethodologyState.DRAFT,
        label="Вернуть в черновик",
        clause=worded("2.1"),
        permission="ranking.edit_methodology",
        tone="secondary",
    )
    def reopen(self) -> None:
        """The text changes, so the agreement falls away."""
        self.agreement_number, self.agreement_date = "", None

    @step(
        source=MethodologyState.AGREED,
        target=MethodologyState.APPROVED,
        label="Утвердить приказом",
        clause=worded("2.1"),
        permission="ranking.approve_methodology",
        guard=guards.methodology_is_sound,
        form="ranking.forms.OrderForm",
        proof=True,
    )
    def approve(self, *, number: str = "", ordered_on: date | None = None, in_force_from: date | None = None) -> None:
        """The Committee of Economy approves it by an order."""
        self.order_number, self.order_date, self.in_force_from = number, ordered_on, in_force_from

    @step(
        source=MethodologyState.APPROVED,
        target=MethodologyState.IN_FORCE,
        label="Ввести в действие",
        clause=worded("2.1"),
        permission="ranking.approve_methodology",
        guard=guards.methodology_day_has_come,
        irreversible=True,
    )
    def enforce(self) -> None:
        """Nothing is set: the state says it all (the service supersedes the former one first)."""

    @step(
        source=MethodologyState.IN_FORCE,
        target=MethodologyState.SUPERSEDED,
        label="Заменить новой",
        clause=worded("2.1"),
        permission="ranking.supersede_methodology",
    )
    def supersede(self) -> None:
        """A newer one comes into force."""


class Ranking(WorkflowModel):
    """One ranking of the projects of a year, by the facts as of a day."""

    Kind = RankingKind

    state = FSMField("состояние", default=RankingState.DRAFT, choices=RankingState, protected=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="rankings", verbose_name="год")
    kind = models.CharField("вид", max_length=16, choices=RankingKind)
    as_of = models.DateField("по фактам на")
    methodology = models.ForeignKey(Methodology, models.PROTECT, related_name="rankings", verbose_name="методика")
    edition = models.ForeignKey("regulation.StoredEdition", models.PROTECT, verbose_name="редакция порядка")
    # Canonical JSON texts: the same facts give the same bytes.
    snapshot = models.TextField("снимок фактов", default="", editable=False)
    result = models.TextField("результат", default="", editable=False)
    # {code: {"name", "national_project", "body"}} as they were then, apart from the snapshot: lists need no facts.
    names = models.TextField("названия", default="{}", editable=False)
    calculated_at = models.DateTimeField("рассчитано", null=True, blank=True)
    confirmed_on = models.DateField("подтверждено", null=True, blank=True)

    class Meta:
        ordering = ("-as_of", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "kind", "as_of"), condition=~Q(state="confirmed"), name="ranking_one_draft_a_day"
            ),
            models.UniqueConstraint(
                fields=("cycle",), condition=Q(state="confirmed", kind="primary"), name="ranking_one_primary"
            ),
            models.CheckConstraint(condition=Q(kind__in=RankingKind.values), name="ranking_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ранжирование за {self.cycle.year} год".capitalize()

    @property
    def cycle_year(self) -> int:
        """The year ranked."""
        return self.cycle.year

    @step(
        source=(RankingState.DRAFT, RankingState.CALCULATED),
        target=RankingState.CALCULATED,
        label="Рассчитать",
        clause=worded("2.2"),
        permission="ranking.calculate",
        tone="secondary",
    )
    def calculate(self, **computed: Any) -> None:
        """Keep what the service has computed: snapshot, result, moment."""
        self.snapshot, self.result, self.names = computed["snapshot"], computed["result"], computed["names"]
        self.calculated_at = computed["calculated_at"]

    @step(
        source=RankingState.CALCULATED,
        target=RankingState.CONFIRMED,
        label="Подтвердить",
        clause=worded("2.3"),
        permission="ranking.confirm",
        guard=guards.may_be_confirmed,
        publishes=lambda ranking: f"ranking.ranking.{ranking.kind}_confirmed",
        form="ranking.forms.ConfirmForm",
        irreversible=True,
        proof=True,
    )
    def confirm(self) -> None:
        """From now on nothing of it changes."""
        self.confirmed_on = self.step_on


class SavedView(models.Model):
    """How a person likes to see the rating: filters, order, columns, under a name of his own."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="saved_views", verbose_name="чей")
    name = models.CharField("название", max_length=60)
    # The query string of the page, as ranking.table reads it.
    query = models.CharField("что видно", max_length=2000, blank=True)
    saved_at = models.DateTimeField("сохранён")

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="saved_view_name_once_a_user"),)

    def __str__(self) -> str:
        return self.name
