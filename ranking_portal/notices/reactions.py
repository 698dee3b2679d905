"""What the inbox receives and sends: found with everybody's reactions."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import Signal, receiver
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.commands import factor_was_reset
from ranking_portal.accounts.signin.factors import LABELS, REAL
from ranking_portal.notices import delivering
from ranking_portal.workflow.telling import Told, tell_all

__all__ = ["delivering"]


@receiver(factor_was_reset)
def _tell_owner(user: User, **_: Any) -> None:
    """A reset that its owner has not asked for is the first sign of a break-in."""
    text = "Администратор портала сбросил ваш второй фактор и закрыл сеансы. Если вы не просили об этом, сообщите ему."
    key = f"factor-reset:{clock.now().isoformat()}"
    tell_all([user.pk], Told(key, "factor", "Второй фактор сброшен", text, reverse("mfa_index"), urgent=True))


@receiver(authenticator_added)
@receiver(authenticator_removed)
def _tell_of_change(user: User, authenticator: Authenticator, signal: Signal, **_: Any) -> None:
    """So is one that its owner has not set up: recovery codes are no factor of their own and come with it."""
    if authenticator.type not in REAL:
        return
    done = "добавлен" if signal is authenticator_added else "удалён"
    which = LABELS[authenticator.type]
    text = f"Второй фактор {done}: {which}. Если это сделали не вы, смените пароль и сообщите администратору портала."
    key = f"factor:{clock.now().isoformat()}"
    tell_all([user.pk], Told(key, "factor", f"Второй фактор {done}", text, reverse("mfa_index"), urgent=True))
