"""A telephone with an application of codes, as a test holds it."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from ranking_portal.accounts.models import User

HALF_MINUTE = 30


def telephone(user: User) -> str:
    """Connect an application of codes to an account, with its recovery codes; the secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return str(secret)


def code(secret: str, *, later: int = 0) -> str:
    """The code that the telephone shows now, or so many half minutes later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // HALF_MINUTE + later)))


def recovery_codes(user: User) -> list[str]:
    """The recovery codes that are left."""
    return list(Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes())
