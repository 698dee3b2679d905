"""A detached signature of a stored document."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from protocols import signatures


class SignatureForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="Файл подписи",
        widget=forms.FileInput(attrs={"accept": ",".join(signatures.TAKEN)}),
        help_text="Отсоединённая подпись (CAdES, PKCS#7) файла PDF, скачанного из портала; "
        f"{', '.join(signatures.TAKEN)}, до {signatures.LARGEST_BYTES // 1024 // 1024}\u00a0МБ. "
        "Приложенный файл уже не заменить и не удалить.",
    )

    def clean_file(self) -> Any:
        """The file, if it is a detached signature."""
        file = self.cleaned_data["file"]
        if problem := signatures.complaint(file):
            raise ValidationError(problem, code="file")
        return file
