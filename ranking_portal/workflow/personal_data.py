"""The outbox: what waits to be sent, and what has been sent lately."""

from datetime import datetime, time

from ranking_portal import clock
from ranking_portal.personal_fields import Leaving, Term, erases, holds, nothing_personal
from ranking_portal.region import worded
from ranking_portal.workflow.models import OutboxMessage

holds(
    "workflow.OutboxMessage",
    {"payload": "кому и о чём (номера учётных записей, слова сообщения)", "last_error": "почему не ушло"},
    title="Исходящая очередь",
    whose="получатели писем",
    purpose="доставить каждое письмо ровно один раз",
    ground=worded("пункт 2.6 Порядка"),
    term=Term.PASSING,
    seen_by="офис, контроль, администратор",
)
nothing_personal(
    "workflow.OutboxMessage", "message_id", "kind", "created_at", "available_at", "leased_until", "attempts", "done_at"
)


@erases
def forget_sent(leaving: Leaving) -> None:
    """What was delivered before the day is of no more use."""
    begun = datetime.combine(leaving.before, time(), clock.ZONE)
    OutboxMessage.objects.filter(done_at__lt=begun).delete()
