"""A sitting of the council and its protocol: requisites and steps."""

from typing import Any, ClassVar

from django.db import models
from django_fsm import FSMField

from projects.models import Cycle
from protocols import guards
from protocols.coefficients import ZERO_OR_ONE, above_zero, which
from protocols.enums import IN_FORCE, SETTLED, GovernorDecision, ProtocolState, SittingForm
from protocols.models.council import CouncilSeat
from protocols.sitting import Sitting
from ranking.models import Ranking
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel, WorkflowQuerySet
from ranking_portal.workflow.steps import step

DECISION = ("decision", "decided_on", "decision_number", "decision_remark")
# What a step after the approval writes down, once: each state is entered one time only.
WRITTEN_BY = {
    ProtocolState.WITH_GOVERNOR: ("passed_on",),
    ProtocolState.AGREED: DECISION,
    ProtocolState.RETURNED: DECISION,
}


class ProtocolIsSettled(RuntimeError):
    """Somebody tried to change what the council has approved, or a part of a protocol whose time has passed."""


class ProtocolQuerySet(WorkflowQuerySet):
    """Protocols, none of which is changed or deleted after it was approved."""

    def update(self, **kwargs: Any) -> int:
        if "state" not in kwargs and self.filter(state__in=SETTLED).exists():
            raise ProtocolIsSettled("an approved protocol is corrected by a new edition")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(state=ProtocolState.DRAFT).exists():
            raise ProtocolIsSettled("only a draft is deleted")
        return super().delete()


