"""What the office and the Committee choose and write about proposals."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from bonus_fund.enums import ProposalKind, ProposalState
from bonus_fund.forms.funds import RemarkForm
from bonus_fund.models import BonusLine, BonusProposal
from bonus_fund.presenting_checks import RESULTS
from ranking_portal import clock
from ranking_portal.fields import DayField
from ranking_portal.region import worded
from ranking_portal.typed import whole_number

if TYPE_CHECKING:
    ManyChoices = forms.ModelMultipleChoiceField[BonusProposal]
else:
    ManyChoices = forms.ModelMultipleChoiceField

REMARK_LENGTH = 2000


class DeskFilter(forms.Form):
    """What of the desk is shown."""

    state = forms.ChoiceField(label="Состояние", required=False, choices=[("", "любое"), *ProposalState.choices])
    kind = forms.ChoiceField(label="Вид", required=False, choices=[("", "любой"), *ProposalKind.choices])
    result = forms.ChoiceField(
        label="Проверки", required=False, choices=[("", "все"), *((key, told[0]) for key, told in RESULTS.items())]
    )


class ReturnForm(RemarkForm):
    """Why a proposal goes back; remarks to lines are kept at the lines, without names in the journal."""

    def __init__(self, *args: Any, obj: BonusProposal, **kwargs: Any) -> None:
        super().__init__(*args, obj=obj, **kwargs)
        remarked = obj.lines.exclude(remark="").count()
        if remarked:
            self.fields["remark"].initial = f"Есть замечания к строкам ({remarked}): они стоят у каждой строки."


def remark_name(line: int) -> str:
    """Name of the field of the remark to a line."""
    return f"remark-{line}"


class LineRemarksForm(forms.Form):
    """The Committee's remarks, a field a line; `shown` is the digest of those that stood there when it was shown."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, lines: Sequence[BonusLine], shown: str) -> None:
        super().__init__(data)
        self.lines = lines
        self.fields["shown"].initial = shown
        for line in lines:
            widget = forms.Textarea(attrs={"rows": 2, "placeholder": "Замечание к строке"})
            field = forms.CharField(
                label=f"Замечание: {line.person_name}", required=False, max_length=REMARK_LENGTH, widget=widget
            )
            field.initial = line.remark
            self.fields[remark_name(line.pk)] = field

    @property
    def written(self) -> dict[int, str]:
        """Remarks by key of line; a line whose field was not sent keeps what it has."""
        names = {line.pk: remark_name(line.pk) for line in self.lines}
        return {key: self.cleaned_data[name] for key, name in names.items() if name in self.data}


class KeysField(ManyChoices):
    """Rows chosen by key; what cannot be a key is refused before the database is asked."""

    def clean(self, value: Any) -> Any:
        """The rows. Raises ValidationError."""
        if any(whole_number(str(key)) is None for key in value or ()):
            raise forms.ValidationError("Такого предложения нет: обновите страницу.")
        return super().clean(value)


class Choosing(forms.Form):
    """Proposals chosen from those offered, all of them to begin with."""

    proposals = KeysField(
        queryset=BonusProposal.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Предложения",
        error_messages={"required": "Выберите хотя бы одно предложение."},
    )
    on = DayField(label="Дата", help_text="День, которым шаг сделан.")

    def __init__(self, *args: Any, offered: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was offered and has moved on meanwhile is refused by the step itself, in plain words.
        chosen = self.fields["proposals"]
        assert isinstance(chosen, forms.ModelMultipleChoiceField)
        chosen.queryset = BonusProposal.objects.order_by("kind", "scope")
        chosen.initial = list(offered)
        self.fields["on"].initial = clock.today()


class ReceiveForm(Choosing):
    """The office registers proposals and passes them to the Committee."""

    on = DayField(
        label="Дата", help_text=worded("День, которым предложения переданы в Комитет на проверку (пункт 2.6).")
    )


class ForwardForm(Choosing):
    """The Committee forwards checked proposals under one outgoing number."""

    number = forms.CharField(
        label="Исходящий номер",
        max_length=64,
        help_text=worded("Под ним реестр уходит в Управление делами (пункт 2.6)."),
    )
    on = DayField(label="Дата", help_text=worded("День, которым предложения переданы в Управление делами (пункт 2.6)."))
    field_order = ("proposals", "number", "on")
