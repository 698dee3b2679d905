"""A document sent to one addressee: number, day, receipt (clause 2.6); the register of what has come in."""

from typing import Any

from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from protocols import dispatch_guards as guards
from protocols.dispatch_kinds import DispatchKind, kind_of
from protocols.enums import DispatchState
from ranking_portal import clock
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step


class Dispatch(WorkflowModel):
    """A letter with its number. Receipt is acknowledged by the addressee or deemed, as the edition says."""

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
    sent_on = models.DateField("отправлено", null=True, blank=True)
    sent_at = models.DateTimeField("внесено в портал", null=True, blank=True)
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

    @step(
        source=DispatchState.PREPARED,
        target=DispatchState.SENT,
        label="Отправить",
        clause="2.6",
        permission="protocols.send",
        guard=guards.may_be_sent,
        publishes=lambda dispatch: dispatch.about.sent,
        form="protocols.forms.dispatch.SendForm",
    )
    def send(self, *, number: str) -> None:
        """It leaves under an outgoing number; a day from which its receipt is deemed is set."""
        self.number, self.sent_on, self.sent_at = number.strip(), self.step_on, clock.now()
        self.deemed_on = guards.deemed_day(self)

    @step(
        source=DispatchState.SENT,
        target=DispatchState.RECEIVED,
        label="Подтвердить получение",
        clause="2.6",
        permission="protocols.acknowledge",
        guard=guards.may_be_received,
        publishes=lambda dispatch: dispatch.about.received,
    )
    def receive(self) -> None:
        """The addressee has it in hand: his term runs from this day."""
        self.received_on, self.received_at = self.step_on, clock.now()

    @step(
        source=DispatchState.SENT,
        target=DispatchState.RECEIVED,
        label="Считается полученным",
        clause="2.6",
        permission="protocols.deem",
        guard=guards.may_be_deemed,
        publishes=lambda dispatch: dispatch.about.received,
    )
    def deem(self) -> None:
        """Nobody has acknowledged it: received at the end of the day that the edition names."""
        self.received_on, self.received_at, self.is_deemed = self.deemed_on, clock.now(), True

    @step(
        source=DispatchState.PREPARED,
        target=DispatchState.CANCELLED,
        label="Отменить отправку",
        clause="2.6",
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
