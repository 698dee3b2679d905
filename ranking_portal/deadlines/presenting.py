"""A term in words and in plain values: what pages and commands show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ranking_portal import words
from ranking_portal.deadlines import calendars, services
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.ui.expected import Expected

SOON_WORKING_DAYS = 5
SATURDAY = 5


def late_days(deadline: Deadline, today: date) -> int:
    """Working days of lateness: as recorded, or up to today where the term is still open."""
    if deadline.state != DeadlineState.OPEN:
        return deadline.late_working_days
    return services.late_by(deadline.due_on, today)


def object_name(deadline: Deadline) -> str:
    """What the term concerns, for a machine: the project's code, the body's name, the year."""
    return deadline.object_key.partition(":")[2] or str(deadline.year)


def as_plain(deadline: Deadline, today: date) -> dict[str, Any]:
    """One obligation as the command `deadlines --json` gives it."""
    return {
        "code": deadline.code,
        "clause": deadline.clause,
        "object": object_name(deadline),
        "who": deadline.who,
        "opened": deadline.event_on.isoformat(),
        "due": deadline.due_on.isoformat(),
        "state": deadline.state_on(today),
        "late_working_days": late_days(deadline, today),
        "provisional": deadline.provisional,
    }


@dataclass(frozen=True)
class Shown:
    """A term as a page shows it. `left` is working days left, negative when overdue; tone is late, soon or ""."""

    deadline: Deadline
    left: int
    tone: str
    badge: str
    badge_tone: str
    act_by_differs: bool


def shown(deadline: Deadline, today: date, calendar: WorkingCalendar | None = None) -> Shown:
    """The term with the days left on `today`."""
    calendar = calendar or calendars.working_calendar()
    is_open = deadline.state == DeadlineState.OPEN
    if is_open and today > deadline.due_on:
        left, tone = -max(1, calendar.working_days_after(deadline.due_on, today)), "late"
    elif is_open:
        left = calendar.working_days_after(today, deadline.act_by)
        tone = "soon" if left <= SOON_WORKING_DAYS else ""
    else:
        left, tone = 0, ""
    badge_tones = {
        DeadlineState.MET: "ok",
        DeadlineState.MET_LATE: "bad",
        DeadlineState.CANCELLED: "grey",
        DeadlineState.UNTRACKED: "grey",
    }
    badge_tone = badge_tones.get(DeadlineState(deadline.state), {"late": "bad", "soon": "warn"}.get(tone, "blue"))
    return Shown(deadline, left, tone, deadline.state_label_on(today), badge_tone, deadline.act_by != deadline.due_on)


def as_card(item: Shown) -> dict[str, Any]:
    """A term as the home page shows it: a big number and the words beside it."""
    due, number = item.deadline.due_on, abs(item.left)
    noun = _noun(number)
    if item.tone == "late":
        return {"shown": item, "left": f"−{number}", "words": f"{noun}, срок был {words.day_and_month(due)}"}
    told = f"{noun}, до {words.day_and_month(item.deadline.act_by)}"
    if item.act_by_differs:
        told += f" ({due.day}-е — {words.weekday(due) if due.weekday() >= SATURDAY else 'нерабочий день'})"
    return {"shown": item, "left": str(item.left), "words": told}


def as_request(one: Expected, today: date, calendar: WorkingCalendar) -> dict[str, Any]:
    """What waits for a decision, as the home page shows it: working days to the term that it falls in, if any.

    The term itself belongs to whoever the law names: here it only tells how much time the answer may take.
    """
    if one.until is None:
        left, told, tone = "", f"ждёт с {words.day_and_month(one.since)}" if one.since else "", ""
    elif today > one.until:
        number = max(1, calendar.working_days_after(one.until, today))
        left, tone = f"−{number}", "late"
        told = f"{_noun(number)}, срок был {words.day_and_month(one.until)}"
    else:
        number = calendar.working_days_after(today, one.until)
        left, tone = str(number), "soon" if number <= SOON_WORKING_DAYS else ""
        told = f"{_noun(number)}, до {words.day_and_month(one.until)}"
    return {"one": one, "left": left, "words": told, "tone": tone}


@dataclass(frozen=True)
class Event:
    """What was done on a day: one deed, and everything that it was done about."""

    title: str
    on: date
    about: tuple[str, ...]
    late: bool
    term: Deadline


def events(rows: Iterable[Deadline]) -> list[Event]:
    """Terms that were met, those of one deed and day told together."""
    found: dict[tuple[date | None, str], list[Deadline]] = {}
    for row in rows:
        found.setdefault((row.done_on, row.title), []).append(row)
    return [
        Event(
            title,
            on,
            tuple(dict.fromkeys(row.object_label for row in reversed(same))),
            any(row.state == DeadlineState.MET_LATE for row in same),
            same[0],
        )
        for (on, title), same in found.items()
        if on is not None
    ]


def _noun(number: int) -> str:
    return words.agree(number, "рабочий день", "рабочих дня", "рабочих дней")
