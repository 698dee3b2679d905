"""Form fields that take numbers, sums and days as people write them in Russian."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ranking_portal.figures import roubles
from ranking_portal.typed import FIRST_DAY, LAST_DAY, Unreadable, read_day, read_decimal, read_kopecks

NUMBER = {"inputmode": "decimal", "class": "num", "autocomplete": "off"}
# Such a field is formatted as one types (static/portal/typing.js).
SUM = NUMBER | {"data-sum": True}
BOUNDS: dict[str, Any] = {"min_value": "Не меньше %(limit_value)s.", "max_value": "Не больше %(limit_value)s."}


def may_wait(field: forms.Field) -> None:
    """Let a draft be saved without the field: the step that needs it asks for it, and the form says "later"."""
    field.required = False
    setattr(field, "later", True)  # noqa: B010 - read by ui/field.html


class RoubleField(forms.CharField):
    """A sum of money: roubles in the form ("1 234 567,89"), whole kopecks (int) in the data."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs=SUM))
        super().__init__(max_length=64, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Kopecks as roubles; what a person has typed comes back as typed."""
        return roubles(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Kopecks; None for an empty field that may be empty."""
        try:
            return read_kopecks(super().clean(value))
        except Unreadable as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as written, so that the form's own notation of a sum is not a change."""
        return super().has_changed(self.prepare_value(initial), data)


class NumberField(forms.DecimalField):
    """A number with a comma or a point and spaces between thousands."""

    widget = forms.TextInput(attrs=NUMBER)
    default_error_messages = BOUNDS

    def to_python(self, value: Any) -> Any:
        """The number (Decimal); refuses words and exponents."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_decimal(value)
        except Unreadable as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """A stored number without idle zeros, with a comma."""
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
        return value


class WholeField(forms.IntegerField):
    """A count: whole, not negative, spaces between thousands allowed."""

    widget = forms.TextInput(attrs=NUMBER | {"inputmode": "numeric"})
    default_error_messages = BOUNDS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 2_000_000_000, **kwargs})

    def to_python(self, value: Any) -> int | None:
        """The count, read past spaces."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            number = read_decimal(value)
        except Unreadable as error:
            raise ValidationError("Введите целое число.", code="invalid") from error
        if number is not None and number != number.to_integral_value():
            raise ValidationError("Введите целое число.", code="invalid")
        return None if number is None else int(number)


class PercentField(WholeField):
    """A whole number of per cent, with its sign or without: "25", "25 %"."""

    def to_python(self, value: Any) -> int | None:
        """The per cent, read past the sign."""
        return super().to_python(value.strip().removesuffix("%") if isinstance(value, str) else value)


class DayInput(forms.DateInput):
    """A line to type a day in; where scripts run a button beside it opens the browser's calendar (typing.js).

    The browser's own date field is no line to type in: it takes neither "1 февраля 2026" nor a pasted day.
    """

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"data-day": True, "autocomplete": "off", "placeholder": "ДД.ММ.ГГГГ", "class": "day"}
        super().__init__(attrs=own | (attrs or {}), format="%d.%m.%Y")


class DayField(forms.DateField):
    """A day typed in any usual way, or picked."""

    widget = DayInput

    def __init__(self, *, first: date = FIRST_DAY, last: date = LAST_DAY, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs |= {"data-first": first.isoformat(), "data-last": last.isoformat()}

    def to_python(self, value: Any) -> date | None:
        """The day; one outside 1991-2099 is a slip of the hand."""
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_day(value)
        except Unreadable as error:
            raise ValidationError(str(error), code="invalid") from error
