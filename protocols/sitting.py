"""A sitting as the guards, the screen and the paper see it: who could vote, who was there, what was decided."""

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from protocols.enums import PRESIDING_ROLES, QuestionKind, SeatRole, SittingForm
from protocols.voting import Tally, has_quorum, is_carried, needed, tally
from ranking_portal.journal.standing import until_told
from ranking_portal.once import once_a_page

RANK = {SeatRole.CHAIR: 0, SeatRole.DEPUTY: 1, SeatRole.MEMBER: 2}


def by_name(seat: Any) -> str:
    """Order of seats by the name of the person, in which ё is not thrown behind я."""
    return str(seat.person.full_name).casefold().replace("ё", "е")


@until_told
def _voting(seats: Any, day: date) -> list[Any]:
    """Seats of the model that vote on the day: the journal tells of every change of the council."""
    return list(seats.objects.select_related("person").on(day).voting())


class Sitting:
    """A protocol with its council of the day, read once."""

    def __init__(self, protocol: Any) -> None:
        self.protocol = protocol

    @cached_property
    def members(self) -> list[Any]:
        """Voting seats held on the day of the sitting, one a person; for an approved protocol, as they stood then."""
        seats = type(self.protocol.chair)
        if self.protocol.settled_members:
            found = list(seats.objects.select_related("person").filter(pk__in=self.protocol.settled_members))
        else:
            ranked = sorted(
                _voting(seats, self.protocol.held_on), key=lambda seat: (-RANK[SeatRole(seat.role)], -seat.pk)
            )
            found = list({seat.person_id: seat for seat in ranked}.values())
        return sorted(found, key=by_name)

    @cached_property
    def marked(self) -> list[Any]:
        """Seats marked as present, rightly or not."""
        return [row.seat for row in self.protocol.attendances.select_related("seat__person")]

    @cached_property
    def present(self) -> list[Any]:
        """Voting members of the day who are present (in absentia: whose ballots came in)."""
        here = {seat.pk for seat in self.marked}
        return [seat for seat in self.members if seat.pk in here]

    @property
    def voters(self) -> list[Any]:
        """Who may give a vote: those present; in absentia, where the ballot itself is the presence, every member."""
        return self.members if self.protocol.form == SittingForm.IN_ABSENTIA else self.present

    @property
    def chair(self) -> Any:
        """The seat of him who presides."""
        return self.protocol.chair

    @property
    def chair_may_preside(self) -> bool:
        """The seat is that of the chair or of a deputy."""
        return self.chair.role in PRESIDING_ROLES

    @cached_property
    def secretary_holds_seat(self) -> bool:
        """The secretary's seat is one, and held on the day."""
        seat = self.protocol.secretary
        return bool(seat.role == SeatRole.SECRETARY and seat.is_held_on(self.protocol.held_on))

    @property
    def has_quorum(self) -> bool:
        """Enough members are present."""
        return has_quorum(len(self.present), len(self.members), Fraction(self.protocol.quorum_share))

    @property
    def quorum(self) -> int:
        """The least number that makes a quorum."""
        return needed(len(self.members), Fraction(self.protocol.quorum_share))

    @property
    def majority(self) -> int:
        """The least number of votes in favour that carries a question."""
        return needed(len(self.present), Fraction(self.protocol.majority_share))

    @cached_property
    def questions(self) -> list[Any]:
        """Questions in order, with their votes."""
        rows = self.protocol.questions.select_related("candidate__project").prefetch_related("votes__seat__person")
        return list(rows.order_by("position"))

    @cached_property
    def labels(self) -> dict[int, str]:
        """Numbers of the questions as the paper has them: results 1, coefficients 2.1, 2.2..., others from 3 on."""
        asked = [one for one in self.questions if one.kind == QuestionKind.COEFFICIENT]
        others = [one for one in self.questions if one.kind == QuestionKind.OTHER]
        numbered = {question.pk: f"2.{number}" for number, question in enumerate(asked, start=1)}
        numbered |= {question.pk: str(number) for number, question in enumerate(others, start=3)}
        return numbered | ({self.results_question.pk: "1"} if self.results_question else {})

    @cached_property
    def results_question(self) -> Any:
        """The question that approves the results, None where the agenda lacks it."""
        return next((one for one in self.questions if one.kind == QuestionKind.RESULTS), None)

    def tally(self, question: Any) -> Tally:
        """Votes on a question of those who are present and may vote."""
        may = {seat.pk for seat in self.present}
        return tally(vote.choice for vote in question.votes.all() if vote.seat_id in may)

    def is_voted(self, question: Any) -> bool:
        """Everybody present has given a vote."""
        return bool(self.present) and self.tally(question).cast == len(self.present)

    def is_carried(self, question: Any) -> bool:
        """Whether the question has its majority."""
        return is_carried(self.tally(question), len(self.present), Fraction(self.protocol.majority_share))

    @cached_property
    def granted(self) -> list[Any]:
        """Candidates whom the council gave the coefficient proposed."""
        asked = [one for one in self.questions if one.kind == QuestionKind.COEFFICIENT]
        return [question.candidate for question in asked if self.is_carried(question)]


@once_a_page
def sitting_of(protocol: Any) -> Sitting:
    """The sitting as a page shows it: what stands in the way of its steps is told from the same questions and votes."""
    return Sitting(protocol)
