"""The inbox and letters of each, and what they have chosen."""

from datetime import datetime, time

from django.db.models import Q

from ranking_portal import clock
from ranking_portal.notices.models import Letter, Notice, Preference
from ranking_portal.personal_fields import Leaving, Term, called, erases, holds, nothing_personal

common = {
    "whose": "те, кто входит в портал; люди, о которых сообщают",
    "purpose": "сообщить о сроках и решениях",
    "ground": "раздел 2 Порядка",
    "term": Term.PASSING,
    "seen_by": "только получатель",
}
holds(
    "notices.Notice",
    {
        "recipient": "кому",
        "title": "о чём",
        "text": "что",
        "at": "когда",
        "read_at": "прочитано",
        "url": "куда ведёт",
        "letter": "письмо",
    },
    title="Входящие",
    account="recipient",
    **common,
)
holds(
    "notices.Letter",
    {
        "recipient": "кому",
        "day": "день",
        "is_digest": "утреннее",
        "subject": "тема",
        "made_at": "составлено",
        "sent_at": "отправлено",
    },
    title="Письма",
    account="recipient",
    **common,
)
holds(
    "notices.Preference",
    {"user": "чей выбор", "way": "как присылать письма"},
    title="Выбор писем",
    account="user",
    **(common | {"term": Term.ACCOUNT}),
)
called("notices.Letter", "subject")
nothing_personal("notices.Notice", "key", "kind", "clause", "urgent")


@erases
def forget_told(leaving: Leaving) -> None:
    """All of those who have gone, and of everybody whatever was told before the day."""
    begun = datetime.combine(leaving.before, time(), clock.ZONE)
    Notice.objects.filter(Q(recipient__in=leaving.accounts) | Q(at__lt=begun)).delete()
    Letter.objects.filter(Q(recipient__in=leaving.accounts) | Q(made_at__lt=begun)).delete()
    Preference.objects.filter(user__in=leaving.accounts).delete()
