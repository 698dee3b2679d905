"""Forms of the accounts' pages."""

from typing import Any

from django import forms

from ranking_portal import clock
from ranking_portal.accounts.enums import GRANTABLE_ROLES
from ranking_portal.accounts.models import User
from ranking_portal.accounts.services import check_login
from ranking_portal.fields import DayField


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
    email = forms.EmailField(
        label="Электронная почта", required=False, max_length=254, help_text="Сюда приходят уведомления о сроках."
    )


class NewAccountForm(AccountForm):
    """A new account: the login name is given once and for good."""

    username = forms.CharField(
        label="Имя для входа", max_length=64, help_text="Латинские буквы, цифры, точка, дефис; потом не меняется."
    )
    role = forms.ChoiceField(
        label="Роль с сегодняшнего дня",
        required=False,
        choices=[("", "без роли"), *((r.value, r.label) for r in GRANTABLE_ROLES)],
        help_text="Другие роли и дни выдают на странице учётной записи.",
    )
    order = forms.CharField(
        label="Основание роли",
        max_length=255,
        required=False,
        help_text="Документ, его номер и дата: приказ от 12.01.2026 №\u00a07.",
    )
    field_order = ("username", "full_name", "email", "role", "order")

    def clean_username(self) -> str:
        """In small letters, of the signs allowed."""
        username = User.normalize_username(self.cleaned_data["username"])
        check_login(username)
        return username

    def clean(self) -> dict[str, Any]:
        """A role stands on an order."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("role") and not values.get("order", "").strip():
            self.add_error("order", "Роль выдают по документу: назовите его.")
        return values


class GrantForm(forms.Form):
    """A role, its days and the order it stands on."""

    role = forms.ChoiceField(label="Роль", choices=[(r.value, r.label) for r in GRANTABLE_ROLES])
    since = DayField(label="Действует с")
    until = DayField(label="По (включительно)", required=False, help_text="Пусто – бессрочно.")
    order = forms.CharField(
        label="Основание", max_length=255, help_text="Документ, его номер и дата: приказ от 12.01.2026 №\u00a07."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class RevokeForm(forms.Form):
    """The last day of a role and the order that ends it."""

    last_day = DayField(label="Последний день роли", help_text="Вчерашний день прекращает роль сразу.")
    order = forms.CharField(label="Основание", max_length=255, help_text="Документ, его номер и дата.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_day": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class PersonSearchForm(forms.Form):
    """Whom to look for in the register of people."""

    q = forms.CharField(label="Фамилия или табельный номер", max_length=100, required=False)
