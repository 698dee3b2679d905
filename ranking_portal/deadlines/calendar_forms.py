"""Forms of the working calendar."""

from typing import Any

from django import forms

from ranking_portal.deadlines.calendar import FIRST_YEAR, LAST_YEAR
from ranking_portal.fields import DayField

ACT_HELP = "Кто издал, номер и дата: «указ Губернатора от 05.02.2026 № 1-пг»."


class DayForm(forms.Form):
    """A day made working or not by an act of the President, the Government or the Governor."""

    day = DayField(label="День")
    working = forms.TypedChoiceField(
        label="Каким он становится",
        choices=[("", "выберите"), ("no", "нерабочим"), ("yes", "рабочим")],
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    act = forms.CharField(label="По какому акту", max_length=500, help_text=ACT_HELP)

    def clean_day(self) -> Any:
        """The calendar reaches so far."""
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Календарь ведётся с {FIRST_YEAR} по {LAST_YEAR} год.")
        return day


class DecreeForm(forms.Form):
    """The Government's decree on transferring days off of a year."""

    act = forms.CharField(label="Постановление о переносе выходных", max_length=500, help_text=ACT_HELP)
