"""The form of a new edition, drawn from the edition it starts from; the file of the official text."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from ranking_portal.fields import DayField, NumberField, WholeField
from ranking_portal.regulation import officialtext, values
from ranking_portal.regulation import vocabulary as known
from ranking_portal.regulation.comparison import YEARS, differences
from ranking_portal.regulation.edition import Edition, EditionError
from ranking_portal.regulation.entries import FixedDate, Obligation, Parameter
from ranking_portal.regulation.problems import LONGEST_TERM
from ranking_portal.regulation.revising import Revision, revise
from ranking_portal.words import MONTHS

TEXT_INPUT = {"autocomplete": "off"}


class ShareField(forms.Field):
    """An exact part of one: "1/2" -> Fraction(1, 2)."""

    widget = forms.TextInput(attrs=TEXT_INPUT)

    def to_python(self, value: Any) -> Any:
        """The fraction, read past spaces."""
        if isinstance(value, Fraction):
            return value
        text = "".join(str(value or "").split())
        if text and (complaint := values.complaint(known.SHARE, text)):
            raise ValidationError(f"{complaint.capitalize()}.", code="invalid")
        return Fraction(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """The fraction as it is written."""
        return values.shown(value) if isinstance(value, Fraction) else value


class IntegersField(forms.Field):
    """A list of whole numbers: "0, 1" -> (0, 1)."""

    widget = forms.TextInput(attrs=TEXT_INPUT)

    def to_python(self, value: Any) -> Any:
        """The numbers in the order typed; refuses words and repetition."""
        if isinstance(value, tuple):
            return value
        typed = str(value or "").replace(",", " ").replace(";", " ").split()
        if not all(values.WHOLE.fullmatch(number) for number in typed):
            raise ValidationError("Введите целые числа через запятую, например 0, 1.", code="invalid")
        numbers = tuple(int(number) for number in typed)
        if len(set(numbers)) < len(numbers):
            raise ValidationError("Число повторяется.", code="repeated")
        return numbers or None

    def prepare_value(self, value: Any) -> Any:
        """The numbers as they are written."""
        return values.shown(value) if isinstance(value, tuple) else value


class DecimalsField(forms.Field):
    """A list of numbers: "0; 0,5; 1" -> (0, 0.5, 1)."""

    widget = forms.TextInput(attrs=TEXT_INPUT)

    def to_python(self, value: Any) -> Any:
        """The numbers in the order typed, a decimal comma or point within a number; refuses words and repetition."""
        if isinstance(value, tuple):
            return value
        typed = [one.rstrip(",").replace(",", ".") for one in str(value or "").replace(";", " ").split()]
        if not all(values.NUMBER.fullmatch(number) for number in typed):
            raise ValidationError("Введите числа через точку с запятой, например 0; 0,5; 1.", code="invalid")
        numbers = tuple(Decimal(number) for number in typed)
        if len(set(numbers)) < len(numbers):
            raise ValidationError("Число повторяется.", code="repeated")
        return numbers or None

    def prepare_value(self, value: Any) -> Any:
        """The numbers as they are written."""
        return values.shown(value) if isinstance(value, tuple) else value


def field_for(parameter: Parameter) -> forms.Field:
    """The field of a parameter, by its type, with its bounds."""
    common: dict[str, Any] = {
        "label": parameter.title,
        "help_text": f"{parameter.help} Пункт\u00a0{parameter.clause}.".strip(),
        "initial": parameter.value,
    }
    bounds: dict[str, Any] = {"min_value": parameter.minimum, "max_value": parameter.maximum}
    match parameter.type:
        case known.INTEGER:
            return WholeField(**bounds, **common)
        case known.DECIMAL:
            return NumberField(max_digits=18, decimal_places=6, **bounds, **common)
        case known.BOOLEAN:
            return forms.BooleanField(required=False, **common)
        case known.CHOICE:
            return forms.ChoiceField(choices=parameter.choices, **common)
        case known.SHARE:
            return ShareField(**common)
        case known.INTEGERS:
            return IntegersField(**common)
        case known.DECIMALS:
            return DecimalsField(**common)
    return forms.CharField(max_length=500, **common)


class EditionForm(forms.Form):
    """A new edition from `base`. After a valid `clean` the whole new edition is in `revised`."""

    act_number = forms.CharField(label="Номер постановления", max_length=64)
    act_date = DayField(label="Дата постановления")
    act_title = forms.CharField(label="Что это за постановление", max_length=500)
    in_force_from = DayField(
        label="Действует с",
        help_text="Если оставить постановление и день как есть, исправленная редакция станет её следующей версией.",
    )

    def __init__(self, *args: Any, base: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.revised: Edition | None = None
        act = base.own_act
        own = {"act_number": act.number, "act_date": act.date, "act_title": act.title}
        self.initial = {**own, "in_force_from": base.in_force_from, **self.initial}
        for parameter in base.parameters:
            self.fields[f"parameter_{parameter.code}"] = field_for(parameter)
        for obligation in base.obligations:
            self._add_term(obligation)
        for ground in base.grounds:
            label = f"Основание {ground.clause}"
            self.fields[f"ground_title_{ground.code}"] = forms.CharField(
                label=f"{label}: название", initial=ground.title, max_length=500
            )
            self.fields[f"ground_text_{ground.code}"] = forms.CharField(
                label=f"{label}: текст", initial=ground.text, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
            )
        clauses = [(clause.number, f"пункт {clause.number}") for clause in base.clauses]
        for check in base.checks:
            self.fields[f"check_on_{check.code}"] = forms.BooleanField(
                label=check.title, initial=check.enabled, required=False
            )
            self.fields[f"check_clause_{check.code}"] = forms.ChoiceField(
                label=f"«{check.title}» – по какому пункту", initial=check.clause, choices=clauses
            )

    def _add_term(self, obligation: Obligation) -> None:
        code, clause = obligation.code, f"Пункт\u00a0{obligation.clause}."
        if obligation.fixed is not None:
            fixed = obligation.fixed
            self.fields[f"day_{code}"] = WholeField(
                label=f"{obligation.title}: число",
                initial=fixed.day,
                min_value=1,
                max_value=31,
                help_text=clause,
            )
            self.fields[f"month_{code}"] = forms.TypedChoiceField(
                label=f"{obligation.title}: месяц",
                initial=fixed.month,
                coerce=int,
                choices=list(enumerate(MONTHS, 1)),
            )
            self.fields[f"year_{code}"] = forms.TypedChoiceField(
                label=f"{obligation.title}: год", initial=fixed.year_offset, coerce=int, choices=list(YEARS.items())
            )
        elif not obligation.target and obligation.working_days is not None:
            self.fields[f"term_{code}"] = WholeField(
                label=f"{obligation.title}: рабочих дней",
                initial=obligation.working_days,
                min_value=1,
                max_value=LONGEST_TERM,
                help_text=clause,
            )

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Fields in groups for the page; an obligation's day, month and year stand together."""
        groups = {
            "Постановление": ("act_", "in_force"),
            "Параметры": ("parameter_",),
            "Сроки": ("term_", "day_", "month_", "year_"),
            "Основания коэффициента 1": ("ground_",),
            "Проверки предложений": ("check_",),
        }
        return [
            (title, [self[name] for name in self.fields if name.startswith(prefixes)])
            for title, prefixes in groups.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Put the new edition together, where every field is sound."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        try:
            self.revised = revise(self.base, self._revision(cleaned))
        except EditionError as error:
            raise ValidationError(list(error.reasons)) from error
        if not differences(self.base, self.revised):
            raise ValidationError("Ничего не изменено: новая редакция совпадает с прежней.", code="unchanged")
        return cleaned

    def _revision(self, cleaned: dict[str, Any]) -> Revision:
        base = self.base
        return Revision(
            act_number=cleaned["act_number"],
            act_date=cleaned["act_date"],
            act_title=cleaned["act_title"],
            in_force_from=cleaned["in_force_from"],
            values={entry.code: cleaned[f"parameter_{entry.code}"] for entry in base.parameters},
            terms={entry.code: term for entry in base.obligations if (term := _term(entry.code, cleaned)) is not None},
            grounds={
                entry.code: (cleaned[f"ground_title_{entry.code}"], cleaned[f"ground_text_{entry.code}"])
                for entry in base.grounds
            },
            checks={
                entry.code: (cleaned[f"check_on_{entry.code}"], cleaned[f"check_clause_{entry.code}"])
                for entry in base.checks
            },
        )


def _term(code: str, cleaned: dict[str, Any]) -> FixedDate | int | None:
    if f"day_{code}" in cleaned:
        return FixedDate(cleaned[f"month_{code}"], cleaned[f"day_{code}"], cleaned[f"year_{code}"])
    days: int | None = cleaned.get(f"term_{code}")
    return days


class OfficialTextForm(forms.Form):
    """The file of the official text."""

    file = forms.FileField(
        label="Файл",
        max_length=255,
        help_text=f"PDF, DOCX или RTF, не больше {officialtext.LARGEST_BYTES // 1024 // 1024}\u00a0МБ.",
        widget=forms.ClearableFileInput(attrs={"accept": officialtext.SUFFIXES}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """A document by its content, not by what the browser says of it."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        assert file.file is not None
        assert file.size is not None
        if reason := officialtext.complaint(file.name or "", file.size, file.file):
            raise ValidationError(reason, code="document")
        return file
