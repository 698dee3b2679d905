"""Forms of organizations, people's choice, appointments."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.models import Appointment, Organization, Person, Post
from ranking_portal.fields import DayField, WholeField
from ranking_portal.reference.choices import OrganizationChoice, PersonChoice
from ranking_portal.region import worded
from ranking_portal.rowform import RowForm, in_our_fields


class OrganizationForm(RowForm):
    """An organization. Its short name is fixed once entered: offices and documents are tied to it.

    A renamed or merged body ends by its date and names its successor.
    """

    periods = (("since", "until"),)
    parent = OrganizationChoice(
        label="Вышестоящая организация",
        required=False,
        help_text=worded(
            "Орган, которому подведомственно учреждение: от этого зависит, как его считает критерий 1 "
            "(пункт 2.2, подпункт 1)."
        ),
    )
    successor = OrganizationChoice(
        label="Правопреемник",
        required=False,
        help_text="Кому перешли её права: новая организация с новым именем.",
    )

    class Meta:
        model = Organization
        fields: tuple[str, ...] = ("full_name", "kind", "parent", "since", "until", "successor")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "until": "Переименованная или присоединённая организация заканчивается этим днём.",
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an organization that stands above or succeeds itself, and a successor without the last day."""
        values = super().clean()
        for name in ("parent", "successor"):
            if self.instance.pk and _reaches(values.get(name), name, self.instance.pk):
                self.add_error(name, "Получается круг: организация замыкается сама на себя.")
        if values.get("successor") and not values.get("until"):
            self.add_error("until", "Укажите последний день: есть правопреемник.")
        return values


def _reaches(start: Organization | None, link: str, pk: int) -> bool:
    """Whether going up by `link` from `start` comes to the organization `pk`."""
    seen: set[int] = set()
    while start is not None and start.pk not in seen:
        if start.pk == pk:
            return True
        seen.add(start.pk)
        start = getattr(start, link)
    return False


class NewOrganizationForm(OrganizationForm):
    """An organization entered for the first time."""

    unique_by = ("short_name",)
    unique_message = "Организация с таким кратким наименованием уже есть."

    class Meta(OrganizationForm.Meta):
        fields = ("short_name", *OrganizationForm.Meta.fields)


class PersonForm(RowForm):
    """A person: the same number with another name is another person."""

    unique_by = ("personnel_number", "full_name")
    unique_message = "Этот человек в реестре уже есть."

    class Meta:
        model = Person
        fields = ("personnel_number", "full_name")
        help_texts: ClassVar = {
            "personnel_number": "Как в кадровом учёте, с нулями впереди. Номер с другим именем — другой человек."
        }


class PostForm(RowForm):
    """Where a person serves in a year: one post a year."""

    unique_by = ("year",)
    unique_message = "Должность в этом году уже введена: измените её."
    year = WholeField(label="Год")
    organization = OrganizationChoice(label="Орган")

    class Meta:
        model = Post
        fields = ("year", "organization", "title", "category")
        help_texts: ClassVar = {
            "title": "Как в штатном расписании: так она стоит в документах.",
            "category": worded("Доля в фонде считается по дням в должностях трёх видов (пункт 2.6)."),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def siblings(self) -> Any:
        """Posts of the same person."""
        return super().siblings().filter(person=self.person)


class AppointmentForm(RowForm):
    """Who heads, or acts for the head, from which day and by which order."""

    periods = (("since", "until"),)
    unique_by = ("person", "since")
    unique_message = "Это назначение с того же дня уже есть."
    person = PersonChoice(Person.objects.all(), label="Кто")

    class Meta:
        model = Appointment
        fields = ("person", "acting", "since", "until", "order")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "acting": "Исполняющий обязанности делает в эти дни всё, что делает руководитель.",
            "until": "Пусто — бессрочно. Последний день входит в срок.",
            "order": "Номер и дата: приказ от 12.01.2026 №\u00a07.",
        }

    def __init__(self, *args: Any, office: str, acting_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        if acting_only:
            del self.fields["acting"]

    def clean(self) -> dict[str, Any]:
        """Refuse a second head beside one who is not acting: his days end first."""
        values = super().clean()
        if "acting" in self.fields and values.get("since") and not values.get("acting"):
            last_day = values.get("until") or date.max
            others = self.siblings().filter(acting=False, since__lte=last_day).exclude(pk=self.instance.pk)
            other = others.filter(Q(until__isnull=True) | Q(until__gte=values["since"])).first()
            if other is not None:
                self.add_error("since", f"В эти дни руководит {other.person}: сначала завершите то назначение.")
        return values

    def siblings(self) -> Any:
        """Appointments to the same office."""
        return super().siblings().filter(office=self.office)


class EndForm(forms.Form):
    """The last day of an appointment, with the order that ends it."""

    until = DayField(label="Последний день", help_text="Этот день ещё входит в срок.")
    order = forms.CharField(label="Приказ (номер и дата)", max_length=200)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appointment = appointment

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and only shortens."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        until, held = values.get("until"), self.appointment
        if until and until < held.since:
            self.add_error("until", f"Не может быть раньше {held.since:%d.%m.%Y}.")
        elif until and held.until and until > held.until:
            self.add_error("until", f"Назначение и так заканчивается {held.until:%d.%m.%Y}.")
        return values


def _sought(placeholder: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"type": "search", "placeholder": placeholder})
    return forms.CharField(label="Поиск", required=False, max_length=200, widget=widget)


class OrganizationFilter(forms.Form):
    """What of the list of organizations is shown."""

    q = _sought("Краткое или полное имя")
    kind = forms.ChoiceField(label="Вид", required=False, choices=[("", "любой"), *OrganizationKind.choices])


class PeopleFilter(forms.Form):
    """Whom the list of people shows."""

    q = _sought("Имя или табельный номер")
