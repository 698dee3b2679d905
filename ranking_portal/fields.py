"""Form fields that take numbers, sums and days as people write them in Russian."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f']+")
SUM = re.compile(r"\d+(\.\d{1,2})?")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
FIRST_DAY, LAST_DAY = date(1991, 1, 1), date(2099, 12, 31)
LARGEST_SUM_ROUBLES = Decimal(10) ** 14


def plain_number(text: str) -> str:
    """A number as written ("1 234,5", "1'234.5", "−3") in the notation of Python ("1234.5", "-3")."""
    return SPACES.sub("", text).replace(",", ".").replace("\u2212", "-")


class RoubleField(forms.CharField):
    """A sum of money: roubles in the form ("1 234 567,89"), whole kopecks (int) in the data."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "class": "num", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=64, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Kopecks as roubles; what a person has typed comes back as typed."""
        if isinstance(value, int):
            return f"{Decimal(value) / 100:,.2f}".replace(",", "\u00a0").replace(".", ",")
        return value

    def clean(self, value: Any) -> Any:
        """Kopecks; None for an empty field that may be empty."""
        text = plain_number(super().clean(value).lower().removesuffix("руб.").removesuffix("₽"))
        if not text:
            return None
        if text.startswith("-"):
            raise ValidationError("Сумма не может быть отрицательной.", code="negative")
        if not SUM.fullmatch(text):
            raise ValidationError("Введите сумму в рублях, например 1\u00a0234\u00a0567,89.", code="invalid")
        roubles = Decimal(text)
        if roubles >= LARGEST_SUM_ROUBLES:
            raise ValidationError("Сумма слишком велика.", code="too_large")
        return int(roubles * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as written, so that the form's own notation of a sum is not a change."""
        return super().has_changed(self.prepare_value(initial), data)


class NumberField(forms.DecimalField):
    """A number with a comma or a point and spaces between thousands."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """The number (Decimal); refuses words and exponents."""
        if isinstance(value, str):
            value = plain_number(value)
            if value and not NUMBER.fullmatch(value):
                raise ValidationError("Введите число, например 12,5.", code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A stored number without idle zeros, with a comma."""
        if isinstance(value, Decimal):
            text = f"{value:f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
        return value


class WholeField(forms.IntegerField):
    """A count: whole, not negative, spaces between thousands allowed."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "num", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=2_000_000_000, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """The count, read past spaces."""
        return super().to_python(SPACES.sub("", value) if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A day: the browser's own calendar, and 05.03.2025 for those who type."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": FIRST_DAY, "max": LAST_DAY})
    default_error_messages = {"invalid": "Введите дату, например 05.03.2025."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"], **kwargs)

    def clean(self, value: Any) -> date | None:
        """The day; one outside 1991-2099 is a slip of the hand."""
        found: date | None = super().clean(value)
        if found and not FIRST_DAY <= found <= LAST_DAY:
            raise ValidationError(f"Проверьте год: {found:%d.%m.%Y}.", code="year")
        return found
