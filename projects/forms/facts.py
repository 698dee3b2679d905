"""Forms of facts: one a kind, the fields of its model, sums in roubles."""

from typing import Any, ClassVar

from django import forms
from django.db import models

from projects.models import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Cycle,
    Funding,
    InfrastructureParticipant,
    Participation,
    Partnership,
    ProjectYear,
    Report,
    Step,
    Target,
    TeamMember,
    UniqueResult,
)
from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.models import Person
from ranking_portal.fields import RoubleField, WholeField
from ranking_portal.reference.choices import OrganizationChoice, PersonChoice
from ranking_portal.region import worded
from ranking_portal.rowform import RowForm, in_our_fields

LONG_TEXT = forms.Textarea(attrs={"rows": 3})


class FactForm(RowForm):
    """A fact of a card: `owner` is the card (the cycle, for infrastructure participants)."""

    owner_field: ClassVar[str] = "card"

    def __init__(self, *args: Any, owner: ProjectYear | Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def siblings(self) -> models.QuerySet[Any]:
        """Facts of the same kind on the same card."""
        return super().siblings().filter(**{self.owner_field: self.owner})


class FundingForm(FactForm):
    """Money and recipients of the year."""

    appropriation_kopecks = RoubleField(
        label="Бюджетные ассигнования, руб.",
        help_text=worded("На отчётный год. Проект без ассигнований не ранжируется (пункт 2.2)."),
    )
    spent_kopecks = RoubleField(label="Кассовое исполнение, руб.", required=False)
    recipients = WholeField(
        label="Физические лица — получатели, чел.",
        required=False,
        help_text=worded("Кто получил средства областного бюджета: критерий 2 (пункт 2.2, подпункт 2)."),
    )

    class Meta:
        model = Funding
        fields = ("appropriation_kopecks", "spent_kopecks", "recipients")

    def clean(self) -> dict[str, Any]:
        """One row a card; what is left empty is nothing spent, nobody received."""
        values = super().clean()
        if self.siblings().exclude(pk=self.instance.pk).exists():
            self.add_error(None, "Финансирование этого проекта уже введено: измените его.")
        for name in ("spent_kopecks", "recipients"):
            if name not in self.errors and values.get(name) is None:
                values[name] = 0
        return values


class ParticipationForm(FactForm):
    """An organization that takes part."""

    unique_by = ("organization", "kind")
    unique_message = "Эта организация уже участвует в проекте в этом качестве."
    organization = OrganizationChoice(
        label="Организация",
        help_text=worded(
            "Критерий 1 считает органы, муниципальные образования и их учреждения (пункт 2.2, подпункт 1)."
        ),
    )

    class Meta:
        model = Participation
        fields = ("organization", "kind")
        formfield_callback = in_our_fields


class ContractForm(FactForm):
    """A state or municipal contract."""

    unique_by = ("number",)
    unique_message = "Контракт с таким номером в проекте уже есть."
    price_kopecks = RoubleField(label="Цена, руб.", help_text="Как в контракте, с копейками.")
    customer = OrganizationChoice(label="Заказчик")

    class Meta:
        model = Contract
        fields = ("number", "kind", "subject", "price_kopecks", "concluded_on", "customer")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "number": worded("Каждый номер считается один раз: критерий 2 (пункт 2.2, подпункт 2)."),
            "concluded_on": "Считаются контракты, заключённые ко дню расчёта; без даты — как уже заключённые.",
        }
        widgets: ClassVar = {"subject": LONG_TEXT}


class ConstructionObjectForm(FactForm):
    """An object of construction."""

    unique_by = ("name",)
    unique_message = "Объект с таким наименованием в проекте уже есть."
    municipality = OrganizationChoice(
        kind=OrganizationKind.MUNICIPALITY, label="Муниципальное образование", required=False
    )

    class Meta:
        model = ConstructionObject
        fields = ("name", "municipality", "work", "federal_property")
        help_texts: ClassVar = {
            "name": worded("Наличие объектов строительства учитывает критерий 2 (пункт 2.2, подпункт 2)."),
            "federal_property": worded("Работы на объектах федеральной собственности критерий 2 учитывает отдельно."),
        }


