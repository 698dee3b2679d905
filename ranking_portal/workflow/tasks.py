"""What leaves the portal, by a worker's hand."""

from ranking_portal.scheduling import task
from ranking_portal.workflow import outbox


@task
def deliver_waiting() -> None:
    """Everything that waits."""
    outbox.deliver_waiting(limit=200)


@task
def deliver(pk: int) -> None:
    """One message, right after the transaction that has posted it."""
    outbox.deliver(pk)
