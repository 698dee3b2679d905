"""The year as a line of obligations: the edition's table joined with what has been opened so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines import calendars, happenings
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.forecast import Ahead, Standing, ahead
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.picture import Term
from ranking_portal.deadlines.presenting import Shown, shown
from ranking_portal.regulation.edition import Edition, Obligation
from ranking_portal.words import working_days

DONE_STATES = {DeadlineState.MET, DeadlineState.MET_LATE}
# What of a step's terms counts: a cancelled one asks nothing of anybody.
COUNTED = DONE_STATES | {DeadlineState.OPEN}


@dataclass(frozen=True)
class LineStep:
    """One obligation of the table in a year; `mark` is done, now, late or "" (not yet opened).

    `summary` tells many terms in one line ("выполнено 5 из 7"); `then` names what starts when this ends; `ahead` is
    the forecast, None for what is done or cannot be foreseen.
    """

    obligation: Obligation
    mark: str
    term: str
    who: str
    opens_on: str
    rows: tuple[Shown, ...]
    summary: str
    then: tuple[str, ...]
    ahead: Ahead | None


def line_of(
    edition: Edition, year: int, rows: Iterable[Deadline], everything: Iterable[Deadline], today: date
) -> list[LineStep]:
    """The steps of the year in the edition's order, each with its terms and its forecast.

    `rows` are the terms to show; the forecast rests on `everything` of the year: the days of others bound mine.
    """
    calendar = calendars.working_calendar()
    by_code: dict[str, list[Shown]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(shown(row, today, calendar))
    foreseen = ahead(edition, year, standings(everything), calendar, today)
    return [
        _step(edition, item, year, tuple(by_code.get(item.code, ())), foreseen.get(item.code))
        for item in edition.obligations
    ]


def standings(everything: Iterable[Deadline]) -> dict[str, Standing]:
    """What the forecast needs of each obligation's terms."""
    by_code: dict[str, list[Deadline]] = {}
    for term in everything:
        by_code.setdefault(term.code, []).append(term)
    found = {}
    for code, terms in by_code.items():
        running = [term for term in terms if term.state == DeadlineState.OPEN]
        done = [term.done_on for term in terms if term.done_on]
        found[code] = Standing(
            tuple(term.due_on for term in running),
            max(done, default=None),
            any(term.provisional for term in running),
        )
    return found


def _step(
    edition: Edition, obligation: Obligation, year: int, rows: tuple[Shown, ...], foreseen: Ahead | None
) -> LineStep:
    then = tuple(other.title for other in edition.obligations if other.code in obligation.opens_next)
    return LineStep(
        obligation,
        _mark(rows, foreseen),
        term_in_words(edition, obligation, year),
        Role(obligation.who).label,
        happenings.in_words(obligation.opens_on),
        rows,
        summary_of(rows),
        then,
        foreseen,
    )


def _mark(rows: tuple[Shown, ...], foreseen: Ahead | None) -> str:
    states = {row.deadline.state for row in rows}
    if any(row.tone == "late" for row in rows):
        return "late"
    if DeadlineState.OPEN in states:
        return "now"
    done = states & DONE_STATES or any(row.deadline.done_on for row in rows)
    # Done once, and yet to be done again: a new edition of the protocol has started the chain anew.
    again = foreseen is not None and foreseen.starts_by is not None
    return "done" if done and not again else ""


def terms_of(step: LineStep, today: date) -> list[Term]:
    """Days of a step for the picture of the year: its terms that count, or what is foreseen of it."""
    found = [
        Term(row.deadline.event_on, row.deadline.due_on, row.deadline.done_on)
        for row in step.rows
        if row.deadline.state in COUNTED
    ]
    if not found and step.ahead and step.ahead.last_day:
        last = step.ahead.last_day
        found = [Term(step.ahead.starts_by or min(today, last), last, ahead=True)]
    return found


def summary_of(rows: tuple[Shown, ...]) -> str:
    """Many terms of one step in a line: "выполнено 5 из 7, просрочен 1"; "" where there is one or none."""
    counted = [row for row in rows if row.deadline.state in COUNTED]
    if len(counted) < 2:
        return ""
    done = sum(row.deadline.state in DONE_STATES for row in counted)
    late = sum(row.tone == "late" for row in counted)
    after = sum(row.deadline.state == DeadlineState.MET_LATE for row in counted)
    told = [f"выполнено {done} из {len(counted)}"]
    if after:
        told.append(f"с опозданием {after}")
    if late:
        told.append(f"просрочено {late}")
    return ", ".join(told)


def term_in_words(edition: Edition, obligation: Obligation, year: int) -> str:
    """The term as the law sets it: "до 15.02.2026", "2 рабочих дня", "срок не установлен"."""
    fixed = edition.due_date(obligation, year)
    if fixed is not None:
        return f"до {fixed:%d.%m.%Y}"
    return working_days(obligation.working_days) if obligation.working_days else "срок не установлен"