class Protocol(WorkflowModel):
    """A sitting of the council on the results of a year and its protocol; a correction is a new edition of it."""

    state = FSMField("состояние", default=ProtocolState.DRAFT, choices=ProtocolState, protected=True)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="protocols", verbose_name="год")
    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="protocols", verbose_name="ранжирование")
    edition = models.PositiveSmallIntegerField("редакция", default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="прежняя редакция"
    )
    number = models.CharField("номер", max_length=32)
    held_on = models.DateField("дата заседания")
    place = models.CharField("место", max_length=255)
    form = models.CharField("форма", max_length=16, choices=SittingForm, default=SittingForm.IN_PERSON)
    chair = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="+", verbose_name="председательствует")
    secretary = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="+", verbose_name="секретарь")
    invited = models.TextField("приглашённые", blank=True)
    # Parameters of the edition of the law, as they were when the protocol was drafted.
    limit = models.PositiveSmallIntegerField("не более проектов")
    # Coefficients that may be given, as text: "0 1" (clause 2.4).
    coefficients = models.CharField(max_length=255, default=ZERO_OR_ONE, db_default=ZERO_OR_ONE)
    quorum_share = models.CharField(max_length=16)
    majority_share = models.CharField(max_length=16)
    # Keys of the voting seats of the day, fixed by the approval: a seat corrected later moves no quorum and no vote.
    settled_members = models.JSONField("состав на день заседания", default=list, editable=False)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    # After the approval: the day the results left for the Governor, and what he has decided (clause 2.6).
    passed_on = models.DateField(worded("направлен Губернатору"), null=True, blank=True)
    decision = models.CharField(worded("что решил Губернатор"), max_length=16, blank=True, choices=GovernorDecision)
    decided_on = models.DateField(worded("решение Губернатора"), null=True, blank=True)
    decision_number = models.CharField(worded("номер решения Губернатора"), max_length=64, blank=True)
    decision_remark = models.TextField(worded("замечание Губернатора"), blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ("-cycle__year", "-edition")
        constraints = (models.UniqueConstraint(fields=("cycle", "edition"), name="protocol_edition_once"),)

    def __str__(self) -> str:
        edition = f", редакция {self.edition}" if self.edition > 1 else ""
        number = f"№\u00a0{self.number}" if self.number else "без номера"
        return f"Протокол от {self.held_on:%d.%m.%Y} {number}{edition}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; once approved, the state moves, and what the new state writes down. Raises ProtocolIsSettled."""
        if not self._state.adding:
            names = [field.attname for field in self._meta.concrete_fields if field.name != "state"]
            was = Protocol.objects.filter(pk=self.pk, state__in=SETTLED).values("state", *names).first()
            if was is not None:
                written = WRITTEN_BY.get(self.state, ()) if self.state != was["state"] else ()
                if any(getattr(self, name) != was[name] for name in names if name not in written):
                    raise ProtocolIsSettled("an approved protocol is corrected by a new edition")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft. Raises ProtocolIsSettled for anything else."""
        if Protocol.objects.filter(pk=self.pk).exclude(state=ProtocolState.DRAFT).exists():
            raise ProtocolIsSettled("only a draft is deleted")
        return super().delete(*args, **kwargs)

    @property
    def cycle_year(self) -> int:
        """The year whose results it approves."""
        return self.cycle.year

    @property
    def is_settled(self) -> bool:
        """Approved, and from then on the same for ever."""
        return self.state in SETTLED

    @property
    def is_in_force(self) -> bool:
        """Approved and not replaced: its coefficients are those of the year."""
        return self.state in IN_FORCE

    @property
    def is_in_absentia(self) -> bool:
        """Members send their ballots instead of coming together."""
        return self.form == SittingForm.IN_ABSENTIA

    @property
    def offered(self) -> list[str]:
        """Coefficients above zero, the greatest first, as texts."""
        return above_zero(self.coefficients)

    @property
    def is_graded(self) -> bool:
        """There is more to give than one coefficient."""
        return len(self.offered) > 1

    @property
    def what_is_given(self) -> str:
        """ "коэффициент 1", or "коэффициент выше 0" where there are several."""
        return f"коэффициент {self.which}"

    @property
    def which(self) -> str:
        """ "1", or "выше 0" where there are several."""
        return which(self.coefficients)

    @property
    def nobody(self) -> str:
        """What it means that no project is proposed."""
        return (
            f"Совет вправе не присвоить {self.what_is_given} ни одному проекту: тогда распределяется только "
            "инфраструктурная часть фонда."
        )

    @step(
        source=ProtocolState.DRAFT,
        target=ProtocolState.VOTING,
        label="Открыть голосование",
        clause=worded("2.5"),
        permission="protocols.record",
        guard=guards.may_open_voting,
    )
    def open_voting(self) -> None:
        """The agenda and the candidates are fixed; votes are recorded from now on."""

    @step(
        source=ProtocolState.VOTING,
        target=ProtocolState.DRAFT,
        label="Вернуть к подготовке",
        clause=worded("2.5"),
        permission="protocols.record",
        guard=guards.no_votes_yet,
        tone="secondary",
    )
    def reopen(self) -> None:
        """Nobody has voted yet: the agenda may still change."""

    @step(
        source=ProtocolState.VOTING,
        target=ProtocolState.APPROVED,
        label="Утвердить протокол",
        clause=worded("2.6"),
        permission="protocols.approve",
        guard=guards.may_be_approved,
        publishes="protocols.protocol.approved",
        form="protocols.forms.protocol.ApproveForm",
        irreversible=True,
        proof=True,
    )
    def approve(self) -> None:
        """The sitting's chair approves what the council has decided."""
        self.approved_on = self.step_on
        self.settled_members = [seat.pk for seat in Sitting(self).members]

    @step(
        source=ProtocolState.APPROVED,
        target=ProtocolState.WITH_GOVERNOR,
        label=worded("Направлен на согласование Губернатору"),
        clause=worded("2.6"),
        permission="protocols.pass_to_governor",
    )
    def pass_to_governor(self) -> None:
        """The letter with the results has left for the Governor."""
        self.passed_on = self.step_on

    @step(
        source=ProtocolState.WITH_GOVERNOR,
        target=ProtocolState.AGREED,
        label="Согласовать результаты",
        clause=worded("2.6"),
        permission="protocols.agree",
        guard=guards.may_be_decided,
        publishes="protocols.protocol.agreed",
        form="protocols.forms.governor.AgreeForm",
        irreversible=True,
        proof=True,
    )
    def agree(self, *, number: str, remark: str = "") -> None:
        """The Governor agrees the results."""
        self._decide(GovernorDecision.AGREED, number, remark)

    @step(
        source=ProtocolState.WITH_GOVERNOR,
        target=ProtocolState.RETURNED,
        label="Вернуть с замечанием",
        clause=worded("2.6"),
        permission="protocols.agree",
        guard=guards.may_be_returned,
        publishes="protocols.protocol.returned",
        form="protocols.forms.governor.ReturnForm",
        tone="secondary",
        irreversible=True,
    )
    def return_to_council(self, *, number: str, remark: str) -> None:
        """The Governor returns the results: the council decides anew, in a new edition."""
        self._decide(GovernorDecision.RETURNED, number, remark)

    def _decide(self, decision: GovernorDecision, number: str, remark: str) -> None:
        self.decision, self.decided_on = decision, self.step_on
        self.decision_number, self.decision_remark = number.strip(), remark.strip()

    @step(
        source=IN_FORCE,
        target=ProtocolState.SUPERSEDED,
        label="Заменён новой редакцией",
        clause=worded("2.6"),
        permission="protocols.supersede",
    )
    def supersede(self) -> None:
        """A newer edition has been approved; this one stays as it is for ever."""
