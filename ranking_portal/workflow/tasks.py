"""What leaves the portal, by a worker's hand."""

import logging

from ranking_portal.journal import checking
from ranking_portal.scheduling import task
from ranking_portal.workflow import outbox

logger = logging.getLogger(__name__)


@task
def deliver_waiting() -> None:
    """Everything that waits."""
    outbox.deliver_waiting(limit=200)


@task
def deliver(pk: int) -> None:
    """One message, right after the transaction that has posted it."""
    outbox.deliver(pk)


@task
def check_journal() -> None:
    """The journal and all that it is witness of, once a night; the page of the journal tells what was found."""
    reasons = checking.check().reasons
    if reasons:
        logger.error("the journal does not hold: %d findings, told on its page", len(reasons))
