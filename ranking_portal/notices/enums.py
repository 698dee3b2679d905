"""How a person wants to be told."""

from django.db.models import TextChoices


class Way(TextChoices):
    """When letters come; the inbox always has everything, and escalations always go at once."""

    DIGEST = "digest", "одним письмом утром рабочего дня"
    AT_ONCE = "at_once", "сразу"
    INBOX = "inbox", "только во «Входящих» портала"
