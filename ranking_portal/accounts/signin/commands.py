"""What the administrator does about the sign-in of somebody: opens it again, resets a factor, links an outside sign-on.

Each raises PermissionDenied without the right, and ValidationError with a Russian sentence where it cannot be.
"""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.dispatch import Signal

from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import Principal
from ranking_portal.accounts.services import authorize
from ranking_portal.accounts.signin import lockout, sessions
from ranking_portal.journal import services as journal

PROVIDER = settings.OIDC_APP["provider_id"]
# Sent inside the transaction with `user`: whoever stands above tells him.
factor_was_reset = Signal()


def unlock(user: User, *, by: Principal) -> None:
    """Open the sign-in of an account that guessing has closed."""
    authorize(by)
    with journal.transaction():
        if lockout.open_again(user):
            journal.record(by.actor, "Вход снова открыт после блокировки", obj=user)


def unlock_all(*, by: Principal) -> int:
    """Open every account and every address that guessing has closed; how many rows of failures are forgotten."""
    authorize(by)
    with journal.transaction():
        forgotten = lockout.open_all()
        if forgotten:
            journal.record(by.actor, "Вход снова открыт всем после блокировки", details={"rows": forgotten})
    return forgotten


def reset_factor(user: User, *, by: Principal) -> None:
    """Take every second factor away: a lost telephone. His sessions end; he sets a new one up at the next sign-in."""
    authorize(by)
    if user.pk == by.pk:
        raise ValidationError("Свой второй фактор меняют на странице «Второй фактор».")
    with journal.transaction():
        User.objects.select_for_update().get(pk=user.pk)
        gone, _ = Authenticator.objects.filter(user=user).delete()
        if not gone:
            raise ValidationError("Второго фактора и так нет.")
        sessions.end_silently(user)
        journal.record(by.actor, "Второй фактор сброшен", obj=user)
        factor_was_reset.send(sender=User, user=user)


def outside_id(user: User) -> str:
    """By which identifier the sign-on outside knows the user; "" for none."""
    return SocialAccount.objects.filter(user=user, provider=PROVIDER).values_list("uid", flat=True).first() or ""


def link_outside(user: User, uid: str, *, by: Principal) -> None:
    """Say by which identifier the sign-on outside knows the user ("": by none). One identifier opens one account."""
    authorize(by)
    if user.pk == by.pk:
        raise ValidationError("Связать с внешним входом собственную учётную запись нельзя.")
    with journal.transaction():
        was = outside_id(user)
        if was == uid:
            return
        if SocialAccount.objects.filter(provider=PROVIDER, uid=uid).exclude(user=user).exists():
            raise ValidationError("С этим идентификатором связана другая учётная запись.")
        SocialAccount.objects.filter(user=user, provider=PROVIDER).delete()
        if uid:
            SocialAccount.objects.create(user=user, provider=PROVIDER, uid=uid)
        action = "Внешний вход связан" if uid else "Связь с внешним входом снята"
        journal.record(by.actor, action, obj=user, personal={"uid": f"{was or 'нет'} → {uid or 'нет'}"})
