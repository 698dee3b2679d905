"""What waits to leave the database, for those who watch the portal."""

from ranking_portal import clock
from ranking_portal.watching.counts import counted
from ranking_portal.workflow.models import OutboxMessage


@counted("portal_outbox_waiting", "Messages of the outbox that are not delivered")
def waiting() -> float:
    """Documents to render, letters to send, people to tell."""
    return OutboxMessage.objects.filter(done_at=None).count()


@counted("portal_outbox_failing", "Messages of the outbox whose last attempt ended with an error")
def failing() -> float:
    """Those that will be tried again."""
    return OutboxMessage.objects.filter(done_at=None).exclude(last_error="").count()


@counted("portal_outbox_oldest_seconds", "How long the oldest undelivered message has waited")
def oldest_seconds() -> float:
    """Zero where nothing waits."""
    oldest = OutboxMessage.objects.filter(done_at=None).order_by("pk").first()
    return max((clock.now() - oldest.created_at).total_seconds(), 0) if oldest else 0
