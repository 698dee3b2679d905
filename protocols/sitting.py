"""A sitting as the guards, the screen and the paper see it: who could vote, who was there, what was decided."""

from fractions import Fraction
from functools import cached_property
from typing import Any

from protocols.enums import QuestionKind
from protocols.voting import Tally, has_quorum, is_carried, needed_for_quorum, tally


class Sitting:
    """A protocol with its council of the day, read once."""

    def __init__(self, protocol: Any) -> None:
        self.protocol = protocol

    @cached_property
    def members(self) -> list[Any]:
        """Voting seats held on the day of the sitting, one a person."""
        seats = type(self.protocol.chair).objects.on(self.protocol.held_on).voting().select_related("person")
        by_person = {seat.person_id: seat for seat in seats.order_by("-pk")}
        return sorted(by_person.values(), key=lambda seat: seat.person.full_name.replace("ё", "е"))

    @cached_property
    def marked(self) -> list[Any]:
        """Seats marked as present, rightly or not."""
        return [row.seat for row in self.protocol.attendances.select_related("seat__person")]

    @cached_property
    def present(self) -> list[Any]:
        """Voting members of the day who are present."""
        here = {seat.pk for seat in self.marked}
        return [seat for seat in self.members if seat.pk in here]

    @property
    def chair(self) -> Any:
        """The seat of him who presides."""
        return self.protocol.chair

    @cached_property
    def secretary_holds_seat(self) -> bool:
        """The secretary's seat is held on the day."""
        seats = type(self.protocol.secretary).objects.on(self.protocol.held_on)
        return bool(seats.filter(pk=self.protocol.secretary_id).exists())

    @property
    def has_quorum(self) -> bool:
        """Enough members are present."""
        return has_quorum(len(self.present), len(self.members), Fraction(self.protocol.quorum_share))

    @property
    def quorum(self) -> int:
        """The least number that makes a quorum."""
        return needed_for_quorum(len(self.members), Fraction(self.protocol.quorum_share))

    @cached_property
    def questions(self) -> list[Any]:
        """Questions in order, with their votes."""
        rows = self.protocol.questions.select_related("candidate__project").prefetch_related("votes__seat__person")
        return list(rows.order_by("position"))

    @cached_property
    def results_question(self) -> Any:
        """The question that approves the results, None where the agenda lacks it."""
        return next((one for one in self.questions if one.kind == QuestionKind.RESULTS), None)

    def tally(self, question: Any) -> Tally:
        """Votes on a question of those who are present and may vote."""
        may = {seat.pk for seat in self.present}
        return tally(vote.choice for vote in question.votes.all() if vote.seat_id in may)

    def is_carried(self, question: Any) -> bool:
        """Whether the question has its majority."""
        return is_carried(self.tally(question), len(self.present), Fraction(self.protocol.majority_share))

    @cached_property
    def granted(self) -> list[Any]:
        """Candidates whom the council gave coefficient 1."""
        asked = [one for one in self.questions if one.kind == QuestionKind.COEFFICIENT]
        return [question.candidate for question in asked if self.is_carried(question)]
