"""Forms of the working calendar: a day by an act, the transfer decree of a year, the text of the act."""

from typing import Any

from django import forms

from ranking_portal.deadlines.calendar import FIRST_YEAR, LAST_YEAR
from ranking_portal.fields import DayField
from ranking_portal.region import worded
from ranking_portal.regulation import officialtext

NBSP = "\u00a0"


class ActForm(forms.Form):
    """By which act: who issued it, its number and date."""

    issued = forms.CharField(
        label="Какой акт",
        max_length=300,
        help_text=worded("Кто издал: «указ Президента», «постановление Правительства», «указ Губернатора»."),
    )
    number = forms.CharField(label="Номер", max_length=64)
    dated = DayField(label="Дата акта", help_text="День подписания, не вступления в силу.")

    def act(self) -> str:
        """The act in one line: "указ Губернатора от 05.02.2026 № 1-пг"."""
        given = self.cleaned_data
        return f"{given['issued']} от{NBSP}{given['dated']:%d.%m.%Y} №{NBSP}{given['number'].removeprefix('№').strip()}"


class DayForm(ActForm):
    """A day made working or not by an act of the President, the Government or the Governor."""

    day = DayField(label="День", help_text="Какой день меняется.")
    working = forms.TypedChoiceField(
        label="Каким он становится",
        choices=[("", "выберите"), ("no", "нерабочим"), ("yes", "рабочим")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        help_text=worded("От этого считаются сроки в рабочих днях (пункт 2.6)."),
    )
    field_order = ("day", "working", "issued", "number", "dated")

    def clean_day(self) -> Any:
        """The calendar reaches so far."""
        day = self.cleaned_data["day"]
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Календарь ведётся с {FIRST_YEAR} по {LAST_YEAR} год.")
        return day


class DecreeForm(ActForm):
    """The Government's decree on transferring days off of a year."""


class ActFileForm(forms.Form):
    """The text of the act; asked for last, when what it moves has been seen."""

    file = forms.FileField(
        label="Файл акта",
        help_text="PDF, DOCX или RTF, до 20 МБ. Его смогут открыть те, кому виден календарь.",
        widget=forms.ClearableFileInput(attrs={"accept": officialtext.SUFFIXES}),
    )

    def clean_file(self) -> Any:
        """What the file must be is told by its own first bytes."""
        file = self.cleaned_data["file"]
        if complaint := officialtext.complaint(file.name, file.size, file):
            raise forms.ValidationError(complaint)
        return file
