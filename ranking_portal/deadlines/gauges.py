"""Terms of the law, for those who watch the portal."""

from ranking_portal import clock
from ranking_portal.deadlines.enums import OVERDUE, DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.queries import in_state
from ranking_portal.watching.counts import counted


@counted("portal_terms_open", "Terms that run, the overdue included")
def running() -> float:
    """Terms of clauses 2.3 and 2.6 that somebody has to meet."""
    return Deadline.objects.filter(state=DeadlineState.OPEN).count()


@counted("portal_terms_overdue", "Terms past their last day that are not met")
def overdue() -> float:
    """By the portal's own day."""
    return in_state(Deadline.objects.all(), OVERDUE, clock.today()).count()
