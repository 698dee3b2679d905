"""Which reminders of a term are due on a day: pure rules on plain values (days of Europe/Moscow).

When opened, one working day before (five and one before a fixed date), on the last day, then every working day
overdue; to the office on the first such day, to the Committee on the third. A missed reminder is not caught up, an
escalation is, once. Days off are quiet, except the last day of a fixed date.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

ONE_DAY = timedelta(days=1)
# Working days before the last one on which a term is called to mind.
BEFORE, BEFORE_FIXED = (1,), (5, 1)
# Working days overdue on which others are told.
OFFICE_AFTER, COMMITTEE_AFTER = 1, 3

OPENED, ON_DAY, OVERDUE = "opened", "on_day", "overdue"
TO_OFFICE, TO_COMMITTEE = "escalation_office", "escalation_committee"
ESCALATIONS = (TO_OFFICE, TO_COMMITTEE)


def before(days: int) -> str:
    """The kind of a reminder so many working days before the last one."""
    return f"before_{days}"


class Calendar(Protocol):
    """What is asked of the working calendar."""

    def is_working(self, day: date) -> bool:
        """Whether people work that day."""

    def working_days_after(self, start: date, end: date) -> int:
        """Working days after `start` up to `end`."""

    def next_working_on_or_after(self, day: date) -> date:
        """The nearest working day, the day itself included."""


@dataclass(frozen=True)
class Term:
    """A term as reminders see it: its last day, the last working day of it, whether the law names the date."""

    due_on: date
    act_by: date
    is_fixed: bool

    @property
    def steps_before(self) -> tuple[int, ...]:
        """How many working days before its last one it is called to mind."""
        return BEFORE_FIXED if self.is_fixed else BEFORE


def due(term: Term, day: date, calendar: Calendar, told: Collection[str]) -> list[str]:
    """Kinds to be told on the day: at most one to whoever must act, and escalations that nobody has been told.

    `told`: kinds told about this term at any time before (those of today are told apart by their day).
    """
    if day > term.due_on:
        return _overdue(term, day, calendar, told)
    if not calendar.is_working(day):
        return [ON_DAY] if term.is_fixed and day == term.due_on else []
    if day in (term.act_by, term.due_on):
        return [ON_DAY]
    left = calendar.working_days_after(day, term.act_by)
    if left in term.steps_before:
        return [before(left)]
    # Whoever has been told anything of the term knows that it is open.
    return [] if told else [OPENED]


def _overdue(term: Term, day: date, calendar: Calendar, told: Collection[str]) -> list[str]:
    if not calendar.is_working(day):
        return []
    late = calendar.working_days_after(term.due_on, day)
    found = [OVERDUE]
    if late >= OFFICE_AFTER and TO_OFFICE not in told:
        found.append(TO_OFFICE)
    if late >= COMMITTEE_AFTER and TO_COMMITTEE not in told:
        found.append(TO_COMMITTEE)
    return found


def next_day(term: Term, day: date, calendar: Calendar, told: Collection[str]) -> date:
    """The first day after `day` on which something will be due."""
    following = calendar.next_working_on_or_after(day + ONE_DAY)
    if day >= term.due_on:
        return following
    if not told:
        # It opens on the next working day, unless its last day comes first, on a day off.
        return min(following, term.due_on)
    days = [_working_days_before(term.act_by, count, calendar) for count in term.steps_before]
    days += [term.act_by, term.due_on, calendar.next_working_on_or_after(term.due_on + ONE_DAY)]
    return min(one for one in days if one > day and (calendar.is_working(one) or term.is_fixed))


def _working_days_before(day: date, count: int, calendar: Calendar) -> date:
    """The working day so many working days before the day."""
    while count:
        day -= ONE_DAY
        count -= calendar.is_working(day)
    return day
