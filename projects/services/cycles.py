"""Opening the cycle of a fiscal year: everything else of the year hangs on it."""

from projects.models import Cycle
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.deadlines.calendar import LAST_YEAR as LAST_CALENDAR
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.events import Event, publish

FIRST_YEAR = 2020  # clause 2.3 names the ranking for 2020 as the first
LAST_YEAR = LAST_CALENDAR - 1  # the terms of a cycle end in the year after it
TOO_EARLY = f"Порядок действует с {FIRST_YEAR} года: более раннего цикла не бывает."
TOO_LATE = f"Производственный календарь кончается {LAST_CALENDAR} годом: циклы ведутся до {LAST_YEAR} года."
OPENED = "projects.cycle.opened"


def no_cycle_of(year: int) -> str:
    """Why there can be no cycle of the year (before the law, or past the working calendar); "" where there can."""
    if FIRST_YEAR <= year <= LAST_YEAR:
        return ""
    return TOO_EARLY if year < FIRST_YEAR else TOO_LATE


def open_cycle(year: int, by: Principal) -> tuple[Cycle, bool]:
    """The cycle of a year, and whether it was opened just now (clause 2.3).

    Raises Refused for a year before the law or past the calendar, PermissionDenied where it is to be opened without the
    right.
    """
    if reason := no_cycle_of(year):
        raise Refused(reason)
    with journal.transaction():
        known = Cycle.objects.filter(year=year).first()
        if known is not None:
            return known, False
        require(by, "projects.open_cycle")
        cycle, opened = Cycle.objects.get_or_create(year=year, defaults={"opened_at": clock.now()})
        if opened:
            journal.record(by.actor, "Открыт цикл года", obj=cycle, clause=worded("2.3"))
            publish(Event(OPENED, cycle, year, "", clock.today(), by, {}))
        return cycle, opened
