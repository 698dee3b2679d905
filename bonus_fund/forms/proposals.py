"""What steps of a proposal and of its agreement ask for; the sums of a draft; what a list shows."""

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bonus_fund.enums import ProposalKind, ProposalState
from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import Agreement, BonusLine
from bonus_fund.services.proposing import Written
from ranking_portal.fields import RoubleField
from ranking_portal.region import worded

__all__ = ["AgreeForm", "LinesForm", "ProposalFilter", "RemarkForm", "SumsBookForm"]

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
CHANGED = (
    "Пока страница была открыта, автор изменил премии ваших сотрудников. "
    "Вернитесь к согласованию и посмотрите их заново."
)


class SeenLines(forms.Form):
    """A decision about the very lines that were shown: a body does not agree sums that it has not seen."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, obj: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = obj if isinstance(obj, Agreement) else None
        if self.agreement is None:
            del self.fields["shown"]
        else:
            self.fields["shown"].initial = digest_of(self.agreement)

    def clean(self) -> dict[str, Any]:
        """Refuse where the lines are others now; the digest itself is no input of the step."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        shown = values.pop("shown", "")
        if self.agreement is not None and shown != digest_of(self.agreement):
            raise ValidationError(CHANGED, code="changed")
        return values


class AgreeForm(SeenLines):
    """A body agrees; a remark is allowed."""

    remark = forms.CharField(
        label="Замечание",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        help_text=worded("Увидит руководитель проекта, составивший предложение (пункт 2.6)."),
    )


class RemarkForm(SeenLines):
    """Why a body refuses, or why the Committee sends a proposal back."""

    remark = forms.CharField(
        label="Замечание",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        help_text=worded("Что исправить: это прочитает составивший предложение (пункт 2.6)."),
    )


def sum_name(line: int) -> str:
    """Name of the field of a line's sum."""
    return f"sum-{line}"


def why_name(line: int) -> str:
    """Name of the field of a line's justification."""
    return f"why-{line}"


class LinesForm(forms.Form):
    """Sums and justifications of a draft, two fields a line. Fields are made of the proposal's own lines only:
    whatever else is posted is no part of the form."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, lines: Sequence[BonusLine], version: str) -> None:
        super().__init__(data)
        self.lines = lines
        self.fields["version"].initial = version
        for line in lines:
            amount = RoubleField(label=f"Премия: {line.person_name}, руб.", required=False)
            amount.initial = line.amount_kopecks or None
            widget = forms.Textarea(attrs={"rows": 2, "maxlength": 2000, "placeholder": "Обоснование"})
            why = forms.CharField(
                label=f"Обоснование: {line.person_name}", required=False, max_length=2000, widget=widget
            )
            why.initial = line.justification
            self.fields[sum_name(line.pk)], self.fields[why_name(line.pk)] = amount, why

    @property
    def shown_version(self) -> str:
        """The version under which the lines were shown."""
        return str(self.data.get("version", "")) if self.is_bound else str(self.fields["version"].initial)

    @property
    def written(self) -> Mapping[int, Written]:
        """What was entered, by key of line; a sum that could not be read counts as none."""
        found = {}
        for line in self.lines:
            why = str(self.cleaned_data.get(why_name(line.pk)) or "").replace("\r\n", "\n")
            found[line.pk] = Written(self.cleaned_data.get(sum_name(line.pk)) or 0, why)
        return found

    @property
    def unread(self) -> list[str]:
        """People whose sums could not be read."""
        return [line.person_name for line in self.lines if sum_name(line.pk) in self.errors]

    def typed(self) -> list[BonusLine]:
        """The lines as typed, not saved."""
        self.is_valid()
        return with_values(self.lines, self.written)


def with_values(lines: Sequence[BonusLine], values: Mapping[int, Written]) -> list[BonusLine]:
    """Copies of lines with other sums and justifications, not saved."""
    found = []
    for line in lines:
        made = copy.copy(line)
        new = values.get(line.pk)
        if new is not None:
            made.amount_kopecks, made.justification = new.amount_kopecks, new.justification
        found.append(made)
    return found


class SumsBookForm(forms.Form):
    """A workbook with the sums."""

    file = forms.FileField(
        label="Книга с премиями",
        max_length=200,
        help_text=f"Заполненная форма XLSX, не больше {MOST_BYTES // MEGABYTE}\u00a0МБ.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """A file that may be a workbook by its name and size; its content is judged when it is read."""
        file = self.cleaned_data["file"]
        if Path(file.name).suffix.lower() != ".xlsx":
            raise ValidationError("Нужна книга Excel: файл с расширением .xlsx.")
        if file.size > MOST_BYTES:
            raise ValidationError(f"Файл больше {MOST_BYTES // MEGABYTE}\u00a0МБ: это не форма премий.")
        return file


class ProposalFilter(forms.Form):
    """What of the year's proposals is shown; `bodies` are those whose people stand in them."""

    q = forms.CharField(
        label="Поиск",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Проект, орган"}),
    )
    kind = forms.ChoiceField(label="Вид", required=False, choices=[("", "все"), *ProposalKind.choices])
    state = forms.ChoiceField(
        label="Состояние", required=False, choices=[("", "все действующие"), *ProposalState.choices]
    )
    body = forms.ChoiceField(label="Орган", required=False)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, bodies: Sequence[str]) -> None:
        super().__init__(data)
        self.fields["body"].choices = [("", "все"), *((one, one) for one in bodies)]  # type: ignore[attr-defined]
