"""The small council, its sittings and protocols (clauses 2.4-2.6), stored documents."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField

from projects.models import Cycle, Project
from protocols import guards
from protocols.enums import VOTING_ROLES, Choice, ProtocolState, QuestionKind, SeatRole, SittingForm
from ranking.models import Ranking
from ranking_portal.directory.models import Person
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import step


class SeatQuerySet(models.QuerySet["CouncilSeat"]):
    """Seats by day."""

    def on(self, day: date) -> Self:
        """Those held on the day, both ends included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def voting(self) -> Self:
        """Those that give a vote."""
        return self.filter(role__in=VOTING_ROLES)


class CouncilSeat(models.Model):
    """A seat of the small council held by a person from a day, by an act."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="council_seats", verbose_name="человек")
    role = models.CharField("роль", max_length=16, choices=SeatRole)
    position = models.CharField("должность", max_length=500, blank=True)
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)
    order = models.CharField("основание (номер и дата акта)", max_length=255)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("role", "person__full_name")
        constraints = (
            models.UniqueConstraint(fields=("person", "role", "since"), name="council_seat_once"),
            models.CheckConstraint(condition=Q(role__in=SeatRole.values), name="council_seat_role"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="council_seat_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


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
    invited = models.TextField(
        "приглашённые", blank=True, help_text="По одному в строке: фамилия, имя, отчество, должность."
    )
    # Parameters of the edition of the law, as they were when the protocol was drafted.
    limit = models.PositiveSmallIntegerField("не более проектов")
    quorum_share = models.CharField(max_length=16)
    majority_share = models.CharField(max_length=16)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-cycle__year", "-edition")
        constraints = (models.UniqueConstraint(fields=("cycle", "edition"), name="protocol_edition_once"),)

    def __str__(self) -> str:
        edition = f", редакция {self.edition}" if self.edition > 1 else ""
        return f"Протокол от {self.held_on:%d.%m.%Y} №\u00a0{self.number}{edition}"

    @property
    def cycle_year(self) -> int:
        """The year whose results it approves."""
        return self.cycle.year

    @step(
        source=ProtocolState.DRAFT,
        target=ProtocolState.VOTING,
        label="Открыть голосование",
        clause="2.5",
        permission="protocols.record",
        guard=guards.may_open_voting,
    )
    def open_voting(self) -> None:
        """The agenda and the candidates are fixed; votes are recorded from now on."""

    @step(
        source=ProtocolState.VOTING,
        target=ProtocolState.DRAFT,
        label="Вернуть к подготовке",
        clause="2.5",
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
        clause="2.6",
        permission="protocols.approve",
        guard=guards.may_be_approved,
        publishes="protocols.protocol.approved",
        form="protocols.forms.ApproveForm",
        irreversible=True,
    )
    def approve(self) -> None:
        """The sitting's chair approves what the council has decided."""
        self.approved_on = self.step_on

    @step(
        source=ProtocolState.APPROVED,
        target=ProtocolState.SUPERSEDED,
        label="Заменён новой редакцией",
        clause="2.6",
        permission="protocols.supersede",
    )
    def supersede(self) -> None:
        """A newer edition has been approved; this one stays as it is for ever."""


class Question(models.Model):
    """A question of the agenda. Each candidate for coefficient 1 is voted on his own."""

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("номер")
    kind = models.CharField("вид", max_length=16, choices=QuestionKind)
    title = models.CharField("вопрос", max_length=500)
    speaker = models.CharField("докладчик", max_length=255, blank=True)
    decision = models.TextField("решение", blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("protocol", "position"), name="question_position"),
            models.UniqueConstraint(fields=("protocol",), condition=Q(kind="results"), name="question_results_once"),
        )

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """A project proposed for coefficient 1, on the grounds of clause 1.6(2) and (or) 1.6(3).

    It takes a slot: two alike slots are refused by the database, so nobody makes a seventh, however many at once.
    """

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="candidates")
    project = models.ForeignKey(Project, models.PROTECT, related_name="candidacies", verbose_name="проект")
    question = models.OneToOneField(Question, models.CASCADE, related_name="candidate")
    slot = models.PositiveSmallIntegerField("место среди коэффициентов 1")
    limit = models.PositiveSmallIntegerField()
    ground_2 = models.BooleanField("основание: пункт 1.6, подпункт 2", default=False)
    ground_3 = models.BooleanField("основание: пункт 1.6, подпункт 3", default=False)
    justification = models.TextField("обоснование")

    class Meta:
        ordering = ("slot",)
        constraints = (
            models.UniqueConstraint(fields=("protocol", "slot"), name="candidate_slot"),
            models.UniqueConstraint(fields=("protocol", "project"), name="candidate_once"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=F("limit")), name="candidate_within_limit"),
            models.CheckConstraint(condition=Q(ground_2=True) | Q(ground_3=True), name="candidate_has_ground"),
        )

    def __str__(self) -> str:
        return f"{self.project}: коэффициент 1"

    @property
    def grounds(self) -> str:
        """The grounds in words: "пункт 1.6, подпункты 2 и 3"."""
        items = [number for number, given in (("2", self.ground_2), ("3", self.ground_3)) if given]
        return f"пункт\u00a01.6, подпункт{'ы' if len(items) > 1 else ''}\u00a0{' и '.join(items)}"


class Attendance(models.Model):
    """A member of the council present at the sitting (in absentia: whose ballot came in)."""

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="attendances")

    class Meta:
        ordering = ("seat__person__full_name",)
        constraints = (models.UniqueConstraint(fields=("protocol", "seat"), name="attendance_once"),)

    def __str__(self) -> str:
        return str(self.seat)


class Vote(models.Model):
    """One member's vote on one question."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="votes")
    choice = models.CharField("голос", max_length=16, choices=Choice)

    class Meta:
        ordering = ("question", "seat")
        constraints = (
            models.UniqueConstraint(fields=("question", "seat"), name="vote_once"),
            models.CheckConstraint(condition=Q(choice__in=Choice.values), name="vote_choice"),
        )

    def __str__(self) -> str:
        return f"{self.seat.person}: {self.get_choice_display()}"


class Document(models.Model):
    """A file of an approved document: rendered once, stored with its hash, served from there for ever."""

    ref = models.CharField("о чём (ключ объекта)", max_length=128)
    kind = models.CharField("вид", max_length=64)
    title = models.CharField("название", max_length=500)
    file = models.FileField(upload_to="documents/%Y/")
    sha256 = models.CharField(max_length=64)
    # The paper's QR leads to /verify/<token>/; the token tells nothing of the document.
    token = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=("ref", "kind"), name="document_once"),)

    def __str__(self) -> str:
        return self.title
