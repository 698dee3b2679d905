"""Forms of an import: a file with its source and year, and what the columns of a strange file are."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import escape

from projects.forms.cards import year_to_open
from projects.importing.cells import alike
from projects.importing.profiles import BY_KEY, OFFICE, PROFILES, Profile
from projects.importing.sheets import TITLES
from projects.importing.tables import Table
from projects.importing.unreadable import MEGABYTE, MOST_BYTES
from ranking_portal.fields import WholeField

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".txt")
NOT_LOADED, UNSAID = "-", ""


class UploadForm(forms.Form):
    """A file, where it comes from and which year it fills."""

    profile = forms.ChoiceField(
        label="Откуда данные", choices=[(profile.key, profile.title) for profile in PROFILES], initial=OFFICE.key
    )
    year = WholeField(label="Финансовый год", help_text="Если год ещё не открыт, он откроется при загрузке.")
    file = forms.FileField(
        label="Файл",
        max_length=200,
        help_text=f"XLSX, XLS, ODS или CSV, не больше {MOST_BYTES // MEGABYTE}\u00a0МБ.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_profile(self) -> Profile:
        """The source itself."""
        return BY_KEY[self.cleaned_data["profile"]]

    def clean_year(self) -> int:
        """A year that may be open."""
        return year_to_open(self.cleaned_data["year"])

    def clean_file(self) -> Any:
        """A file that is not too large; its content is judged when it is read, its name says nothing."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(f"Файл больше {MOST_BYTES // MEGABYTE}\u00a0МБ: это не книга реестра.")
        return file


class ColumnsForm(forms.Form):
    """For every strange header of a sheet: which column it is, or that it is not to be loaded."""

    def __init__(self, table: Table, sent: Any = None, *, samples: Mapping[str, str]) -> None:
        """A field for each strange header of the table; `samples` are values under them, by header."""
        super().__init__(sent, prefix=f"s{TITLES.index(table.sheet.title)}")
        self.table = table
        for number, header in enumerate(table.strange):
            self.fields[f"h{number}"] = forms.ChoiceField(
                label=f"«{header}»",
                choices=_choices(table),
                required=False,
                initial=_nearest(table, header),
                help_text=escape(f"Например: {samples[header]}") if header in samples else "",
            )

    @property
    def missing(self) -> list[str]:
        """Headers of the columns that were not found."""
        return [self.table.sheet.column(path).header for path in self.table.lacking]

    def clean(self) -> dict[str, Any]:
        """Two headers may not be one column."""
        chosen = [value for value in self.cleaned_data.values() if value not in (NOT_LOADED, UNSAID)]
        if repeated := sorted({value for value in chosen if chosen.count(value) > 1}):
            names = ", ".join(f"«{self.table.sheet.column(path).header}»" for path in repeated)
            raise ValidationError(f"Один столбец выбран для нескольких заголовков: {names}.")
        return self.cleaned_data

    def chosen(self) -> dict[str, str]:
        """Path by header, "" for a column that is not to be loaded; what was left unsaid is not there."""
        said = {header: self.cleaned_data.get(f"h{number}", UNSAID) for number, header in enumerate(self.table.strange)}
        return {header: "" if value == NOT_LOADED else value for header, value in said.items() if value != UNSAID}


def _nearest(table: Table, header: str) -> str:
    """The column that is called most alike."""
    lacking = {alike(table.sheet.column(path).header): path for path in table.lacking}
    near = get_close_matches(alike(header), lacking, 1)
    return lacking[near[0]] if near else UNSAID


def _choices(table: Table) -> list[tuple[str, str]]:
    lacking = [(path, table.sheet.column(path).header) for path in table.lacking]
    return [(UNSAID, "выберите столбец"), *lacking, (NOT_LOADED, "не загружать")]
