"""Sign-in, sign-out and a refused sign-in go to the journal."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver

from ranking_portal.accounts.models import User
from ranking_portal.journal import services as journal

STRANGER = journal.Actor("anonymous", "Не вошедший в портал")
LONGEST_LOGIN = 150


@receiver(user_logged_in)
def _came(user: User, **_: Any) -> None:
    with journal.transaction():
        journal.record(user.actor, "Вход в портал", obj=user)


@receiver(user_logged_out)
def _left(user: User | None, **_: Any) -> None:
    if user is not None:
        with journal.transaction():
            journal.record(user.actor, "Выход из портала", obj=user)


@receiver(user_login_failed)
def _refused(credentials: dict[str, Any], **_: Any) -> None:
    """What was typed as a name may be anything, a password too: it stays in the erasable table."""
    typed = str(credentials.get("username", ""))[:LONGEST_LOGIN]
    with journal.transaction():
        journal.record(STRANGER, "Неудачная попытка входа", personal={"login": typed})
