"""Proposals of a coefficient and questions of the council's own."""

from collections.abc import Sequence
from typing import Any

from django import forms

from protocols.coefficients import told
from protocols.models import Question
from protocols.services.agenda import GROUNDS
from ranking.presenting import Row
from ranking_portal.region import worded
from ranking_portal.regulation.edition import Edition

LONGEST = 2000


class GroundsForm(forms.Form):
    """On which grounds of clause 1.6, and why (clause 2.5)."""

    grounds = forms.TypedMultipleChoiceField(
        label=worded("Основания пункта 1.6"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=worded("Одно или оба (пункт 2.5)."),
        error_messages={"required": "Отметьте основание: подпункт 2 и (или) 3 пункта 1.6."},
    )
    justification = forms.CharField(
        label="Обоснование",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Чем проект отвечает основанию. Печатается в протоколе.",
        error_messages={"required": "Напишите обоснование."},
    )

    def __init__(self, *args: Any, edition: Edition, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One step above zero leaves nothing to choose (clause 2.4).
        self.only = offered[0] if len(offered) == 1 else ""
        if not self.only:
            self.fields["coefficient"] = forms.ChoiceField(
                label="Коэффициент",
                choices=[(step, told(step)) for step in offered],
                help_text=worded("Совет голосует за него; не набравший большинства проект получает 0 (пункт 2.4)."),
            )
            self.order_fields(("project", "coefficient"))
        texts = {number: edition.ground(f"ground_{number}").text for number in GROUNDS}
        field = self.fields["grounds"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(number, f"Подпункт {number}. {text}") for number, text in texts.items()]

    def values(self) -> dict[str, Any]:
        """What a proposal says, for the services."""
        names = ("grounds", "justification", "coefficient")
        return {"coefficient": self.only} | {name: self.cleaned_data[name] for name in names if name in self.fields}


class CandidateForm(GroundsForm):
    """Which project is proposed: eligible ones, in order of place."""

    project = forms.ChoiceField(
        label="Проект",
        help_text=worded("Допущенные проекты в порядке мест (пункт 2.2)."),
        error_messages={"invalid_choice": "Этого проекта среди допущенных и ещё не предложенных нет."},
    )
    field_order = ("project", "grounds", "justification")

    def __init__(self, *args: Any, rows: list[Row], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["project"]
        assert isinstance(field, forms.ChoiceField)
        offered = [(row.code, f"{row.place}. {row.code} — {row.name} ({row.total})") for row in rows]
        field.choices = [("", "не выбрано"), *offered]


class SpeakerForm(forms.Form):
    """Who reports on a prescribed question."""

    speaker = forms.CharField(
        label="Докладчик", max_length=255, required=False, help_text="Фамилия и инициалы, должность."
    )


class QuestionForm(SpeakerForm):
    """A question of the council's own."""

    title = forms.CharField(label="Вопрос", max_length=500, help_text="Начинается с «О» или «Об».")
    decision = forms.CharField(
        label="Проект решения",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Что печатается после слова «РЕШИЛИ».",
    )
    field_order = ("title", "speaker", "decision")


def values_of(question: Question) -> dict[str, str]:
    """A question as its form shows it."""
    return {"title": question.title, "speaker": question.speaker, "decision": question.decision}
