"""Facts of a project in a year: what the criteria of clause 2.2 count. Sums are whole kopecks."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from projects.enums import (
    ContractKind,
    Direction,
    ParticipationKind,
    PartnershipForm,
    StepKind,
    UniqueKind,
    WorkKind,
)
from projects.models.register import ProjectYear
from ranking_portal.directory.models import Organization


class Fact(models.Model):
    """Any fact: it belongs to a card and knows the import and the row it came from (by hand: none)."""

    card = models.ForeignKey(ProjectYear, models.CASCADE, related_name="%(class)ss", verbose_name="проект")
    source_import = models.ForeignKey("projects.Import", models.SET_NULL, null=True, blank=True, editable=False)
    source_row = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class Funding(Fact):
    """Appropriation, spending and individual recipients of the year (clause 2.2)."""

    card = models.OneToOneField(ProjectYear, models.CASCADE, related_name="funding", verbose_name="проект")
    appropriation_kopecks = models.BigIntegerField("бюджетные ассигнования, руб.", validators=[MinValueValidator(0)])
    spent_kopecks = models.BigIntegerField("кассовое исполнение, руб.", default=0, validators=[MinValueValidator(0)])
    recipients = models.PositiveIntegerField("физические лица — получатели, чел.", default=0)

    class Meta:
        verbose_name = "финансирование"
        constraints = (
            models.CheckConstraint(
                condition=Q(appropriation_kopecks__gte=0, spent_kopecks__gte=0), name="funding_not_negative"
            ),
        )

    def __str__(self) -> str:
        return f"ассигнования {self.appropriation}"

    @property
    def appropriation(self) -> Decimal:
        """Appropriation in roubles."""
        return Decimal(self.appropriation_kopecks) / 100

    @property
    def spent(self) -> Decimal:
        """Spending in roubles."""
        return Decimal(self.spent_kopecks) / 100


class Participation(Fact):
    """An organization that takes part in the project (clause 2.2, item 1)."""

    organization = models.ForeignKey(Organization, models.PROTECT, verbose_name="организация")
    kind = models.CharField("вид участия", max_length=16, choices=ParticipationKind)

    class Meta:
        verbose_name = "участие организации"
        ordering = ("organization__short_name",)
        constraints = (models.UniqueConstraint(fields=("card", "organization", "kind"), name="participation_once"),)

    def __str__(self) -> str:
        return f"{self.organization}: {self.get_kind_display()}"


class Contract(Fact):
    """A state or municipal contract (clause 2.2, item 2)."""

    number = models.CharField("номер контракта", max_length=64)
    kind = models.CharField("вид", max_length=16, choices=ContractKind)
    subject = models.CharField("предмет", max_length=1000)
    price_kopecks = models.BigIntegerField("цена, руб.", validators=[MinValueValidator(0)])
    concluded_on = models.DateField("дата заключения", null=True, blank=True)
    customer = models.ForeignKey(Organization, models.PROTECT, verbose_name="заказчик")

    class Meta:
        verbose_name = "контракт"
        ordering = ("concluded_on", "number")
        constraints = (
            models.UniqueConstraint(fields=("card", "number"), name="contract_once"),
            models.CheckConstraint(condition=Q(price_kopecks__gte=0), name="contract_price_not_negative"),
        )

    def __str__(self) -> str:
        return f"контракт № {self.number}"

    @property
    def price(self) -> Decimal:
        """Price in roubles."""
        return Decimal(self.price_kopecks) / 100


class ConstructionObject(Fact):
    """An object of construction; works on federal property are a mark of it (clause 2.2, item 2)."""

    name = models.CharField("наименование объекта", max_length=500)
    municipality = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, verbose_name="муниципальное образование"
    )
    work = models.CharField("вид работ", max_length=16, choices=WorkKind)
    federal_property = models.BooleanField("федеральная собственность", default=False)

    class Meta:
        verbose_name = "объект строительства"
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("card", "name"), name="construction_object_once"),)

    def __str__(self) -> str:
        return self.name


class Partnership(Fact):
    """An agreement on public-private partnership (clause 2.2, item 2)."""

    number = models.CharField("номер соглашения", max_length=64)
    form = models.CharField("форма", max_length=16, choices=PartnershipForm)
    partner = models.CharField("частный партнёр", max_length=500)
    signed_on = models.DateField("дата соглашения", null=True, blank=True)

    class Meta:
        verbose_name = "соглашение о ГЧП"
        ordering = ("signed_on", "number")
        constraints = (models.UniqueConstraint(fields=("card", "number"), name="partnership_once"),)

    def __str__(self) -> str:
        return f"{self.get_form_display()} № {self.number}"


class UniqueResult(Fact):
    """A unique result (clause 2.2, item 3). Two alike rows are two results: there is no natural key."""

    kind = models.CharField("вид", max_length=16, choices=UniqueKind)
    description = models.CharField("описание", max_length=1000)
    justification = models.CharField("обоснование", max_length=2000)

    class Meta:
        verbose_name = "уникальный результат"
        ordering = ("kind", "description", "pk")

    def __str__(self) -> str:
        return self.description


class Target(Fact):
    """A target of the project (clause 2.2): reached when the fact is not worse than the plan."""

    name = models.CharField("показатель", max_length=500)
    unit = models.CharField("единица измерения", max_length=64)
    direction = models.CharField("направление", max_length=8, choices=Direction)
    plan = models.DecimalField("план", max_digits=15, decimal_places=4)
    fact = models.DecimalField("факт", max_digits=15, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "целевой показатель"
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("card", "name"), name="target_once"),)

    def __str__(self) -> str:
        return self.name


class Step(Fact):
    """An activity or a milestone of the plan (clause 2.2, item 4)."""

    kind = models.CharField("вид", max_length=16, choices=StepKind)
    name = models.CharField("наименование", max_length=500)
    due_on = models.DateField("срок по плану")
    done_on = models.DateField("срок по факту", null=True, blank=True)

    class Meta:
        verbose_name = "пункт плана-графика"
        ordering = ("due_on", "name")
        constraints = (models.UniqueConstraint(fields=("card", "kind", "name"), name="step_once"),)

    def __str__(self) -> str:
        return self.name


class Report(Fact):
    """A report on the project (clause 2.2, item 4)."""

    period = models.CharField("отчётный период", max_length=32)
    due_on = models.DateField("срок представления")
    submitted_on = models.DateField("дата представления", null=True, blank=True)

    class Meta:
        verbose_name = "отчёт"
        ordering = ("due_on", "period")
        constraints = (models.UniqueConstraint(fields=("card", "period"), name="report_once"),)

    def __str__(self) -> str:
        return f"отчёт за {self.period}"


class ChangeRequest(Fact):
    """A request to change the project's passport (clause 2.2, item 4; a change in the sense of clause 2.3)."""

    number = models.CharField("номер запроса", max_length=64)
    content = models.CharField("содержание изменения", max_length=1000)
    due_on = models.DateField("срок подготовки")
    sent_on = models.DateField("дата направления", null=True, blank=True)

    class Meta:
        verbose_name = "запрос на изменение"
        ordering = (F("sent_on").asc(nulls_last=True), "number")
        constraints = (models.UniqueConstraint(fields=("card", "number"), name="change_request_once"),)

    def __str__(self) -> str:
        return f"запрос № {self.number}"
