"""Forms of the accounts' pages."""

from typing import Any

from django import forms
from django.contrib.auth.forms import PasswordChangeForm

from ranking_portal import clock
from ranking_portal.accounts.enums import GRANTABLE_ROLES
from ranking_portal.accounts.models import User
from ranking_portal.accounts.services import change_own_password, check_login

DATE = "%Y-%m-%d"


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A date by the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format=DATE)
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class SearchForm(forms.Form):
    """What the list of accounts is narrowed by."""

    q = forms.CharField(label="Фамилия или имя для входа", required=False, max_length=100)
    role = forms.ChoiceField(
        label="Роль", required=False, choices=[("", "любая"), *((r.value, r.label) for r in GRANTABLE_ROLES)]
    )
    state = forms.ChoiceField(
        label="Вход", required=False, choices=[("", "все"), ("on", "могут входить"), ("off", "выключены")]
    )


class AccountForm(forms.Form):
    """Name and address of an account."""

    full_name = forms.CharField(label="Фамилия, имя, отчество", max_length=255)
    email = forms.EmailField(label="Электронная почта", required=False, max_length=254)


class NewAccountForm(AccountForm):
    """A new account: the login name is given once and for good."""

    username = forms.CharField(
        label="Имя для входа", max_length=64, help_text="Латинские буквы, цифры, точка, дефис; потом не меняется."
    )
    field_order = ("username", "full_name", "email")

    def clean_username(self) -> str:
        """In small letters, of the signs allowed."""
        username = User.normalize_username(self.cleaned_data["username"])
        check_login(username)
        return username


class GrantForm(forms.Form):
    """A role, its days and the order it stands on."""

    role = forms.ChoiceField(label="Роль", choices=[(r.value, r.label) for r in GRANTABLE_ROLES])
    since = day_field("Действует с")
    until = day_field("По (включительно)", required=False, help_text="Пусто – бессрочно.")
    order = forms.CharField(
        label="Основание", max_length=255, help_text="Документ, его номер и дата: приказ от 12.01.2026 №\u00a07."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class RevokeForm(forms.Form):
    """The last day of a role and the order that ends it."""

    last_day = day_field("Последний день роли", help_text="Вчерашний день прекращает роль сразу.")
    order = forms.CharField(label="Основание", max_length=255)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_day": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class PersonSearchForm(forms.Form):
    """Whom to look for in the register of people."""

    q = forms.CharField(label="Фамилия или табельный номер", max_length=100, required=False)


class OwnPasswordForm(PasswordChangeForm):
    """Change of one's own password, told to the journal."""

    def save(self, commit: bool = True) -> User:
        """Set the new password; the other sessions of the owner end."""
        assert isinstance(self.user, User)
        return change_own_password(self.user, self.cleaned_data["new_password1"])
