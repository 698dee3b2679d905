"""When a clarifying ranking is needed (clause 2.3), and the obligation that follows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from projects.models import Cycle
from ranking.computation import Snapshot
from ranking.facts import facts_of
from ranking.models import Ranking
from ranking.need import needs
from ranking.services.rankings import last_confirmed, projects_of
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.journal.standing import until_told
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow import events
from ranking_portal.workflow.errors import Refused

EVENT = "ranking.need.detected"
ANY_SHARE = "any_share"


@dataclass(frozen=True)
class Need:
    """Projects with reasons, held against `against`, the last confirmed ranking of the year."""

    against: Ranking
    as_of: date
    projects: list[dict[str, Any]]


@until_told
def find_need(year: int, as_of: date) -> Need:
    """Hold the facts as of the day against the last confirmed ranking.

    Raises Refused where the year is not opened or nothing has been confirmed.
    """
    cycle = Cycle.objects.filter(year=year).first()
    confirmed = last_confirmed(cycle) if cycle else None
    if cycle is None or confirmed is None:
        raise Refused(worded(f"За {year} год нет подтверждённого ранжирования: сравнивать не с чем (пункт 2.3)."))
    facts, _ = facts_of(cycle)
    snapshot = Snapshot.from_text(confirmed.snapshot)
    found = needs(
        facts,
        projects_of(confirmed),
        confirmed.as_of,
        snapshot.methodology,
        as_of,
        by_any_share=edition_for(year).choice("discipline_fall") == ANY_SHARE,
    )
    return Need(confirmed, as_of, found)


def detect(year: int, as_of: date, *, by: Principal) -> Need:
    """Find the need and, where there is one, open the office's obligation under clause 2.3.

    A day that has not come, one before the day of that ranking (no fall since it), or one after the term (1 February of
    the next year) opens nothing: it is only shown.
    """
    require(by, "ranking.calculate")
    need = find_need(year, as_of)
    edition = edition_for(year)
    term = edition.due_date(edition.obligation("clarifying_ranking"), year)
    last = clock.today() if term is None else min(clock.today(), term)
    if need.projects and need.against.as_of <= as_of <= last:
        with journal.transaction():
            cycle = Cycle.objects.select_for_update(no_key=True).get(year=year)
            events.publish(events.Event(EVENT, cycle, year, "", as_of, by, {}))
    return need
