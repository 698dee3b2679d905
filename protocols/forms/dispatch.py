"""Sending a document, its outgoing number and day; what of the registers is shown."""

from datetime import date
from typing import Any

from django import forms

from protocols.models import Dispatch
from ranking_portal import clock
from ranking_portal.fields import DayField
from ranking_portal.region import worded


class SendForm(forms.Form):
    """The number under which the document leaves, and the day (today where nothing else is given)."""

    number = forms.CharField(label="Исходящий номер", max_length=64)
    on = DayField(label="Дата отправки", help_text=worded("День, от которого считается получение (пункт 2.6)."))

    def __init__(self, *args: Any, obj: Dispatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()
        last = _last_number(obj, clock.today().year)
        self.fields["number"].help_text = f"Кому: {obj.addressee}." + (
            f" Последний номер года: {last}." if last else ""
        )

    def clean_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError("Этот день ещё не наступил.")
        return day


def _last_number(dispatch: Dispatch, year: int) -> str:
    """The number that the sender gave last in the calendar year, "" before the first."""
    own = f"{dispatch.about.sender}:{year}:"
    rows = Dispatch.objects.filter(number_key__startswith=own).order_by("-sent_at", "-pk")
    return rows.values_list("number", flat=True).first() or ""


class RegisterFilter(forms.Form):
    """What of a register is shown; `kinds`, `states` and `years` are those that stand in it."""

    tab = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    q = forms.CharField(
        label="Поиск",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Номер, адресат, о чём"}),
    )
    kind = forms.ChoiceField(label="Вид", required=False)
    state = forms.ChoiceField(label="Состояние", required=False)
    year = forms.ChoiceField(label="Финансовый год", required=False)

    def __init__(self, data: Any, *, kinds: Any, states: Any, years: list[int]) -> None:
        super().__init__(data)
        self._offer("kind", kinds)
        self._offer("state", states)
        self._offer("year", [(str(year), str(year)) for year in years])
        if not states:
            del self.fields["state"]

    def _offer(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "любой" if name != "state" else "любое"), *choices]
