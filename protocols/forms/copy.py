"""A copy of a document that somebody holds: compared with the stored one, never kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ranking_portal.uploads import MEGABYTE

LARGEST_BYTES = 20 * MEGABYTE


class CopyForm(forms.Form):
    """The file of the copy."""

    file = forms.FileField(
        label="Файл, который у вас есть",
        allow_empty_file=True,
        help_text=f"До {LARGEST_BYTES // MEGABYTE}\u00a0МБ. Портал посчитает отпечаток файла и нигде его не сохранит.",
    )

    def clean_file(self) -> Any:
        """The file, if it is no larger than any document is."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise ValidationError(f"Файл больше {LARGEST_BYTES // MEGABYTE}\u00a0МБ: документы портала меньше.")
        return file
