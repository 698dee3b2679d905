"""The form of an upload: a workbook and its year."""

from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from projects.forms.cards import year_to_open
from projects.importing.workbook import MEGABYTE, MOST_BYTES

SUFFIXES = (".xlsx", ".xls", ".ods")


class UploadForm(forms.Form):
    """A workbook of a year's register."""

    year = forms.IntegerField(label="Финансовый год", help_text="Если год ещё не открыт, он откроется при загрузке.")
    file = forms.FileField(
        label="Рабочая книга",
        max_length=200,
        help_text=f"Книга Excel с 15 листами, не больше {MOST_BYTES // MEGABYTE}\u00a0МБ.",
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_year(self) -> int:
        """A year that may be open."""
        return year_to_open(self.cleaned_data["year"])

    def clean_file(self) -> Any:
        """A file that may be a workbook by its name and size; its content is judged when it is read."""
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() not in SUFFIXES:
            raise ValidationError("Нужна книга Excel: файл с расширением .xlsx.")
        if file.size > MOST_BYTES:
            raise ValidationError(f"Файл больше {MOST_BYTES // MEGABYTE}\u00a0МБ: это не книга реестра.")
        return file
