"""Forms of the sign-in: name and password, codes, passkeys. Every wrong answer counts towards the lockout."""

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError

from ranking_portal.accounts.models import User
from ranking_portal.accounts.services import change_own_password
from ranking_portal.accounts.signin.factors import spend
from ranking_portal.accounts.signin.lockout import refuse_if_closed


def _password() -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label="Пароль", strip=False, max_length=4096, widget=widget)


def _code(label: str, help_text: str) -> forms.CharField:
    attributes = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=label, max_length=32, widget=forms.TextInput(attrs=attributes), help_text=help_text)


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True})
        self.fields = {
            "username": forms.CharField(label="Имя для входа", max_length=150, widget=name),
            "password": _password(),
        }

    def clean(self) -> dict[str, Any]:
        """The field is named as it was before; allauth looks for its own name."""
        self.cleaned_data["login"] = self.cleaned_data.get("username", "")
        cleaned: dict[str, Any] = super().clean()
        return cleaned


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before a step that cannot be undone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password()


def _failed(user: User) -> None:
    """A wrong code counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": user.username}, request=context.request)


class _Code(forms.Form):
    """What every question for a code has in common."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = "Шесть цифр из приложения на телефоне или один из запасных кодов."
        self.fields["code"] = _code("Код", help_text)

    def clean_code(self) -> str:
        """A code is taken once, and not at all while the account is closed."""
        refuse_if_closed(self.user)
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            _failed(self.user)
            raise
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
            _failed(self.user)
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_Code, AuthenticateForm):  # type: ignore[misc]
    """The second factor at the sign-in."""


class CodeAgainForm(_Code, CodeReauthenticateForm):  # type: ignore[misc]
    """The second factor instead of the password, before a step that cannot be undone."""


class _Passkey(forms.Form):
    user: User

    def clean_credential(self) -> Authenticator:
        """What the browser answers for the key."""
        refuse_if_closed(self.user)
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError:
            _failed(self.user)
            raise


class PasskeyForm(_Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey at the sign-in."""


class PasskeyAgainForm(_Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before a step that cannot be undone."""


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code shows that the telephone has taken the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Код из приложения", "Шесть цифр, которые приложение показывает сейчас.")


class NewPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey gets a name, so that it is known by it when the list is looked through."""

    name = forms.CharField(
        label="Название",
        max_length=64,
        required=False,
        help_text="По нему вы узнаете ключ в списке: «Рабочий ноутбук», «Ключ на связке».",
    )


class OwnPasswordForm(PasswordChangeForm):
    """Change of one's own password, told to the journal."""

    def clean_old_password(self) -> str:
        """Asked through the same door as the sign-in: whoever sits down at an open screen does not guess it here."""
        assert isinstance(self.user, User)
        old: str = self.cleaned_data["old_password"]
        if authenticate(context.request, username=self.user.username, password=old) is None:
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return old

    def save(self, commit: bool = True) -> User:
        """Set the new password; the other sessions of the owner end."""
        assert isinstance(self.user, User)
        return change_own_password(self.user, self.cleaned_data["new_password1"])


class OutsideForm(forms.Form):
    """By which identifier the sign-on outside knows the person."""

    uid = forms.CharField(
        label="Идентификатор во внешней системе входа",
        max_length=191,
        required=False,
        help_text="Его называет внешняя система (поле sub). Пусто – связи нет.",
    )
