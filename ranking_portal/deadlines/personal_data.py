"""Terms name offices, not people; reminders and calendars belong to accounts."""

from ranking_portal.deadlines.models import CalendarFeed
from ranking_portal.personal_fields import Leaving, Term, called, erases, holds, nothing_personal

common = {
    "whose": "те, чьи обязанности имеют срок",
    "purpose": "напомнить о сроке тому, кто за него отвечает",
    "ground": "раздел 2 Порядка",
    "term": Term.ACCOUNT,
    "seen_by": "владелец",
}
holds(
    "deadlines.CalendarFeed",
    {"user": "чей календарь", "token": "ключ его адреса", "created_at": "когда заведён"},  # nosec B105 - words
    title="Адреса календарей",
    account="user",
    **common,
)
holds(
    "deadlines.Reminder",
    {"deadline": "срок", "day": "день", "recipient": "кому"},
    title="Напоминания",
    account="recipient",
    **common,
)
called("deadlines.Deadline", "title", "object_label")
nothing_personal("deadlines.Reminder", "kind")
nothing_personal("deadlines.CalendarYear", "content")
nothing_personal("deadlines.CalendarOverride", "act", "file", "sha256")
nothing_personal("deadlines.CalendarDecree", "act", "file", "sha256")
nothing_personal("deadlines.Deadline", "code", "clause", "title", "object_key", "object_label", "who", "office", "note")


@erases
def forget_calendars(leaving: Leaving) -> None:
    """Their calendars open no more."""
    CalendarFeed.objects.filter(user__in=leaving.accounts).delete()
