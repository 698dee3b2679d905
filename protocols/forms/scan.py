"""A scan of what was signed, and why it is another one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from protocols import scans
from ranking_portal import uploads


class ScanForm(forms.Form):
    """The file; from the second scan on, the reason."""

    file = forms.FileField(
        label="Файл скана",
        widget=forms.FileInput(attrs={"accept": uploads.accepted(scans.TAKEN)}),
        help_text=f"{uploads.names_of(scans.TAKEN)}, до {scans.LARGEST_BYTES // uploads.MEGABYTE}\u00a0МБ. "
        "Портал запишет отпечаток SHA-256: приложенный файл уже не заменить и не удалить.",
    )
    reason = forms.CharField(
        label="Почему прикладываете ещё один",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Прежние сканы останутся в деле.",
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["reason"]

    def clean_file(self) -> Any:
        """The file, if its content is a scan and its name says the same."""
        file = self.cleaned_data["file"]
        if problem := scans.complaint(file):
            raise ValidationError(problem, code="file")
        return file
