"""Proposals of bonuses: written, agreed, checked, forwarded (clause 2.6). Whole kopecks."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField

from bonus_fund.enums import PROPOSAL_TONES, ProposalKind, ProposalState
from bonus_fund.guards import proposals as guards
from bonus_fund.models.distribution import BodyShare, FundDistribution, ProjectShare
from ranking_portal.directory.models import Person
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step


def _submitted(proposal: Any) -> list[tuple[str, str]]:
    return [
        (f"bonus_fund.{proposal.kind}_proposal.submitted", proposal.scope),
        ("bonus_fund.proposal.submitted", proposal.own_scope),
    ]


def _withdrawn(proposal: Any) -> list[tuple[str, str]]:
    return [
        (f"bonus_fund.{proposal.kind}_proposal.withdrawn", proposal.scope),
        ("bonus_fund.proposal.withdrawn", proposal.own_scope),
    ]


class BonusProposal(WorkflowModel):
    """Bonuses of a project's team proposed by its head, or of a body's infrastructure participants by the body's."""

    state = FSMField("состояние", default=ProposalState.DRAFT, choices=ProposalState, protected=True)
    kind = models.CharField("вид", max_length=16, choices=ProposalKind)
    distribution = models.ForeignKey(FundDistribution, models.PROTECT, related_name="proposals")
    project_share = models.OneToOneField(
        ProjectShare, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name="проект"
    )
    body_share = models.OneToOneField(
        BodyShare, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name="орган"
    )
    year = models.PositiveSmallIntegerField("финансовый год")
    # Who proposes: "project:E3:2025", "body:КЗ"; what its events concern: "project:E3", "authority:КЗ".
    office = models.CharField(max_length=240)
    scope = models.CharField(max_length=240)
    fund_kopecks = models.BigIntegerField("фонд, руб.")
    ceiling_kopecks = models.BigIntegerField("предел одной премии, руб.", null=True, blank=True)
    opened_at = models.DateTimeField("открыто")
    # The person who asked for agreement or sent it: he may not decide about it anywhere else.
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_by_name = models.CharField("кто предлагает", max_length=255, blank=True)
    asked_on = models.DateField("направлено на согласование", null=True, blank=True)
    submitted_on = models.DateField(worded("направлено в проектный офис"), null=True, blank=True)
    registered_on = models.DateField("передано на проверку", null=True, blank=True)
    remark = models.TextField(worded("замечания Комитета"), blank=True)
    checked_on = models.DateField("проверено", null=True, blank=True)
    checked_by = models.CharField("кто проверил", max_length=255, blank=True)
    # Verdicts of the checks as they stood when the Committee passed it, for ever (JSON text).
    verdicts = models.TextField(blank=True, editable=False)
    forwarded_on = models.DateField(worded("передано в Управление делами"), null=True, blank=True)
    # Grows with every change of the lines, so that a stale form is noticed.
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("kind", "scope", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposal_state"),
            models.CheckConstraint(
                condition=Q(kind="team", project_share__isnull=False, body_share__isnull=True)
                | Q(kind="infrastructure", project_share__isnull=True, body_share__isnull=False),
                name="proposal_of_one_share",
            ),
        )

    def __str__(self) -> str:
        if self.kind == ProposalKind.TEAM:
            return f"Предложение по премированию команды проекта {self.object_name}"
        return f"Предложение по премированию инфраструктурных участников: {self.object_name}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("bonus_fund:proposal", args=(self.pk,))

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return PROPOSAL_TONES[ProposalState(self.state)]

    @property
    def object_name(self) -> str:
        """Code of the project, short name of the body."""
        return self.scope.partition(":")[2]

    @property
    def cycle_year(self) -> int:
        """The year whose bonuses it gives."""
        return self.year

    @property
    def event_scope(self) -> str:
        """What its events concern."""
        return self.scope

    @property
    def own_scope(self) -> str:
        """What events of the very proposal concern, for its check and forwarding."""
        return f"proposal:{self.pk}"

    @property
    def is_team(self) -> bool:
        """Of a project's team, and so agreed by bodies."""
        return self.kind == ProposalKind.TEAM

    @step(
        source=ProposalState.DRAFT,
        target=ProposalState.IN_AGREEMENT,
        label="Направить на согласование",
        clause=worded("2.6"),
        permission="bonus_fund.propose_team",
        guard=guards.may_be_agreed,
        publishes="bonus_fund.proposal.agreement_asked",
    )
    def ask_agreement(self) -> None:
        """Every body whose people are in it is asked; its head sees and decides his people only."""
        self.asked_on = self.step_on
        self._remember_author()

    @step(
        source=ProposalState.IN_AGREEMENT,
        target=ProposalState.AGREED,
        label="Согласовано всеми органами",
        clause=worded("2.6"),
        permission="bonus_fund.supersede",
    )
    def become_agreed(self) -> None:
        """The last body has agreed."""

    @step(
        source=[ProposalState.IN_AGREEMENT, ProposalState.AGREED],
        target=ProposalState.DRAFT,
        label="Вернуть в черновик",
        clause=worded("2.6"),
        permission="bonus_fund.propose_team",
        tone="secondary",
    )
    def recall(self) -> None:
        """The author takes it back to change it; agreements of bodies whose lines stay the same are kept."""

    @step(
        source=[ProposalState.IN_AGREEMENT, ProposalState.AGREED],
        target=ProposalState.DRAFT,
        label="Отказано в согласовании",
        clause=worded("2.6"),
        permission="bonus_fund.supersede",
    )
    def be_refused(self) -> None:
        """A body has refused: back to the author."""

    @step(
        source=[ProposalState.AGREED, ProposalState.DRAFT],
        target=ProposalState.SUBMITTED,
        label=worded("Направить в проектный офис"),
        clause=worded("2.6"),
        permission="bonus_fund.propose",
        guard=guards.may_be_submitted,
        publishes=_submitted,
        irreversible=False,
    )
    def submit(self) -> None:
        """It goes to the office: a team's one agreed by the bodies, an infrastructure one straight away."""
        self.submitted_on = self.step_on
        self._remember_author()

    @step(
        source=ProposalState.SUBMITTED,
        target=ProposalState.WITHDRAWN,
        label="Отозвать",
        clause=worded("2.6"),
        permission="bonus_fund.propose",
        publishes=_withdrawn,
        tone="secondary",
    )
    def withdraw(self) -> None:
        """Taken back before the check: the term runs on as if it had not been sent."""
        self.submitted_on = None

    @step(
        source=[ProposalState.WITHDRAWN, ProposalState.RETURNED],
        target=ProposalState.DRAFT,
        label="Доработать",
        clause=worded("2.6"),
        permission="bonus_fund.propose",
    )
    def rework(self) -> None:
        """Lines may be changed again; agreements of bodies whose lines stay the same are kept."""

    @step(
        source=ProposalState.SUBMITTED,
        target=ProposalState.UNDER_CHECK,
        label="Зарегистрировать и передать на проверку",
        clause=worded("2.6"),
        permission="bonus_fund.register",
        guard=guards.may_be_registered,
        publishes="bonus_fund.proposal.registered",
    )
    def pass_to_check(self) -> None:
        """The office has received it and passes it to the Committee."""
        self.registered_on = self.step_on

    @step(
        source=ProposalState.UNDER_CHECK,
        target=ProposalState.RETURNED,
        label="Вернуть с замечаниями",
        clause=worded("2.6"),
        permission="bonus_fund.check",
        guard=guards.may_be_returned,
        publishes=lambda proposal: [("bonus_fund.proposal.returned", proposal.own_scope)],
        form="bonus_fund.forms.proposals.RemarkForm",
        tone="secondary",
    )
    def send_back(self, *, remark: str) -> None:
        """The Committee says what does not agree with clauses 3.7-3.9."""
        self.remark, self.submitted_on = remark.strip(), None

    @step(
        source=ProposalState.UNDER_CHECK,
        target=ProposalState.CHECKED,
        label="Проверено, соответствует",
        clause=worded("2.6"),
        permission="bonus_fund.check",
        guard=guards.may_be_passed,
    )
    def pass_check(self) -> None:
        """It agrees with clauses 3.7-3.9; the verdicts are written down."""
        self.checked_on, self.checked_by, self.remark = self.step_on, self.step_by.full_name, ""
        self.verdicts = guards.verdicts_text(self)

    @step(
        source=ProposalState.CHECKED,
        target=ProposalState.UNDER_CHECK,
        label="Вернуть на проверку",
        clause=worded("2.6"),
        permission="bonus_fund.check",
        guard=guards.checker_has_no_part,
        tone="secondary",
    )
    def recheck(self) -> None:
        """The Committee looks again before it forwards."""
        self.checked_on, self.checked_by, self.verdicts = None, "", ""

    @step(
        source=ProposalState.CHECKED,
        target=ProposalState.FORWARDED,
        label=worded("Передать в Управление делами"),
        clause=worded("2.6"),
        permission="bonus_fund.forward",
        guard=guards.may_be_forwarded,
        publishes=lambda proposal: [("bonus_fund.proposal.forwarded", proposal.own_scope)],
        irreversible=True,
        proof=True,
    )
    def forward(self) -> None:
        """It leaves in a register of forwarded sums; nothing of it changes any more."""
        self.forwarded_on = self.step_on

    @step(
        source=[state for state in ProposalState if state != ProposalState.SUPERSEDED],
        target=ProposalState.SUPERSEDED,
        label="Заменено",
        clause=worded("2.6"),
        permission="bonus_fund.supersede",
    )
    def supersede(self) -> None:
        """Its distribution has been replaced."""

    def _remember_author(self) -> None:
        self.proposed_by, self.proposed_by_name = self.step_by.person, self.step_by.full_name
