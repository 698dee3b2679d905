"""Forms of doubtful facts: which are shown, and why some are accepted."""

from typing import Any

from django import forms

from projects.quality import RULES

OPEN, ACCEPTED, ALL = "", "accepted", "all"
STATES = ((OPEN, "не разобранные"), (ACCEPTED, "принятые"), (ALL, "все"))
MOST_AT_ONCE = 500


class DoubtFilter(forms.Form):
    """What of the year's doubts is shown."""

    rule = forms.ChoiceField(label="Что сомнительно", required=False)
    project = forms.ChoiceField(label="Проект", required=False)
    state = forms.ChoiceField(label="Состояние", required=False, choices=STATES)
    year = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, projects: list[tuple[str, str]], **kwargs: Any) -> None:
        """`projects`: code and name of those that may be chosen."""
        super().__init__(*args, **kwargs)
        rules = [(one.key, one.title) for one in RULES.values()]
        _choose(self.fields["rule"], [("", "всё"), *rules])
        _choose(self.fields["project"], [("", "любой"), *projects])


class AcceptForm(forms.Form):
    """Why doubtful facts are right as they are."""

    doubts = forms.MultipleChoiceField(
        label="Отмеченное",
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": "Отметьте хотя бы одну строку.",
            "invalid_choice": "Отмеченные факты тем временем изменились: посмотрите на список ещё раз.",
        },
    )
    reason = forms.CharField(
        label="Почему это верно",
        max_length=500,
        help_text="Например: «цена на три года, сверено с контрактом». Увидят офис и руководитель проекта.",
    )

    def __init__(self, *args: Any, digests: list[str], **kwargs: Any) -> None:
        """`digests` of the findings that can be accepted."""
        super().__init__(*args, **kwargs)
        _choose(self.fields["doubts"], [(digest, digest) for digest in digests])


def _choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
