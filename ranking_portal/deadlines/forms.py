"""The form that chooses which terms a list shows."""

from typing import Any

from django import forms

from ranking_portal.deadlines.enums import OVERDUE, OVERDUE_LABEL, DeadlineState

MINE, ORGANIZATION = "mine", "organization"
WHOSE = (("", "все, что видны"), (MINE, "мои"), (ORGANIZATION, "моей организации"))
OPEN = (DeadlineState.OPEN.value, DeadlineState.OPEN.label)
STATES = (
    ("", "любое"),
    OPEN,
    (OVERDUE, OVERDUE_LABEL),
    *((state.value, state.label) for state in DeadlineState if state != DeadlineState.OPEN),
)


class TermFilter(forms.Form):
    """What of the year's terms is shown."""

    q = forms.CharField(
        label="Поиск",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Что сделать, проект, орган"}),
    )
    whose = forms.ChoiceField(label="Чьи", required=False, choices=WHOSE)
    state = forms.ChoiceField(label="Состояние", required=False, choices=STATES)
    clause = forms.ChoiceField(label="Пункт", required=False)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, clauses: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "любой"), *((clause, clause) for clause in clauses)]
