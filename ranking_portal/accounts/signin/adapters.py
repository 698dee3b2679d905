"""The portal's own answers to the questions of allauth."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import InvalidToken
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import STRANGER
from ranking_portal.accounts.signin.address import client_address
from ranking_portal.accounts.signin.factors import vault
from ranking_portal.accounts.signin.proof import is_fresh
from ranking_portal.journal import services as journal

TOLD = {
    "mfa/messages/totp_activated.txt": "Приложение с кодами подключено.",
    "mfa/messages/totp_deactivated.txt": "Приложение с кодами отключено.",
    "mfa/messages/webauthn_added.txt": "Ключ доступа добавлен.",
    "mfa/messages/webauthn_removed.txt": "Ключ доступа удалён.",
}
UNKNOWN = "Этот внешний вход не связан ни с одной учётной записью. Связать его может администратор портала."
FAILED = "Внешний вход не состоялся. Попробуйте ещё раз или войдите по имени и паролю."
NOWHERE = "::"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up himself; the proof and the address are told by the portal's own rules."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Имя или пароль неверны.",  # nosec B105 - what is told
        "incorrect_password": "Пароль неверен.",  # nosec B105 - what is told
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the administrator."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Back to the portal as it was reached, and nowhere else: not to its other names either."""
        request = context.request
        secure = request.is_secure()
        return bool(url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=secure))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address shown in the list of sessions."""
        return client_address(request) or NOWHERE

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:
        """Factors are changed after a fresh proof only; a sign-in is one."""
        return not is_fresh(context.request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """An account that is switched off opens nothing, whatever proof it brought."""
        messages.error(request, "Учётная запись выключена. Обратитесь к администратору портала.")
        return redirect("login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """In the portal's words; what the page shows anyway is not told twice."""
        words = message or TOLD.get(message_template or "")
        if words:
            messages.add_message(request, level, words, extra_tags=extra_tags)


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second factor, and how they are called."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "Код или ключ не подошёл."}

    def get_totp_label(self, user: User) -> str:
        """The name under which the telephone keeps the account."""
        return user.username

    def encrypt(self, text: str) -> str:
        """Kept in the database."""
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Of a secret under a key that is gone nothing fits any more: the administrator resets the factor."""
        try:
            return vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """The name of a passkey where its owner gives none."""
        return f"Ключ {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return "Ранжирование проектов"


class StateSignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A sign-on outside the portal: brings in whom the administrator has linked to it, and makes nobody."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are made by the administrator."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse who is not linked, and linking by oneself; what the other side tells of a person is not kept."""
        asked = sociallogin.state.get("process")
        if not sociallogin.is_existing or asked == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(_refused(request, UNKNOWN))
        sociallogin.account.extra_data = {}
        sociallogin.account.save(update_fields=["extra_data"])

    def on_authentication_error(self, request: HttpRequest, *_: Any, **__: Any) -> None:
        """Back to the sign-in page, whatever went wrong on the way."""
        raise ImmediateHttpResponse(_refused(request, FAILED))


def _refused(request: HttpRequest, words: str) -> HttpResponse:
    with journal.transaction():
        journal.record(STRANGER, "Внешний вход отклонён")
    messages.error(request, words)
    return redirect("login")
