"""The year as a line of obligations: the edition's table joined with what has been opened so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines import calendars
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import Shown, shown
from ranking_portal.regulation.edition import Edition, Obligation
from ranking_portal.words import working_days

DONE_STATES = {DeadlineState.MET, DeadlineState.MET_LATE}


@dataclass(frozen=True)
class LineStep:
    """One obligation of the table in a year; `mark` is done, now, late or "" (not yet opened)."""

    obligation: Obligation
    mark: str
    term: str
    who: str
    rows: tuple[Shown, ...]


def line_of(edition: Edition, year: int, rows: Iterable[Deadline], today: date) -> list[LineStep]:
    """The steps of the year in the edition's order, each with its terms."""
    calendar = calendars.working_calendar()
    by_code: dict[str, list[Shown]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(shown(row, today, calendar))
    return [_step(edition, item, year, tuple(by_code.get(item.code, ())), calendar) for item in edition.obligations]


def _step(
    edition: Edition, obligation: Obligation, year: int, rows: tuple[Shown, ...], calendar: WorkingCalendar
) -> LineStep:
    states = {row.deadline.state for row in rows}
    if any(row.tone == "late" for row in rows):
        mark = "late"
    elif DeadlineState.OPEN in states:
        mark = "now"
    elif states and states <= DONE_STATES | {DeadlineState.CANCELLED, DeadlineState.UNTRACKED}:
        mark = "done" if states & DONE_STATES or any(row.deadline.done_on for row in rows) else ""
    else:
        mark = ""
    who = Role(obligation.who).label
    return LineStep(obligation, mark, term_in_words(edition, obligation, year), who, rows)


def term_in_words(edition: Edition, obligation: Obligation, year: int) -> str:
    """The term as the law sets it: "до 15.02.2026", "2 рабочих дня", "срок не установлен"."""
    fixed = edition.due_date(obligation, year)
    if fixed is not None:
        return f"до {fixed:%d.%m.%Y}"
    return working_days(obligation.working_days) if obligation.working_days else "срок не установлен"
