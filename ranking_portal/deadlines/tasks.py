"""What the scheduler asks of terms."""

from ranking_portal.deadlines import enforcing
from ranking_portal.scheduling import task


@task
def enforce() -> None:
    """Mark, remind, escalate."""
    enforcing.enforce()
