"""Guessing a password or a code is stopped: by account, and by the address it is guessed from.

Attempts are counted in the database, so that many processes count together. A name that belongs to nobody may be a
password typed into the wrong field: a digest of it is counted, never the name.
"""

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from allauth.core import context
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ranking_portal.accounts.models import User

TOO_MANY = 429


class Counter(AxesDatabaseHandler):  # type: ignore[misc]
    """Counts an account and an address apart: behind one address of an office many people sit."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures on the scale of an account: one of an address weighs less."""
        by_name, by_address = (
            attempts.aggregate(total=Sum("failures_since_start"))["total"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(int(by_name), int(by_address * settings.LOCKOUT_ACCOUNT) // int(settings.LOCKOUT_ADDRESS))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """A sign-in forgives its own account only: else whoever has an account guesses at others without end."""
        return int(self.reset_attempts(username=counted_name(request, credentials)))


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name an attempt is counted under: the account's own, or a digest of what belongs to nobody."""
    typed = User.normalize_username(str((credentials or {}).get("username") or request.POST.get("username", "")))
    if User.objects.filter(username=typed).exists():
        return typed
    return "?" + salted_hmac("ranking_portal.lockout", typed).hexdigest()[:32]


def closed(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page of one who is locked out: when to try again, and whom to ask."""
    minutes = _minutes_left(request, credentials or {})
    answer = render(request, "account/closed.html", {"minutes": minutes}, status=TOO_MANY)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def _minutes_left(request: HttpRequest, credentials: dict[str, Any]) -> int:
    attempts = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    last = max((one.aggregate(last=Max("attempt_time"))["last"] for one in attempts), key=_or_never, default=None)
    left = (last or timezone.now()) + settings.AXES_COOLOFF_TIME - timezone.now()
    return max(1, ceil(left / timedelta(minutes=1)))


def _or_never(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def refuse_if_closed(user: User) -> None:
    """Stop codes, too, from being guessed: raise ValidationError where the account or the address is closed."""
    request = context.request
    if not AxesProxyHandler.is_allowed(request, {"username": user.username}):
        request.axes_locked_out = True
        request.axes_credentials = {"username": user.username}
        raise ValidationError("Вход временно закрыт.")


def is_closed(user: User) -> bool:
    """Whether the account is locked out now."""
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    lately = AccessAttempt.objects.filter(username=user.username, attempt_time__gte=since)
    return int(lately.aggregate(total=Sum("failures_since_start"))["total"] or 0) >= int(settings.LOCKOUT_ACCOUNT)


def open_again(user: User) -> bool:
    """Forget the failures of an account; False where there were none."""
    return bool(AxesProxyHandler.reset_attempts(username=user.username))


def open_all() -> int:
    """Forget the failures of every account and address; how many rows there were."""
    return int(AxesProxyHandler.reset_attempts())
