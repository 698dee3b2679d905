"""What the head of a body says of his people's bonuses (clause 2.6)."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField

from bonus_fund.enums import AGREEMENT_TONES, AgreementState
from bonus_fund.guards import proposals as guards
from bonus_fund.models.proposal import BonusProposal
from ranking_portal.directory.models import Organization, Person
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step


class Agreement(WorkflowModel):
    """What the head of a body says of the lines of his people, and of which lines exactly he said it."""

    state = FSMField("решение", default=AgreementState.AWAITED, choices=AgreementState, protected=True)
    proposal = models.ForeignKey(BonusProposal, models.CASCADE, related_name="agreements")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="орган")
    authority = models.CharField("орган", max_length=255)
    asked_on = models.DateField("запрошено")
    digest = models.CharField(max_length=64, blank=True)
    decided_on = models.DateField("решено", null=True, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField("кто решил", max_length=255, blank=True)
    remark = models.TextField("замечание", blank=True)

    class Meta:
        ordering = ("authority",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "organization"), name="agreement_once"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state"),
        )

    def __str__(self) -> str:
        return f"Решение органа «{self.authority}»"

    def get_absolute_url(self) -> str:
        """The page where the body's head decides."""
        return reverse("bonus_fund:agreement", args=(self.pk,))

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return AGREEMENT_TONES[AgreementState(self.state)]

    @property
    def cycle_year(self) -> int:
        """The year of the proposal."""
        return self.proposal.year

    @property
    def event_scope(self) -> str:
        """What its events concern."""
        return self.proposal.own_scope

    @property
    def office(self) -> str:
        """The office whose holder decides."""
        return f"body:{self.organization.short_name}"

    @step(
        source=AgreementState.AWAITED,
        target=AgreementState.AGREED,
        label="Согласовать",
        clause=worded("2.6"),
        permission="bonus_fund.agree",
        guard=guards.may_agree,
        publishes="bonus_fund.agreement.agreed",
        form="bonus_fund.forms.proposals.AgreeForm",
    )
    def agree(self, *, remark: str = "") -> None:
        """The head of the body agrees the bonuses of his people."""
        self._decide(remark)

    @step(
        source=AgreementState.AWAITED,
        target=AgreementState.REFUSED,
        label="Отказать",
        clause=worded("2.6"),
        permission="bonus_fund.agree",
        guard=guards.may_refuse,
        publishes="bonus_fund.agreement.refused",
        form="bonus_fund.forms.proposals.RemarkForm",
        tone="secondary",
    )
    def refuse(self, *, remark: str) -> None:
        """The head of the body says what is wrong with the bonuses of his people."""
        self._decide(remark)

    @step(
        source=[AgreementState.AGREED, AgreementState.REFUSED],
        target=AgreementState.AWAITED,
        label="Запросить заново",
        clause=worded("2.6"),
        permission="bonus_fund.supersede",
    )
    def ask_again(self, *, asked_on: date) -> None:
        """The lines have changed since the decision."""
        self.asked_on, self.decided_on, self.decided_by, self.decided_by_name = asked_on, None, None, ""
        self.digest = ""

    def _decide(self, remark: str) -> None:
        self.decided_on, self.remark = self.step_on, remark.strip()
        self.decided_by, self.decided_by_name = self.step_by.person, self.step_by.full_name
        self.digest = guards.digest_of(self)
