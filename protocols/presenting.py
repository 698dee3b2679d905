"""A protocol as its page shows it: candidates beside their scores, members beside their votes, what to mind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from protocols.coefficients import which, written_steps
from protocols.enums import Choice, GovernorDecision, ProtocolState, QuestionKind
from protocols.guards import newer_ranking
from protocols.models import Protocol
from protocols.sitting import Sitting
from protocols.voting import Tally
from ranking.models import Ranking
from ranking.presenting import CRITERIA, Row, rows_of
from ranking.services.rankings import projects_of
from ranking_portal import words
from ranking_portal.journal.standing import until_told
from ranking_portal.region import worded
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for
from ranking_portal.typed import whole_number

Typed = Mapping[str, str]
IN_WORDS = ("ни одного", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми", "девяти", "десяти")
CARRIED, NOT_CARRIED = "принято", "не принято"


@dataclass(frozen=True)
class QuestionRow:
    """A question of the agenda with its votes. `outcome` is "", while not everybody has voted."""

    question: Any
    label: str
    tally: Tally
    outcome: str
    tone: str

    @property
    def is_own(self) -> bool:
        """A question of the council's own, which may be taken off."""
        return bool(self.question.kind == QuestionKind.OTHER)


@dataclass(frozen=True)
class CandidateRow:
    """A project proposed for coefficient 1, with its place and points. `passes_over`: how many stand higher with 0."""

    candidate: Any
    asked: QuestionRow
    row: Row | None
    grounds: tuple[str, ...]
    passes_over: int

    @property
    def scores(self) -> list[tuple[int, str, str]]:
        """(number, title, points) of the criteria (clause 2.2)."""
        if self.row is None:
            return []
        return [
            (number, title, points) for (number, title), points in zip(CRITERIA.items(), self.row.criteria, strict=True)
        ]


@dataclass(frozen=True)
class Cell:
    """One member's vote on one question: the name of the field, the choice, the choice in words."""

    name: str
    label: str
    choice: str

    @property
    def told(self) -> str:
        """The vote in a word, a dash where there is none."""
        return str(Choice(self.choice).label) if self.choice in Choice.values else "—"


@dataclass(frozen=True)
class MemberRow:
    """A voting member of the day with his votes, in the order of the questions."""

    seat: Any
    present: bool
    voted: bool
    cells: tuple[Cell, ...]


def question_rows(sitting: Sitting) -> list[QuestionRow]:
    """The agenda in the order of its numbers."""
    rows = [_question(sitting, question) for question in sitting.questions]
    return sorted(rows, key=lambda row: [int(part) for part in row.label.split(".")])


def _question(sitting: Sitting, question: Any) -> QuestionRow:
    outcome, tone = "", "grey"
    if sitting.is_voted(question):
        carried = sitting.is_carried(question)
        outcome, tone = (CARRIED, "ok") if carried else (NOT_CARRIED, "bad")
    return QuestionRow(question, sitting.labels[question.pk], sitting.tally(question), outcome, tone)


def ranking_rows(protocol: Protocol) -> list[Row]:
    """Projects of the protocol's ranking in order of place."""
    return _rows_of(protocol.ranking)


@until_told
def _rows_of(ranking: Ranking) -> list[Row]:
    return rows_of(projects_of(ranking), ranking.names)


def candidate_rows(agenda: list[QuestionRow], rows: list[Row], edition: Edition) -> list[CandidateRow]:
    """Proposals in the order of their slots (clauses 2.4 and 2.5)."""
    by_code = {row.code: row for row in rows}
    asked = [row for row in agenda if row.question.kind == QuestionKind.COEFFICIENT]
    proposed = {row.question.candidate.project.code for row in asked}
    found = []
    for one in asked:
        candidate = one.question.candidate
        row = by_code.get(candidate.project.code)
        titles = tuple(edition.ground(f"ground_{number}").title for number in candidate.ground_numbers)
        found.append(CandidateRow(candidate, one, row, titles, len(passed_over(row, rows, proposed))))
    return found


def passed_over(row: Row | None, rows: list[Row], proposed: set[str]) -> list[Row]:
    """Eligible projects with a better place than the row's, which are not proposed."""
    if row is None or row.place is None:
        return []
    return [
        one
        for one in rows
        if one.eligible is True and one.place is not None and one.place < row.place and one.code not in proposed
    ]