class PartnershipForm(FactForm):
    """A public-private partnership."""

    unique_by = ("number",)
    unique_message = "Соглашение с таким номером в проекте уже есть."

    class Meta:
        model = Partnership
        fields = ("number", "form", "partner", "signed_on")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "form": worded(
                "Механизмы государственно-частного партнёрства учитывает критерий 2 (пункт 2.2, подпункт 2)."
            )
        }


class UniqueResultForm(FactForm):
    """A unique result: alike rows are allowed, each is a result."""

    class Meta:
        model = UniqueResult
        fields = ("kind", "description", "justification")
        help_texts: ClassVar = {
            "kind": worded(
                "Новая технология, IT-продукт, объект или иной результат: критерий 3 (пункт 2.2, подпункт 3)."
            ),
            "justification": worded("Почему результат уникален: это читает малый совет."),
        }
        widgets: ClassVar = {"description": LONG_TEXT, "justification": LONG_TEXT}


class TargetForm(FactForm):
    """A target of the project."""

    unique_by = ("name",)
    unique_message = "Показатель с таким наименованием в проекте уже есть."

    class Meta:
        model = Target
        fields = ("name", "unit", "direction", "plan", "fact")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "direction": "Какое значение лучше: от этого зависит, достигнут ли показатель.",
            "plan": "Целевое значение на отчётный год.",
            "fact": worded("Пусто, пока неизвестно. Без достигнутых показателей проект не ранжируется (пункт 2.2)."),
        }


class StepForm(FactForm):
    """A row of the plan."""

    unique_by = ("name", "kind")
    unique_message = "Такой пункт в плане-графике проекта уже есть."

    class Meta:
        model = Step
        fields = ("kind", "name", "due_on", "done_on")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "due_on": worded("По плану-графику: своевременность считает критерий 4 (пункт 2.2, подпункт 4)."),
            "done_on": "Пусто, пока не выполнено.",
        }


class ReportForm(FactForm):
    """A report."""

    unique_by = ("period",)
    unique_message = "Отчёт за этот период в проекте уже есть."

    class Meta:
        model = Report
        fields = ("period", "due_on", "submitted_on")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "period": "Например, 02.2026.",
            "due_on": worded("До какого дня отчёт нужно представить: критерий 4 (пункт 2.2, подпункт 4)."),
            "submitted_on": "Пусто, пока не представлен.",
        }


class ChangeRequestForm(FactForm):
    """A request to change the passport."""

    unique_by = ("number",)
    unique_message = "Запрос с таким номером в проекте уже есть."

    class Meta:
        model = ChangeRequest
        fields = ("number", "content", "due_on", "sent_on")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "number": "В подсистеме «Электронного бюджета».",
            "due_on": worded("До какого дня запрос нужно подготовить: критерий 4 (пункт 2.2, подпункт 4)."),
            "sent_on": "Пусто, пока не направлен.",
        }
        widgets: ClassVar = {"content": LONG_TEXT}


class TeamMemberForm(FactForm):
    """A member of the team: days count inclusive at both ends, without an end to 31 December."""

    periods = (("since", "until"),)
    unique_by = ("person", "role", "since")
    unique_message = "Этот сотрудник уже участвует в этой роли с этого дня."
    person = PersonChoice(Person.objects.all(), label="Сотрудник")

    class Meta:
        model = TeamMember
        fields = ("person", "role", "since", "until")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "since": worded("Дни участия определяют долю в фонде проекта (пункт 2.6). Первый день входит."),
            "until": "Последний день входит. Пусто — до конца года.",
        }


class InfrastructureForm(FactForm):
    """An infrastructure participant of the year."""

    owner_field = "cycle"
    periods = (("since", "until"),)
    unique_by = ("person", "function", "since")
    unique_message = "Этот сотрудник уже выполняет эту функцию с этого дня."
    person = PersonChoice(Person.objects.all(), label="Сотрудник")

    class Meta:
        model = InfrastructureParticipant
        fields = ("person", "function", "since", "until")
        formfield_callback = in_our_fields
        help_texts: ClassVar = {
            "since": worded(
                "По дням участия считается доля органа в инфраструктурной части (пункт 2.6). Первый день входит."
            ),
            "until": "Последний день входит. Пусто — до конца года.",
        }
