"""The form by which a token is issued."""

from datetime import timedelta
from typing import Any

from django import forms

from ranking_portal import clock
from ranking_portal.api.models import ApiClient
from ranking_portal.api.sections import Section
from ranking_portal.fields import DayField
from ranking_portal.region import worded

USUAL = timedelta(days=365)


class IssueForm(forms.Form):
    """Which system, what it may read, until when; the issuer says that he means it."""

    name = forms.CharField(
        label="Система",
        max_length=ApiClient._meta.get_field("name").max_length,
        help_text=worded("Название и владелец: «Зарплата», бухгалтерия Управления делами."),
    )
    scopes = forms.MultipleChoiceField(
        label="Что может читать",
        widget=forms.CheckboxSelectMultiple,
        help_text="Вы видите здесь только то, что открыто вам самим.",
    )
    valid_until = DayField(label="Действует по (включительно)", help_text="Не дольше года.")
    sure = forms.BooleanField(label="Подтверждаю: эта система вправе получать отмеченные сведения без участия людей")

    def __init__(self, *args: Any, offered: list[Section], **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_until": clock.today() + USUAL, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        choices = [(one.scope, f"{one.title}: {one.tells}") for one in offered]
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = choices
