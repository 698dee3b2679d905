"""Sign-in, sign-out, refused attempts, factors, proofs go to the journal; a password, an unknown name never do."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import STRANGER
from ranking_portal.accounts.signin.address import client_address
from ranking_portal.accounts.signin.factors import LABELS, spend
from ranking_portal.journal import services as journal

LONGEST_LOGIN = 150


def _from(request: HttpRequest | None) -> dict[str, str]:
    """The address, which is personal: it can be erased without breaking the chain."""
    address = client_address(request) if request is not None else None
    return {"address": address} if address else {}


def _tell(user: User, action: str, request: HttpRequest | None, **details: str) -> None:
    with journal.transaction():
        journal.record(user.actor, action, obj=user, details=details, personal=_from(request))


@receiver(user_logged_in)
def _came(user: User, request: HttpRequest | None = None, **_: Any) -> None:
    _tell(user, "Вход в портал", request)


@receiver(user_logged_out)
def _left(user: User | None, request: HttpRequest | None = None, **_: Any) -> None:
    if user is not None:
        _tell(user, "Выход из портала", request)


@receiver(user_login_failed)
def _refused(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """What was typed as a name may be anything, a password too: it stays in the erasable table."""
    typed = str(credentials.get("username", ""))[:LONGEST_LOGIN]
    with journal.transaction():
        journal.record(STRANGER, "Неудачная попытка входа", personal={"login": typed} | _from(request))


@receiver(user_locked_out)
def _closed(request: HttpRequest, username: str, **_: Any) -> None:
    """The attempt that closed it, not those that found it closed."""
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    with journal.transaction():
        user = User.objects.filter(username=username).first()
        journal.record(STRANGER, "Вход временно закрыт: подбор пароля или кода", obj=user, personal=_from(request))


@receiver(authentication_step_completed)
def _proved(user: User, request: HttpRequest, method: str, **told: Any) -> None:
    if told.get("reauthenticated"):
        by = "пароль" if method == "password" else LABELS.get(told.get("type", ""), method)
        _tell(user, "Вход подтверждён перед важным шагом", request, by=by)
    elif told.get("type") == Authenticator.Type.RECOVERY_CODES:
        _tell(user, "Использован запасной код", request)


@receiver(authenticator_added)
def _added(user: User, authenticator: Authenticator, request: HttpRequest, **_: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        # The code typed at the set-up is not taken at a sign-in.
        spend(authenticator, request.POST.get("code", ""))
    _tell(user, "Второй фактор добавлен", request, kind=LABELS[authenticator.type])


@receiver(authenticator_removed)
def _removed(user: User, authenticator: Authenticator, request: HttpRequest, **_: Any) -> None:
    _tell(user, "Второй фактор удалён", request, kind=LABELS[authenticator.type])


@receiver(authenticator_reset)
def _renewed(user: User, request: HttpRequest, **_: Any) -> None:
    _tell(user, "Запасные коды выданы заново", request)
