"""A term's arithmetic told day by day: working days one by one, days off in runs (Civil Code, art. 191 and 193)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from ranking_portal.deadlines.calendar import TermDay
from ranking_portal.words import MONTHS, NBSP, day_and_month

SHORT_WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
PLAIN = "рабочий день"


@dataclass(frozen=True)
class Counted:
    """A row of the arithmetic. `why` names what is unusual: a holiday, a transfer, an act, a working Saturday."""

    when: str
    count: str
    why: str
    working: bool


def told(days: Iterable[TermDay]) -> list[Counted]:
    """The days of a term: "19 февраля, чт — 1-й рабочий день", "21–23 февраля, сб–пн — нерабочие дни"."""
    rows: list[Counted] = []
    for working, run in groupby(days, key=lambda day: day.working):
        if working:
            rows += [_worked(day) for day in run]
        else:
            rows.append(_off(list(run)))
    return rows


def _worked(day: TermDay) -> Counted:
    why = "" if day.reason == PLAIN else day.reason
    return Counted(f"{day_and_month(day.day)}, {_weekday(day.day)}", f"{day.ordinal}-й рабочий день", why, True)


def _off(run: list[TermDay]) -> Counted:
    reasons = list(dict.fromkeys(day.reason for day in run))
    first, last = run[0].day, run[-1].day
    if len(run) == 1:
        return Counted(f"{day_and_month(first)}, {_weekday(first)}", "нерабочий день", reasons[0], False)
    return Counted(
        f"{span(first, last)}, {_weekday(first)}–{_weekday(last)}", "нерабочие дни", ", ".join(reasons), False
    )


def span(first: date, last: date) -> str:
    """Days from one to another: "21–23 февраля", "31 декабря – 11 января"."""
    if first.month == last.month:
        return f"{first.day}–{last.day}{NBSP}{MONTHS[last.month - 1]}"
    return f"{day_and_month(first)} – {day_and_month(last)}"


def _weekday(day: date) -> str:
    return SHORT_WEEKDAYS[day.weekday()]
