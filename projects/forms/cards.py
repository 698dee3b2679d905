"""Forms of the card itself, of the list's filters and of a new year."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from projects.models import Cycle, ProjectYear
from projects.services.cycles import FIRST_YEAR, TOO_EARLY
from ranking_portal import clock
from ranking_portal.directory.models import Organization, Person
from ranking_portal.fields import WholeField
from ranking_portal.reference.choices import OrganizationChoice, PersonChoice
from ranking_portal.region import worded
from ranking_portal.rowform import RowForm, in_our_fields

CODE = re.compile(r"(?!new$)\w[\w.\-]*", re.IGNORECASE)
FARTHEST_AHEAD_YEARS = 2


class CardForm(RowForm):
    """What the card says of the project in a year."""

    periods = (("starts_on", "ends_on"),)
    responsible = OrganizationChoice(label="Ответственный орган", help_text="Чей это проект: орган области.")
    head = PersonChoice(
        Person.objects.all(),
        label="Руководитель",
        required=False,
        help_text=worded("Получает уведомление о фонде и готовит предложения по премированию команды (пункт 2.6)."),
    )

    class Meta:
        model = ProjectYear
        fields = ("name", "national_project", "responsible", "head", "starts_on", "ends_on")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {"national_project": "Как в паспорте проекта; по нему список можно отобрать."}


class NewCardForm(CardForm):
    """A card of a project not yet in the year's register."""

    code = forms.CharField(label="Код", max_length=32, help_text="Код проекта не меняется из года в год, например E3.")

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycle = cycle
        self.order_fields(["code"])

    def clean_code(self) -> str:
        """A code that may stand in an address and is not taken in this year."""
        code: str = self.cleaned_data["code"]
        if not CODE.fullmatch(code):
            raise ValidationError("Код состоит из букв, цифр, точки и дефиса, без пробелов.")
        if ProjectYear.objects.filter(cycle=self.cycle, project__code=code).exists():
            raise ValidationError(f"Проект {code} в реестре {self.cycle.year} года уже есть.")
        return code


def year_to_open(year: int) -> int:
    """The year, where it may have a cycle; raises ValidationError for one before the law or too far ahead."""
    if year < FIRST_YEAR:
        raise ValidationError(TOO_EARLY)
    if year > clock.today().year + FARTHEST_AHEAD_YEARS:
        raise ValidationError(f"{year} год открывать рано: проверьте, тот ли это год.")
    return year


class CycleForm(forms.Form):
    """The fiscal year to open."""

    year = WholeField(
        label="Финансовый год", help_text=worded("Отчётный год: его проекты ранжируются до 31 декабря (пункт 2.3).")
    )

    def clean_year(self) -> int:
        """A year that has not been opened and may be."""
        year = year_to_open(self.cleaned_data["year"])
        if Cycle.objects.filter(year=year).exists():
            raise ValidationError(f"{year} год уже открыт.")
        return year


class ListFilter(forms.Form):
    """What of the year's list is shown."""

    q = forms.CharField(
        label="Поиск",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "Код, название, имя"}),
    )
    national = forms.ChoiceField(label="Национальный проект", required=False)
    body = forms.ModelChoiceField(
        Organization.objects.none(), label="Ответственный орган", required=False, empty_label="любой"
    )
    lacking = forms.BooleanField(label="не хватает фактов", required=False)
    sort = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, national: list[str], bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["national"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "любой"), *((name, name) for name in national)]
        chooser = self.fields["body"]
        assert isinstance(chooser, forms.ModelChoiceField)
        chooser.queryset = bodies
