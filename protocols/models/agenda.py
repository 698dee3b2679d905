"""What a sitting decides, who is there, how they vote."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from projects.models import Project
from protocols.coefficients import ONE, told
from protocols.enums import Choice, ProtocolState, QuestionKind
from protocols.models.council import CouncilSeat
from protocols.models.parts import Part
from protocols.models.protocol import Protocol
from ranking_portal.region import worded
from ranking_portal.words import NBSP


class Question(Part):
    """A question of the agenda. Each candidate for a coefficient is voted on his own."""

    open_in: ClassVar = (ProtocolState.DRAFT,)

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


class Candidate(Part):
    """A project proposed for a coefficient, on the grounds of clause 1.6(2) and (or) 1.6(3).

    It takes a slot: two alike slots are refused by the database, so nobody makes a seventh, however many at once.
    """

    open_in: ClassVar = (ProtocolState.DRAFT,)

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="candidates")
    project = models.ForeignKey(Project, models.PROTECT, related_name="candidacies", verbose_name="проект")
    question = models.OneToOneField(Question, models.CASCADE, related_name="candidate")
    slot = models.PositiveSmallIntegerField("место среди коэффициентов 1")
    limit = models.PositiveSmallIntegerField()
    coefficient = models.CharField("коэффициент", max_length=16, default=ONE, db_default=ONE)
    ground_2 = models.BooleanField(worded("основание: пункт 1.6, подпункт 2"), default=False)
    ground_3 = models.BooleanField(worded("основание: пункт 1.6, подпункт 3"), default=False)
    justification = models.TextField("обоснование")

    class Meta:
        ordering = ("slot",)
        constraints = (
            models.UniqueConstraint(fields=("protocol", "slot"), name="candidate_slot"),
            models.UniqueConstraint(fields=("protocol", "project"), name="candidate_once"),
            models.CheckConstraint(condition=Q(slot__gte=1, slot__lte=F("limit")), name="candidate_within_limit"),
            models.CheckConstraint(condition=~Q(coefficient__in=("", "0")), name="candidate_above_zero"),
            models.CheckConstraint(condition=Q(ground_2=True) | Q(ground_3=True), name="candidate_has_ground"),
        )

    def __str__(self) -> str:
        return f"{self.project}: коэффициент {self.coefficient_told}"

    @property
    def coefficient_told(self) -> str:
        """For people: "1", "0,5"."""
        return told(self.coefficient)

    @property
    def ground_numbers(self) -> tuple[int, ...]:
        """Items of clause 1.6 on which it stands: 2, 3 or both."""
        return tuple(number for number, given in ((2, self.ground_2), (3, self.ground_3)) if given)

    @property
    def grounds(self) -> str:
        """The grounds in words: "пункт 1.6, подпункты 2 и 3"."""
        items = NBSP.join(" и ".join(str(number) for number in self.ground_numbers).split())
        return worded(f"пункт{NBSP}1.6, подпункт{'ы' if len(self.ground_numbers) > 1 else ''}{NBSP}{items}")


class Attendance(Part):
    """A member of the council present at the sitting (in absentia: whose ballot came in)."""

    open_in: ClassVar = (ProtocolState.DRAFT, ProtocolState.VOTING)

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="attendances")
    seat = models.ForeignKey(CouncilSeat, models.PROTECT, related_name="attendances")

    class Meta:
        ordering = ("seat__person__full_name",)
        constraints = (models.UniqueConstraint(fields=("protocol", "seat"), name="attendance_once"),)

    def __str__(self) -> str:
        return str(self.seat)


class Vote(Part):
    """One member's vote on one question."""

    open_in: ClassVar = (ProtocolState.VOTING,)
    protocol_path: ClassVar = "question__protocol"

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

    @property
    def protocol_key(self) -> int:
        """Key of the protocol of its question."""
        return self.question.protocol_id
