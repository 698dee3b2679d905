"""Terms open and close by events, as the table of obligations of the cycle's edition says."""

from ranking_portal.accounts.models import User
from ranking_portal.deadlines import services, successions
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow.events import EVERY, Event, reacts_to

__all__ = ["keep_terms", "successions"]


@reacts_to(EVERY)
def keep_terms(event: Event) -> None:
    """Close what the event fulfils, cancel what it undoes, then open what it starts."""
    if event.year is None:
        return
    edition = edition_for(event.year)
    for obligation in edition.obligations:
        if obligation.closed_by == event.name:
            services.close_deadlines(obligation.code, event)
        if event.name in obligation.cancelled_by:
            who = event.by.full_name if isinstance(event.by, User) else "портал"
            services.cancel_deadlines(obligation.code, event, f"отменён {event.on:%d.%m.%Y}: {who}")
    for obligation in edition.obligations:
        if obligation.opens_on == event.name:
            services.open_deadline(edition, obligation, event)
