"""Terms of the law as rows, and the working calendars they were counted by."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.enums import OVERDUE, OVERDUE_LABEL, DeadlineState
from ranking_portal.region import worded
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step


class CalendarYear(models.Model):
    """The working calendar of a year as it was when first used: a newer package moves nothing silently."""

    year = models.PositiveSmallIntegerField(unique=True)
    content = models.JSONField()
    stored_at = models.DateTimeField()

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return f"календарь {self.year} года"


class CalendarOverride(models.Model):
    """A day made working or not by an act that the calendar does not know."""

    day = models.DateField("день", unique=True)
    working = models.BooleanField("рабочий")
    act = models.CharField("акт: кто, номер, дата", max_length=500)
    file = models.FileField("текст акта", upload_to="acts/%Y/", blank=True)
    sha256 = models.CharField("SHA-256 текста", max_length=64, blank=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}: {'рабочий' if self.working else 'нерабочий'}"


class CalendarDecree(models.Model):
    """The decree on transferring days off of a year: with it the year is no longer provisional."""

    year = models.PositiveSmallIntegerField("год", unique=True)
    act = models.CharField("постановление: номер, дата", max_length=500)
    file = models.FileField("текст постановления", upload_to="acts/%Y/", blank=True)
    sha256 = models.CharField("SHA-256 текста", max_length=64, blank=True)

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return f"перенос выходных {self.year} года: {self.act}"


class CalendarFeed(models.Model):
    """A person's terms as a calendar, at a secret address that he may revoke by making another."""

    user = models.OneToOneField("accounts.User", models.CASCADE, related_name="calendar_feed")
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("создан")

    def __str__(self) -> str:
        return f"календарь: {self.user}"


class Deadline(WorkflowModel):
    """One obligation under the edition's table: who must do what by which day, and what came of it.

    Days run from the legal day of the opening event (`event_on`); moments of recording are kept beside.
    """

    state = FSMField("состояние", default=DeadlineState.OPEN, choices=DeadlineState, protected=True)
    year = models.PositiveSmallIntegerField("финансовый год")
    code = models.CharField("обязательство", max_length=64)
    clause = models.CharField("пункт", max_length=64)
    title = models.CharField("что сделать", max_length=500)
    # "" the whole year, "project:<code>", "authority:<short name>", "proposal:<key>".
    object_key = models.CharField(max_length=240, blank=True)
    object_label = models.CharField("о чём", max_length=500)
    who = models.CharField("кто", max_length=32, choices=Role)
    # The office that must act where the role alone does not say who: "project:E3:2025", "body:КЗ".
    office = models.CharField(max_length=240, blank=True)
    event_on = models.DateField("событие")
    opened_at = models.DateTimeField("открыт")
    due_on = models.DateField("срок")
    # For a fixed date on a day off: the last working day before it, by which the portal reminds.
    act_by = models.DateField("последний рабочий день срока")
    working_days = models.PositiveSmallIntegerField("рабочих дней", null=True, blank=True)
    provisional = models.BooleanField("предварительно", default=False)
    done_on = models.DateField("исполнен", null=True, blank=True)
    closed_at = models.DateTimeField("закрыт", null=True, blank=True)
    late_working_days = models.PositiveSmallIntegerField("опоздание, рабочих дней", default=0)
    note = models.CharField("примечание", max_length=500, blank=True)
    # The next day on which somebody is to be told something; whoever enforces terms looks no further.
    next_check_on = models.DateField(default=clock.today, editable=False)

    class Meta:
        ordering = ("due_on", "code", "object_key")
        indexes = (
            models.Index(fields=("year", "code", "object_key")),
            models.Index(fields=("next_check_on",), condition=Q(state="open"), name="deadline_to_check"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("year", "code", "object_key"), condition=Q(state="open"), name="deadline_one_open"
            ),
            models.CheckConstraint(condition=Q(state__in=DeadlineState.values), name="deadline_state"),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.object_label})"

    @property
    def cycle_year(self) -> int:
        """The fiscal year of the obligation."""
        return self.year

    @property
    def event_scope(self) -> str:
        """What the obligation concerns."""
        return self.object_key

    def state_on(self, day: date) -> str:
        """The state's code on a day: "overdue" where an open term has passed."""
        return OVERDUE if self.state == DeadlineState.OPEN and day > self.due_on else str(self.state)

    def state_label_on(self, day: date) -> str:
        """The state's word on a day."""
        return OVERDUE_LABEL if self.state_on(day) == OVERDUE else str(DeadlineState(self.state).label)

    @step(
        source=DeadlineState.OPEN,
        target=DeadlineState.MET,
        label="Срок соблюдён",
        clause=worded("2.6"),
        permission="deadlines.keep",
    )
    def meet(self, *, closed_at: datetime) -> None:
        """The step was done within its term."""
        self.done_on, self.closed_at = self.step_on, closed_at

    @step(
        source=DeadlineState.OPEN,
        target=DeadlineState.MET_LATE,
        label="Исполнено с опозданием",
        clause=worded("2.6"),
        permission="deadlines.keep",
    )
    def meet_late(self, *, closed_at: datetime, late_working_days: int) -> None:
        """The step was done after its term: marked for ever, with the number of working days."""
        self.done_on, self.closed_at, self.late_working_days = self.step_on, closed_at, late_working_days

    @step(
        source=DeadlineState.OPEN,
        target=DeadlineState.CANCELLED,
        label="Срок отменён",
        clause=worded("2.6"),
        permission="deadlines.keep",
    )
    def cancel(self, *, closed_at: datetime, note: str) -> None:
        """What the term stood on has fallen away."""
        self.closed_at, self.note = closed_at, note

    @step(
        source=DeadlineState.OPEN,
        target=DeadlineState.UNTRACKED,
        label="Срок не отслеживался",
        clause=worded("2.3"),
        permission="deadlines.keep",
    )
    def leave_untracked(self) -> None:
        """The term had passed before the cycle was opened in the portal: it is neither met nor late."""
        self.note = "срок истёк до открытия года в портале"


class Reminder(models.Model):
    """Somebody has been told of a term: once a term, kind, day and person, however many tell at once."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    kind = models.CharField("вид", max_length=32)
    day = models.DateField("день")
    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="+", verbose_name="кому")

    class Meta:
        ordering = ("day", "pk")
        constraints = (models.UniqueConstraint(fields=("deadline", "kind", "day", "recipient"), name="reminder_once"),)

    def __str__(self) -> str:
        return f"{self.deadline}: {self.kind}, {self.day:%d.%m.%Y}"