def slots(limit: int, candidates: list[CandidateRow]) -> list[str]:
    """Codes in the places with coefficient 1, "" for a free one; what the council has declined takes none."""
    codes = [one.candidate.project.code for one in candidates if one.asked.outcome != NOT_CARRIED]
    return codes + [""] * (limit - len(codes))


def member_rows(sitting: Sitting, agenda: list[QuestionRow], typed: Typed) -> list[MemberRow]:
    """Every voting member of the day; what was typed into a refused form stands over what is stored."""
    here = {seat.pk for seat in sitting.present}
    stored = {(vote.question_id, vote.seat_id): vote.choice for one in agenda for vote in one.question.votes.all()}
    rows = []
    for seat in sitting.members:
        cells = tuple(
            Cell(name, one.label, typed.get(name) or stored.get((one.question.pk, seat.pk), ""))
            for one in agenda
            for name in [field_name(one.question.pk, seat.pk)]
        )
        voted = any((one.question.pk, seat.pk) in stored for one in agenda)
        rows.append(MemberRow(seat, seat.pk in here, voted, cells))
    return rows


def field_name(question: int, seat: int) -> str:
    """Name of the field for a member's vote on a question."""
    return f"vote-{question}-{seat}"


def ballots_of(posted: Typed) -> dict[int, dict[int, str]]:
    """Votes as posted: {question key: {seat key: choice}}; other fields are passed by."""
    ballots: dict[int, dict[int, str]] = {}
    for name, choice in posted.items():
        prefix, *keys = name.split("-")
        question, seat = map(whole_number, keys) if len(keys) == 2 else (None, None)
        if prefix == "vote" and question is not None and seat is not None and choice:
            ballots.setdefault(question, {})[seat] = choice
    return ballots


def notes(protocol: Protocol, sitting: Sitting, candidates: list[CandidateRow]) -> list[str]:
    """What whoever prepares or reads the protocol should mind."""
    found = _of_return(protocol)
    newer = newer_ranking(protocol)
    if newer is not None and protocol.state != ProtocolState.SUPERSEDED:
        way = "подготовьте новую редакцию" if protocol.is_settled else "выберите его в реквизитах"
        found.append(f"Подтверждено ранжирование по более поздним фактам, на {newer.as_of:%d.%m.%Y}: {way}.")
    over = [one.candidate.project.code for one in candidates if one.passes_over]
    if over:
        found.append(
            worded(
                f"{', '.join(over)}: без предложения остались проекты с местом выше. "
                "Пункт 2.4 этого не запрещает; обоснование должно это объяснять."
            )
        )
    if protocol.is_settled and not sitting.granted:
        found.append(f"{protocol.what_is_given.capitalize()} не присвоен ни одному проекту.")
    return found


def _of_return(protocol: Protocol) -> list[str]:
    """After the Governor's return: why, and what to do, on the returned edition and on the one that follows."""
    if protocol.state == ProtocolState.RETURNED:
        return [
            f"{_returned(protocol)} Подготовлена новая редакция: её утверждение заменит эту и начнёт отправку заново."
        ]
    former = protocol.previous
    if former is None or former.decision != GovernorDecision.RETURNED or protocol.is_settled:
        return []
    todo = (
        "Портал перенёс в этот проект реквизиты, повестку и предложения. Исправьте их по замечанию, назначьте день "
        "заседания и номер; после голосования и утверждения письма отправляются заново."
    )
    return [f"{_returned(former)} {todo}"]


def what_year_gives(year: int) -> str:
    """What the edition of the year says of coefficients and of the day for the Governor, in a line (2.5 and 2.6)."""
    edition = edition_for(year)
    given = which(written_steps(edition.coefficients()))
    most = edition.integer("max_projects")
    told = f"коэффициент {given} получают не более {_of_many(most)}."
    day = edition.obligation("results_to_governor").fixed
    if day is None:
        return told
    when = {-1: " предыдущего года", 0: "", 1: " следующего года"}[day.year_offset]
    return worded(f"{told} На согласование Губернатору – не позднее {day.day} {words.MONTHS[day.month - 1]}{when}.")


def _of_many(number: int) -> str:
    told = IN_WORDS[number] if number < len(IN_WORDS) else str(number)
    return f"{told} {'проекта' if number % 10 == 1 and number % 100 != 11 else 'проектов'}"


def _returned(protocol: Protocol) -> str:
    number, day = protocol.decision_number, f"{protocol.decided_on:%d.%m.%Y}"
    who = worded("Губернатор вернул результаты")
    return f"{who} {day} (№\u00a0{number}): «{protocol.decision_remark.rstrip('.')}»."
