"""Opening the cycle of a fiscal year: everything else of the year hangs on it."""

from projects.models import Cycle
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.events import Event, publish

FIRST_YEAR = 2020  # clause 2.3 names the ranking for 2020 as the first
TOO_EARLY = f"Порядок действует с {FIRST_YEAR} года: более раннего цикла не бывает."
OPENED = "projects.cycle.opened"


def open_cycle(year: int, by: Principal) -> tuple[Cycle, bool]:
    """The cycle of a year, and whether it was opened just now (clause 2.3).

    Raises Refused for a year before the law, PermissionDenied where it is to be opened without the right.
    """
    if year < FIRST_YEAR:
        raise Refused(TOO_EARLY)
    with journal.transaction():
        known = Cycle.objects.filter(year=year).first()
        if known is not None:
            return known, False
        require(by, "projects.open_cycle")
        cycle, opened = Cycle.objects.get_or_create(year=year, defaults={"opened_at": clock.now()})
        if opened:
            journal.record(by.actor, "Открыт цикл года", obj=cycle, clause="2.3")
            publish(Event(OPENED, cycle, year, "", clock.today(), by, {}))
        return cycle, opened
