"""When the working calendar changes: which open terms move, and moving them in plain sight (Civil Code, art. 191)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.deadlines import acts, calendars
from ranking_portal.deadlines.calendar import Override, WorkingCalendar, YearDays, with_overrides
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride, Deadline
from ranking_portal.deadlines.services import NEXT_WORKING_DAY
from ranking_portal.journal import services as journal
from ranking_portal.journal.reading import in_words
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for

EDIT = "deadlines.edit_calendar"
RECOUNTED = "Срок пересчитан"


@dataclass(frozen=True)
class Moved:
    """An open term that a changed calendar moves."""

    deadline: Deadline
    due_on: date
    act_by: date
    provisional: bool


def moved(calendar: WorkingCalendar, deadlines: Iterable[Deadline]) -> list[Moved]:
    """Open terms that come out otherwise by the calendar.

    A fixed date stays where the edition keeps it (then only the day to act by may move), or moves to the next working
    day where the edition says so (Civil Code, art. 193).
    """
    found, editions = [], cache(edition_for)
    for deadline in deadlines:
        if deadline.working_days:
            term = calendar.term(deadline.event_on, deadline.working_days)
            due, act_by, provisional = term.due, term.due, term.provisional
        else:
            due, provisional = _fixed(editions(deadline.year), deadline, calendar)
            act_by = calendar.last_working_on_or_before(due)
        if (due, act_by, provisional) != (deadline.due_on, deadline.act_by, deadline.provisional):
            found.append(Moved(deadline, due, act_by, provisional))
    return found


def _fixed(edition: Edition, deadline: Deadline, calendar: WorkingCalendar) -> tuple[date, bool]:
    """The day of a term whose date the law names, and whether a decree yet to come may move it."""
    row = next((row for row in edition.obligations if row.code == deadline.code), None)
    named = edition.due_date(row, deadline.year) if row else None
    if named is None or edition.choice("fixed_date_on_day_off") != NEXT_WORKING_DAY:
        return deadline.due_on, deadline.provisional
    return calendar.next_working_on_or_after(named), calendar.is_provisional(named.year)


def open_terms() -> list[Deadline]:
    """Every term that may still move."""
    return list(Deadline.objects.filter(state=DeadlineState.OPEN).order_by("due_on", "pk"))


def preview(override: Override | None = None, decree_year: int | None = None) -> list[Moved]:
    """Terms that would move if the day, or the decree of the year, were entered; nothing is changed."""

    def load(year: int) -> YearDays:
        known = calendars.stored_year(year)
        days = [override] if override else []
        return with_overrides(known, days, decree_entered=year == decree_year)

    return moved(WorkingCalendar(load), open_terms())


def enter_day(
    day: date, *, working: bool, act: str, by: Principal, file: "UploadedFile[bytes] | None" = None
) -> list[Moved]:
    """Make a day working or not by an act, whose text may be attached, and recount the open terms."""
    require(by, EDIT)
    with journal.transaction():
        calendars.stored_year(day.year)
        text = acts.fields_of(file)
        defaults = {"working": working, "act": act, **text}
        made, _ = CalendarOverride.objects.update_or_create(day=day, defaults=defaults)
        details = {"day": day, "working": working, "act": act, **_hash(text)}
        journal.record(by.actor, "Внесён день производственного календаря", obj=made, details=details)
        return _recount(f"{made}, {act}", by)


def remove_day(override: CalendarOverride, *, by: Principal) -> list[Moved]:
    """Take an entered day back: the calendar of the package stands again for it."""
    require(by, EDIT)
    with journal.transaction():
        told = str(override)
        journal.record(by.actor, "Снят день производственного календаря", obj=override, details={"act": override.act})
        override.delete()
        return _recount(f"снято: {told}", by)


def enter_decree(year: int, act: str, *, by: Principal, file: "UploadedFile[bytes] | None" = None) -> list[Moved]:
    """Enter the decree on transferring days off of a year: its terms are no longer provisional."""
    require(by, EDIT)
    with journal.transaction():
        text = acts.fields_of(file)
        made, _ = CalendarDecree.objects.update_or_create(year=year, defaults={"act": act, **text})
        details = {"act": act, **_hash(text)}
        journal.record(by.actor, "Внесено постановление о переносе выходных", obj=made, details=details)
        return _recount(str(made), by)


def _hash(text: dict[str, Any]) -> dict[str, Any]:
    """The hash of the act's text, where one is kept: the journal holds it beside the act."""
    return {"sha256": text["sha256"]} if text else {}


def _recount(why: str, by: Principal) -> list[Moved]:
    """Move the open terms that come out otherwise, each with a row in the journal: from what, to what, why."""
    rows = Deadline.objects.select_for_update(no_key=True).filter(state=DeadlineState.OPEN)
    found = moved(calendars.working_calendar(), rows.order_by("pk"))
    for one in found:
        was = one.deadline
        before = {"due_on": was.due_on, "act_by": was.act_by, "provisional": was.provisional}
        after = {"due_on": one.due_on, "act_by": one.act_by, "provisional": one.provisional}
        changed = journal.diff(before, after) | {"reason": why}
        was.due_on, was.act_by, was.provisional = one.due_on, one.act_by, one.provisional
        was.save(update_fields=("due_on", "act_by", "provisional"))
        journal.record(by.actor, RECOUNTED, obj=was, clause=was.clause, details=changed)
    # The days of reminders are working days: they move even where the last day of a term stays.
    rows.update(next_check_on=clock.today())
    return found


@dataclass(frozen=True)
class Recount:
    """A recount of a term as its page shows it."""

    at: datetime
    was: str
    now: str
    why: str
    by: str


def recounts_of(deadline: Deadline) -> list[Recount]:
    """Every recount of the term, newest first: from what, to what, why; whoever sees the term sees them."""
    shown = []
    for entry in journal.history(deadline).filter(action=RECOUNTED):
        details = json.loads(entry.details)
        was, now = _both(details, 0), _both(details, 1)
        shown.append(Recount(entry.at, was, now, details.get("reason", ""), entry.actor_label))
    return shown


def _both(details: dict[str, Any], side: int) -> str:
    """One side of what has changed: the day, the last working day where it alone moved, whether it is provisional."""
    names = {"due_on": "", "act_by": "последний рабочий день "}
    told = [f"{label}{in_words(details[name][side])}" for name, label in names.items() if name in details]
    if "provisional" in details:
        told.append("предварительно" if details["provisional"][side] else "окончательно")
    # The day to act by is told only where it parts from the day itself.
    return ", ".join(told[:1] + told[2:] if "due_on" in details and "act_by" in details else told)
