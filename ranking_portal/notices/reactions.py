"""What the inbox receives and sends: found with everybody's reactions."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.commands import factor_was_reset
from ranking_portal.notices import delivering
from ranking_portal.workflow.telling import Told, tell_all

__all__ = ["delivering"]


@receiver(factor_was_reset)
def _tell_owner(user: User, **_: Any) -> None:
    """A reset that its owner has not asked for is the first sign of a break-in."""
    text = "Администратор портала сбросил ваш второй фактор и закрыл сеансы. Если вы не просили об этом, сообщите ему."
    key = f"factor-reset:{clock.now().isoformat()}"
    tell_all([user.pk], Told(key, "factor", "Второй фактор сброшен", text, reverse("mfa_index"), urgent=True))
