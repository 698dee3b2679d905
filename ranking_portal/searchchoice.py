"""A row chosen by typing a part of its name: a combobox where scripts run (static/portal/choice.js).

Without scripts a short list is an ordinary choice; for a long one the person types a name, sends the form, and chooses
among what was found: a name that fits exactly one row is that row.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse

from ranking_portal.words import NBSP

if TYPE_CHECKING:
    ChoiceOfRow = forms.ModelChoiceField[Any]
else:
    ChoiceOfRow = forms.ModelChoiceField

LISTED, FOUND = 100, 20
# Marks a value that is words to look for, not the key of a row.
WORDS = "?"


def folded(text: str) -> str:
    """The same for spellings that differ in case, ё or spaces only."""
    return " ".join(text.lower().replace("ё", "е").split())


class SearchSelect(forms.Select):
    """The list of a short choice, the line to type in of a long one; `address` answers what is found (JSON)."""

    template_name = "ui/search_choice.html"

    def __init__(self, *, address: str, hint: str, query: str = "") -> None:
        super().__init__()
        self.address, self.hint, self.query = address, hint, query

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The key chosen, or words after the mark: words win where they were typed after the list was made."""
        key, words = data.get(name), str(data.get(f"{name}_q") or "").strip()
        if words and (not key or words != str(data.get(f"{name}_was") or "").strip()):
            return f"{WORDS}{words}"
        return key

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Neither a key nor words were sent."""
        return name not in data and f"{name}_q" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows to offer, the chosen one among them, and the words typed."""
        context: dict[str, Any] = forms.Widget.get_context(self, name, value, attrs)
        offered: Any = self.choices
        field: SearchChoice = offered.field
        typed = str(value or "")
        words = typed.removeprefix(WORDS) if typed.startswith(WORDS) else ""
        everything = list(field.rows[: LISTED + 1])
        listed = len(everything) <= LISTED
        found = list(field.matching(words)[: FOUND + 1]) if words else []
        rows = everything if listed else found[:FOUND] if words else field.row_of(typed)
        chosen = str(found[0].pk) if len(found) == 1 else "" if words else typed
        context["widget"]["attrs"].pop("required", None)
        context["widget"] |= {
            "options": [(str(row.pk), field.label_from_instance(row), str(row.pk) == chosen) for row in rows],
            "empty": field.empty_label or "не выбрано",
            "listed": listed,
            "words": words,
            "hint": self.hint,
            "found": reverse(self.address) + (f"?{self.query}" if self.query else ""),
        }
        return context


class SearchChoice(ChoiceOfRow):
    """A choice among rows. A subclass says where they are looked for (`address`) and what `matching` finds."""

    address: ClassVar[str]
    hint: ClassVar[str]

    def __init__(self, queryset: "QuerySet[Any]", *, query: str = "", **kwargs: Any) -> None:
        widget = SearchSelect(address=self.address, hint=self.hint, query=query)
        super().__init__(queryset, widget=widget, **kwargs)

    @property
    def rows(self) -> "QuerySet[Any]":
        """All rows that may be chosen."""
        assert self.queryset is not None
        return self.queryset.all()

    def matching(self, words: str) -> "QuerySet[Any]":
        """Rows that the words fit, the likeliest first."""
        raise LookupError(type(self).__name__)

    def names_of(self, row: Any) -> Iterable[str]:
        """What a row may be called in full."""
        return (self.label_from_instance(row),)

    def row_of(self, key: str) -> list[Model]:
        """The row of a key, where there is one."""
        try:
            return [super().clean(key)] if key else []
        except ValidationError:
            return []

    def clean(self, value: Any) -> Any:
        """The row chosen, or the only one whose name was typed. Raises ValidationError."""
        if not isinstance(value, str) or not value.startswith(WORDS):
            return super().clean(value)
        words = value.removeprefix(WORDS)
        found = list(self.matching(words)[: FOUND + 1])
        named = [row for row in found if folded(words) in map(folded, self.names_of(row))]
        if len(named) == 1:
            return super().clean(str(named[0].pk))
        raise ValidationError(_what_now(words, len(found)), code="search")


def _what_now(words: str, found: int) -> str:
    if not found:
        return f"По словам «{words}» ничего не нашлось: проверьте написание."
    if found == 1:
        return f"По словам «{words}» нашёлся один вариант: проверьте, тот ли он, и сохраните ещё раз."
    more = f"больше{NBSP}{FOUND}" if found > FOUND else str(found)
    return f"По словам «{words}» вариантов {more}: выберите из списка или уточните."
