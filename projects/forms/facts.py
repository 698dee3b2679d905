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
from ranking_portal.directory.models import Organization, Person
from ranking_portal.fields import RoubleField, WholeField
from ranking_portal.reference.forms import PersonChoice
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

    appropriation_kopecks = RoubleField(label="Бюджетные ассигнования, руб.")
    spent_kopecks = RoubleField(label="Кассовое исполнение, руб.", required=False)
    recipients = WholeField(label="Физические лица — получатели, чел.", required=False)

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

    class Meta:
        model = Participation
        fields = ("organization", "kind")
        formfield_callback = in_our_fields


class ContractForm(FactForm):
    """A state or municipal contract."""

    unique_by = ("number",)
    unique_message = "Контракт с таким номером в проекте уже есть."
    price_kopecks = RoubleField(label="Цена, руб.")

    class Meta:
        model = Contract
        fields = ("number", "kind", "subject", "price_kopecks", "concluded_on", "customer")
        formfield_callback = in_our_fields
        widgets: ClassVar = {"subject": LONG_TEXT}


class ConstructionObjectForm(FactForm):
    """An object of construction."""

    unique_by = ("name",)
    unique_message = "Объект с таким наименованием в проекте уже есть."
    municipality = forms.ModelChoiceField(
        Organization.objects.filter(kind=OrganizationKind.MUNICIPALITY),
        label="Муниципальное образование",
        required=False,
    )

    class Meta:
        model = ConstructionObject
        fields = ("name", "municipality", "work", "federal_property")


class PartnershipForm(FactForm):
    """A public-private partnership."""

    unique_by = ("number",)
    unique_message = "Соглашение с таким номером в проекте уже есть."

    class Meta:
        model = Partnership
        fields = ("number", "form", "partner", "signed_on")
        formfield_callback = in_our_fields


class UniqueResultForm(FactForm):
    """A unique result: alike rows are allowed, each is a result."""

    class Meta:
        model = UniqueResult
        fields = ("kind", "description", "justification")
        widgets: ClassVar = {"description": LONG_TEXT, "justification": LONG_TEXT}


class TargetForm(FactForm):
    """A target of the project."""

    unique_by = ("name",)
    unique_message = "Показатель с таким наименованием в проекте уже есть."

    class Meta:
        model = Target
        fields = ("name", "unit", "direction", "plan", "fact")
        formfield_callback = in_our_fields


class StepForm(FactForm):
    """A row of the plan."""

    unique_by = ("name", "kind")
    unique_message = "Такой пункт в плане-графике проекта уже есть."

    class Meta:
        model = Step
        fields = ("kind", "name", "due_on", "done_on")
        formfield_callback = in_our_fields


class ReportForm(FactForm):
    """A report."""

    unique_by = ("period",)
    unique_message = "Отчёт за этот период в проекте уже есть."

    class Meta:
        model = Report
        fields = ("period", "due_on", "submitted_on")
        formfield_callback = in_our_fields


class ChangeRequestForm(FactForm):
    """A request to change the passport."""

    unique_by = ("number",)
    unique_message = "Запрос с таким номером в проекте уже есть."

    class Meta:
        model = ChangeRequest
        fields = ("number", "content", "due_on", "sent_on")
        formfield_callback = in_our_fields
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
