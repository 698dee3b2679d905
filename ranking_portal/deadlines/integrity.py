"""What must hold of terms."""

from collections.abc import Iterable

from django.db.models import Count, F

from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.workflow.integrity import invariant


@invariant("Срок открыт один, исполненный помнит свой день")
def terms_hold() -> Iterable[str]:
    """No obligation runs twice for one object; what is met has its day; no term ends before its event."""
    twice = Deadline.objects.filter(state=DeadlineState.OPEN).values("year", "code", "object_key")
    for row in twice.annotate(found=Count("pk")).filter(found__gt=1):
        yield f"{row['code']} {row['object_key'] or row['year']}: открытых сроков {row['found']}"
    for term in Deadline.objects.filter(state__in=(DeadlineState.MET, DeadlineState.MET_LATE), done_on=None):
        yield f"{term}: исполнен неизвестно когда"
    for term in Deadline.objects.filter(due_on__lt=F("event_on")).exclude(state=DeadlineState.UNTRACKED):
        yield f"{term}: срок раньше события"
