"""What the sitting's two screens show, the secretary's and the one on the wall: plain values out of one sitting.

The vote on a question is not told by halves. While it goes on, the wall shows how many have voted, and the counts
only once everybody present has; it never tells who voted how, as the paper itself does not.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from protocols.enums import PRESIDING_ROLES, Choice, ProtocolState, QuestionKind
from protocols.models import Protocol
from protocols.presenting import (
    CARRIED,
    CandidateRow,
    QuestionRow,
    candidate_rows,
    question_rows,
    ranking_rows,
    slots,
)
from protocols.sitting import sitting_of
from ranking_portal.regulation.services import edition_for
from ranking_portal.versions import version_of


@dataclass(frozen=True)
class Member:
    """A voting member of the day: whether he is here, presides, has voted on anything."""

    seat: Any
    present: bool
    presides: bool
    voted: bool


@dataclass(frozen=True)
class Ballot:
    """One member's vote on the question before the council; "" while there is none."""

    seat: Any
    choice: str

    @property
    def told(self) -> str:
        """The vote in a word."""
        return str(Choice(self.choice).label) if self.choice else ""


class Screen:
    """A sitting as its screens show it. `asked` is the key of the question to look at, None for the current one."""

    def __init__(self, protocol: Protocol, asked: int | None = None) -> None:
        self.protocol, self.asked = protocol, asked
        self.sitting = sitting_of(protocol)

    @property
    def is_draft(self) -> bool:
        """Before the voting: who is there, who is proposed."""
        return bool(self.protocol.state == ProtocolState.DRAFT)

    @property
    def is_voting(self) -> bool:
        """The agenda stands, votes are recorded."""
        return bool(self.protocol.state == ProtocolState.VOTING)

    @cached_property
    def agenda(self) -> list[QuestionRow]:
        """Questions in the order of their numbers."""
        return question_rows(self.sitting)

    @cached_property
    def candidates(self) -> list[CandidateRow]:
        """Proposals with their places and points."""
        if not any(row.question.kind == QuestionKind.COEFFICIENT for row in self.agenda):
            return []
        return candidate_rows(self.agenda, ranking_rows(self.protocol), edition_for(self.protocol.cycle.year))

    @property
    def slots(self) -> list[str]:
        """Codes in the places with coefficient 1, "" for a free one."""
        return slots(self.protocol.limit, self.candidates)

    @property
    def granted(self) -> int:
        """How many projects have been given coefficient 1 so far."""
        return sum(one.asked.outcome == CARRIED for one in self.candidates)

    @property
    def settled_codes(self) -> list[str]:
        """Codes that hold their places: before the voting all who are proposed, then those who were given them."""
        return [one.candidate.project.code for one in self.candidates if self.is_draft or one.asked.outcome == CARRIED]

    @cached_property
    def current(self) -> QuestionRow | None:
        """The first question on which somebody present has not voted; None once all are decided."""
        return next((row for row in self.agenda if not row.outcome), None)

    @cached_property
    def focus(self) -> QuestionRow | None:
        """The question that is looked at: the one asked for, else the current one, else the last."""
        named = next((row for row in self.agenda if row.question.pk == self.asked), None)
        return named or self.current or (self.agenda[-1] if self.agenda else None)

    @property
    def following(self) -> QuestionRow | None:
        """Where to go from a decided question: the current one, where it is another."""
        decided = self.focus is not None and bool(self.focus.outcome)
        return self.current if decided else None

    @property
    def last_decided(self) -> QuestionRow | None:
        """The question decided just before the current one."""
        place = self.agenda.index(self.current) if self.current else len(self.agenda)
        return self.agenda[place - 1] if place else None

    def candidate_of(self, row: QuestionRow | None) -> CandidateRow | None:
        """The proposal that the question decides, None for any other question."""
        return next((one for one in self.candidates if row and one.asked.question.pk == row.question.pk), None)

    @cached_property
    def members(self) -> list[Member]:
        """Voting members of the day."""
        here = {seat.pk for seat in self.sitting.present}
        voted = {vote.seat_id for row in self.agenda for vote in row.question.votes.all()}
        chair = self.protocol.chair_id
        return [Member(seat, seat.pk in here, seat.pk == chair, seat.pk in voted) for seat in self.sitting.members]

    @property
    def substitutes(self) -> list[Any]:
        """Who may take the chair of a draft: those present who preside by their seat, while the chair is absent."""
        present = self.sitting.present
        if not self.is_draft or self.sitting.chair in present:
            return []
        return [seat for seat in present if seat.role in PRESIDING_ROLES]

    @property
    def ballots(self) -> list[Ballot]:
        """Votes on the question looked at, of everybody present."""
        if self.focus is None:
            return []
        given = {vote.seat_id: vote.choice for vote in self.focus.question.votes.all()}
        return [Ballot(seat, given.get(seat.pk, "")) for seat in self.sitting.present]

    @property
    def stamp(self) -> str:
        """Changes with whatever a screen shows: a screen that has it already is not drawn again."""
        parts: list[Any] = [version_of(self.protocol), [seat.pk for seat in self.sitting.members]]
        parts.append(sorted(seat.pk for seat in self.sitting.marked))
        for question in self.sitting.questions:
            votes = sorted((vote.seat_id, vote.choice) for vote in question.votes.all())
            parts += [version_of(question), votes]
            if question.kind == QuestionKind.COEFFICIENT:
                parts.append(version_of(question.candidate))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
