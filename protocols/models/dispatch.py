"""A document sent to one addressee: number, day, receipt (clause 2.6); the register of what has come in."""

from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django_fsm import FSMField

from protocols import dispatch_guards as guards
from protocols.dispatch_kinds import DispatchKind, kind_of
from protocols.enums import ARRIVES, DispatchState
from ranking_portal import clock
from ranking_portal.journal.marks import Mark
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step

# The event of every sending, besides the one that the kind names: the paper is made.
SENT = "protocols.dispatch.sent"


def _received(dispatch: Any) -> str:
    return dispatch.about.received if dispatch.about.stands(dispatch) else ""


class Dispatch(WorkflowModel):
    """A letter with its number. Receipt is acknowledged by the addressee or deemed, as the edition says."""

    # Where its paper may be checked, set while the paper is being rendered; "" makes a draft of it.
    verify_at: str = ""
    # The end of the journal that the paper bears, set likewise.
    journal_mark: Mark | None = None

    state = FSMField("состояние", default=DispatchState.PREPARED, choices=DispatchState, protected=True)
    kind = models.CharField("вид", max_length=64)
    year = models.PositiveSmallIntegerField("финансовый год")
    # What it is about, in the words of the journal ("protocols.protocol:5"), and what its events concern.
    subject_ref = models.CharField(max_length=128)
    subject_key = models.BigIntegerField()
    subject_label = models.CharField("о чём", max_length=500)
    scope = models.CharField(max_length=240, blank=True)
    # Which time a document of this kind goes out on this subject: 2 after the first was returned.
    turn = models.PositiveSmallIntegerField(default=1)
    addressee = models.CharField("кому", max_length=500)
    # The office that must receive it where the role alone does not say who: "body:КЗ", "project:E3:2025".
    office = models.CharField(max_length=240, blank=True)
    number = models.CharField("исходящий номер", max_length=64, blank=True)
    # The number as the sender's register of the calendar year counts it: taken by one document only.
    number_key = models.CharField(max_length=128, null=True, blank=True, unique=True)
    sent_on = models.DateField("отправлено", null=True, blank=True)
    sent_at = models.DateTimeField("внесено в портал", null=True, blank=True)
    sent_by = models.CharField("кто отправил", max_length=255, blank=True)
    # The day at whose end receipt is deemed without an acknowledgement; none where the edition does not deem it.
    deemed_on = models.DateField("считается полученным", null=True, blank=True)
    received_on = models.DateField("получено", null=True, blank=True)
    received_at = models.DateTimeField("отметка о получении", null=True, blank=True)
    is_deemed = models.BooleanField("получение считается состоявшимся", default=False)
    # Who acknowledged and when: after a deemed receipt it is written down, and moves nothing.
    acknowledged_at = models.DateTimeField("подтверждено", null=True, blank=True)
    acknowledged_by = models.CharField("кем подтверждено", max_length=255, blank=True)

    class Meta:
        ordering = ("-sent_on", "-pk")
        indexes = (models.Index(fields=("year", "kind")), models.Index(fields=("subject_ref",)))
        constraints = (
            models.UniqueConstraint(fields=("kind", "subject_ref", "scope", "office", "turn"), name="dispatch_once"),
            models.CheckConstraint(condition=Q(state__in=DispatchState.values), name="dispatch_state"),
            models.CheckConstraint(
                condition=Q(state__in=("prepared", "cancelled")) | (Q(sent_on__isnull=False) & ~Q(number="")),
                name="dispatch_sent_has_number",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("sent_on")),
                name="dispatch_received_after_sent",
            ),
        )

    def __str__(self) -> str:
        number = f" № {self.number}" if self.number else ""
        return f"{self.about.title}{number}"

    @property
    def about(self) -> DispatchKind:
        """Its kind."""
        return kind_of(self.kind)

    @property
    def cycle_year(self) -> int:
        """The year it belongs to."""
        return self.year

    @property
    def event_scope(self) -> str:
        """What its events concern."""
        return self.scope

    @property
    def may_be_acknowledged(self) -> bool:
        """Sent, and nobody has said yet that it has come: a deemed receipt may still be acknowledged."""
        return self.state in ARRIVES and self.acknowledged_at is None

    def told_of(self, *names: str) -> list[tuple[str, str]]:
        """Events as the workflow publishes them; an empty name is nobody's event."""
        return [(name, self.scope) for name in names if name]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; raises Refused where another document has taken the number at the same moment."""
        try:
            with transaction.atomic():
                super().save(*args, **kwargs)
        except IntegrityError as error:
            if guards.taken(self, self.number_key) is None:
                raise
            raise Refused(f"Исходящий номер {self.number} только что занят другим документом.") from error

    @step(
        source=DispatchState.PREPARED,
        target=DispatchState.SENT,
        label="Отправить",
        clause=worded("2.6"),
        permission="protocols.send",
        guard=guards.may_be_sent,
        publishes=lambda dispatch: dispatch.told_of(dispatch.about.sent, SENT),
        form="protocols.forms.dispatch.SendForm",
        proof=True,
    )
    def send(self, *, number: str) -> None:
        """It leaves under an outgoing number; a day from which its receipt is deemed is set."""
        self.number, self.sent_on, self.sent_at = number.strip(), self.step_on, clock.now()
        self.number_key = guards.number_key(self, self.number)
        self.sent_by = self.step_by.full_name
        self.deemed_on = guards.deemed_day(self)

    @step(
        source=DispatchState.SENT,
        target=DispatchState.RECEIVED,
        label="Подтвердить получение",
        clause=worded("2.6"),
        permission="protocols.acknowledge",
        guard=guards.may_be_received,
        publishes=_received,
    )
    def receive(self) -> None:
        """The addressee has it in hand: his term runs from this day."""
        self.received_on, self.received_at = self.step_on, clock.now()
        self.acknowledged_at, self.acknowledged_by = self.received_at, self.step_by.full_name

    @step(
        source=DispatchState.SENT,
        target=DispatchState.RECEIVED,
        label="Считается полученным",
        clause=worded("2.6"),
        permission="protocols.deem",
        guard=guards.may_be_deemed,
        publishes=_received,
    )
    def deem(self) -> None:
        """Nobody has acknowledged it: received at the end of the day that the edition names."""
        self.received_on, self.received_at, self.is_deemed = self.deemed_on, clock.now(), True

    @step(
        source=DispatchState.PREPARED,
        target=DispatchState.CANCELLED,
        label="Отменить отправку",
        clause=worded("2.6"),
        permission="protocols.deem",
        tone="secondary",
    )
    def cancel(self) -> None:
        """What it was about has been replaced before it left."""


class Incoming(models.Model):
    """A document that has come to the project office: numbered, dated, never changed."""

    number = models.PositiveIntegerField("входящий номер")
    calendar_year = models.PositiveSmallIntegerField("год регистрации")
    year = models.PositiveSmallIntegerField("финансовый год")
    received_on = models.DateField("поступило")
    recorded_at = models.DateTimeField("внесено")
    kind = models.CharField("вид", max_length=64)
    title = models.CharField("что поступило", max_length=500)
    sender = models.CharField("от кого", max_length=500)
    subject_ref = models.CharField(max_length=128)
    url = models.CharField(max_length=500)
    tells_sums = models.BooleanField(default=False)

    class Meta:
        ordering = ("-calendar_year", "-number")
        constraints = (models.UniqueConstraint(fields=("calendar_year", "number"), name="incoming_number"),)

    def __str__(self) -> str:
        return f"вх. № {self.number} от {self.received_on:%d.%m.%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it once; a registered document is not registered anew."""
        if not self._state.adding:
            raise RuntimeError("an entry of the register of incoming documents never changes")
        super().save(*args, **kwargs)
