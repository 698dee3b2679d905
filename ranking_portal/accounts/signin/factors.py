"""The second factor: who must have one, who has."""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.standing import until_told

# Who approves, votes, computes and forwards sums, and who gives the rights to do so.
OBLIGED = frozenset(
    {
        Role.OFFICE,
        Role.COUNCIL_SECRETARY,
        Role.COUNCIL_MEMBER,
        Role.ADMINISTRATION,
        Role.ECONOMY_COMMITTEE,
        Role.FINANCE_COMMITTEE,
        Role.ADMIN,
    }
)
# Recovery codes alone are none: they are given with the first real one.
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
LABELS = {
    Authenticator.Type.TOTP: "приложение с кодами",
    Authenticator.Type.WEBAUTHN: "ключ доступа",
    Authenticator.Type.RECOVERY_CODES: "запасные коды",
}
LAST_STEP = "last_step"


def is_missing(user: User) -> bool:
    """Whether the user must have a second factor and has none yet."""
    return bool(settings.SECOND_FACTOR and user.roles & OBLIGED) and not is_set(user)


def is_set(user: User) -> bool:
    """Whether the user has a second factor."""
    return _has_factor(user.pk)


@until_told
def _has_factor(user: int) -> bool:
    """The journal tells of every factor that is added, removed or reset."""
    return bool(Authenticator.objects.filter(user=user, type__in=REAL).exists())


def vault() -> Fernet:
    """Encrypts the secrets of factors: a copy of the database alone opens nothing."""
    return Fernet(urlsafe_b64encode(sha256(f"second factor:{settings.SECRET_KEY}".encode()).digest()))


def spend(authenticator: Authenticator, code: str) -> bool:
    """Whether the code is newer than the last one taken; it is then taken. A code seen over a shoulder is worthless."""
    with transaction.atomic():
        fresh = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
        step = _step_of(decrypt(fresh.data["secret"]), code)
        if step is None or step <= fresh.data.get(LAST_STEP, 0):
            return False
        fresh.data[LAST_STEP] = step
        fresh.save(update_fields=["data"])
    authenticator.data = fresh.data
    return True


def _step_of(secret: str, code: str) -> int | None:
    """The half minute that a code belongs to, or None where it is too old or wrong."""
    now, drift = int(time.time()) // app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE
    steps = range(now - drift, now + drift + 1)
    return next((step for step in steps if format_hotp_value(hotp_value(secret, step)) == code.strip()), None)
