"""When the working calendar changes: which open terms move, and moving them in plain sight (Civil Code, art. 191)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.deadlines import calendars
from ranking_portal.deadlines.calendar import Override, WorkingCalendar, YearDays, with_overrides
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride, Deadline
from ranking_portal.journal import services as journal

EDIT = "deadlines.edit_calendar"


@dataclass(frozen=True)
class Moved:
    """An open term that a changed calendar moves."""

    deadline: Deadline
    due_on: date
    act_by: date
    provisional: bool


def moved(calendar: WorkingCalendar, deadlines: Iterable[Deadline]) -> list[Moved]:
    """Open terms that come out otherwise by the calendar. A fixed date stays; the day to act by may move."""
    found = []
    for deadline in deadlines:
        if deadline.working_days:
            term = calendar.term(deadline.event_on, deadline.working_days)
            due, act_by, provisional = term.due, term.due, term.provisional
        else:
            due, act_by = deadline.due_on, calendar.last_working_on_or_before(deadline.due_on)
            provisional = deadline.provisional
        if (due, act_by, provisional) != (deadline.due_on, deadline.act_by, deadline.provisional):
            found.append(Moved(deadline, due, act_by, provisional))
    return found


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


def enter_day(day: date, *, working: bool, act: str, by: Principal) -> list[Moved]:
    """Make a day working or not by an act, and recount the open terms."""
    require(by, EDIT)
    with journal.transaction():
        calendars.stored_year(day.year)
        made, _ = CalendarOverride.objects.update_or_create(day=day, defaults={"working": working, "act": act})
        details = {"day": day, "working": working, "act": act}
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


def enter_decree(year: int, act: str, *, by: Principal) -> list[Moved]:
    """Enter the decree on transferring days off of a year: its terms are no longer provisional."""
    require(by, EDIT)
    with journal.transaction():
        made, _ = CalendarDecree.objects.update_or_create(year=year, defaults={"act": act})
        journal.record(by.actor, "Внесено постановление о переносе выходных", obj=made, details={"act": act})
        return _recount(str(made), by)


def _recount(why: str, by: Principal) -> list[Moved]:
    """Move the open terms that come out otherwise, each with a row in the journal: from what, to what, why."""
    rows = Deadline.objects.select_for_update().filter(state=DeadlineState.OPEN)
    found = moved(calendars.working_calendar(), rows.order_by("pk"))
    for one in found:
        was = one.deadline
        before = {"due_on": was.due_on, "act_by": was.act_by, "provisional": was.provisional}
        after = {"due_on": one.due_on, "act_by": one.act_by, "provisional": one.provisional}
        changed = journal.diff(before, after) | {"why": why}
        was.due_on, was.act_by, was.provisional = one.due_on, one.act_by, one.provisional
        was.save(update_fields=("due_on", "act_by", "provisional"))
        journal.record(by.actor, "Срок пересчитан", obj=was, clause=was.clause, details=changed)
    return found
