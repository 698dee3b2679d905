"""What every edit form shares: the version of the row shown, periods in order, repeats told in words."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models

from ranking_portal.fields import DayField, NumberField
from ranking_portal.versions import version_of

if TYPE_CHECKING:
    AnyModelForm = forms.ModelForm[Any]
else:
    AnyModelForm = forms.ModelForm

NOT_CHOSEN = "не выбрано"
FIELDS_OF_MODELS: "dict[type[models.Field[Any, Any]], type[forms.Field]]" = {
    models.DateField: DayField,
    models.DecimalField: NumberField,
}


def in_our_fields(field: "models.Field[Any, Any]", **kwargs: Any) -> forms.Field | None:
    """Form field of a model field: days and numbers as people write them (for `formfield_callback`)."""
    if type(field) in FIELDS_OF_MODELS:
        kwargs = {"form_class": FIELDS_OF_MODELS[type(field)], **kwargs}
    return field.formfield(**kwargs)


def _say_what_is_not_chosen(field: forms.Field) -> None:
    """A word instead of Django's row of dashes at the head of a choice."""
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = NOT_CHOSEN
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        offered = [(value, label) for value, label in choices if value != ""]
        field.choices = [("", NOT_CHOSEN), *offered]


class RowForm(AnyModelForm):
    """A form of one row. `periods` are pairs of day fields whose second must not come before the first;
    `unique_by` are the fields that together may not repeat within `siblings()`, with `unique_message` at the first.
    """

    periods: ClassVar[tuple[tuple[str, str], ...]] = ()
    unique_by: ClassVar[tuple[str, ...]] = ()
    unique_message: ClassVar[str] = "Такая запись уже есть."

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _say_what_is_not_chosen(field)
        self.fields["version"].initial = version_of(self.instance)
        self.order_fields([*(name for name in self.fields if name != "version"), "version"])

    def siblings(self) -> models.QuerySet[Any]:
        """Rows among which the new one may not repeat another."""
        rows: models.QuerySet[Any] = self._meta.model._default_manager.all()
        return rows

    def clean(self) -> dict[str, Any]:
        """Check the order of days and that no other row is the same."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for first, last in self.periods:
            if values.get(first) and values.get(last) and values[last] < values[first]:
                self.add_error(last, f"Не может быть раньше {values[first]:%d.%m.%Y}.")
        if self.unique_by and all(values.get(name) not in (None, "") for name in self.unique_by):
            same = self.siblings().filter(**{name: values[name] for name in self.unique_by})
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error(self.unique_by[0], self.unique_message)
        return values

    @property
    def values(self) -> dict[str, Any]:
        """What was entered, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @property
    def shown_version(self) -> str:
        """The version under which the row was shown to the person who saves."""
        return str(self.cleaned_data["version"])

    def show_anew(self) -> None:
        """After a refused save: keep what was typed, take the row's present version."""
        fresh = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
        self.data = {
            **{name: self.data.get(name) for name in self.data},
            self.add_prefix("version"): version_of(fresh) if fresh else "",
        }
