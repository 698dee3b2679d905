"""The fifteen sheets of a register's workbook, each described once.

A column's `path` is where its value lives in the database, seen from the sheet's model; what is checked and never
kept (`kept=False`) has a name only. `key` is what makes a row the same row in the next workbook.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models

from projects import enums
from projects import models as register
from projects.importing import cells
from projects.importing.cells import Kind
from ranking_portal.directory.enums import OrganizationKind, PostCategory
from ranking_portal.directory.models import Organization, Post

YEAR, PAY = "year", "pay"
PROJECT, PERSON, PERSON_NAME = "card__project__code", "person__personnel_number", "person__full_name"
HEAD, HEAD_NAME = "head__personnel_number", "head__full_name"


@dataclass(frozen=True)
class Column:
    """A column: its header, where its value lives, its kind; `refers` names the sheet whose key the value must be.

    `late`: the register learned it later; a workbook of former years lacks it, and its cells are read as empty.
    """

    header: str
    path: str
    kind: Kind = cells.TEXT
    required: bool = True
    refers: str = ""
    kept: bool = True
    secret: bool = False
    when_empty: Any = None
    late: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet. `owner` is the field by which its rows belong to the year; organizations belong to none."""

    title: str
    model: type[models.Model]
    owner: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    period: tuple[str, str] | None = None
    implied: tuple[str, ...] = ()  # paths filled from other sheets
    must_have_rows: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Everything stored of a row, in order."""
        return (*(column.path for column in self.columns if column.kept), *self.implied)

    def column(self, path: str) -> Column:
        """The column of a path."""
        return next(column for column in self.columns if column.path == path)

    def has_source(self) -> bool:
        """Whether rows remember the import that brought them."""
        return any(field.name == "source_import" for field in self.model._meta.concrete_fields)


ORGANIZATIONS, PROJECTS, STAFF = "Организации", "Проекты", "Сотрудники"
PROJECT_COLUMN = Column("Код проекта", PROJECT, refers=PROJECTS)
PERSON_COLUMN = Column("Табельный номер", PERSON, cells.PERSONNEL_NUMBER, refers=STAFF)


def _organization(header: str, field: str, **rest: Any) -> Column:
    return Column(header, f"{field}__short_name", refers=ORGANIZATIONS, **rest)


def _day(header: str, path: str, *, required: bool = False) -> Column:
    return Column(header, path, cells.DAY_KIND, required)


def _period() -> tuple[Column, Column]:
    return _day("Участвует с", "since", required=True), _day("Участвует по", "until")


def _facts(title: str, model: type[models.Model], *columns: Column, key: tuple[str, ...], **rest: Any) -> Sheet:
    return Sheet(title, model, "card", (PROJECT_COLUMN, *columns), key, **rest)


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        ORGANIZATIONS,
        Organization,
        "",
        (
            Column("Краткое наименование", "short_name"),
            Column("Полное наименование", "full_name"),
            Column("Вид", "kind", cells.choice(OrganizationKind)),
            _organization("Вышестоящая организация", "parent", required=False),
        ),
        key=("short_name",),
        must_have_rows=True,
    ),
    Sheet(
        PROJECTS,
        register.ProjectYear,
        "cycle",
        (
            Column("Код", "project__code"),
            Column("Наименование", "name"),
            Column("Национальный проект", "national_project"),
            _organization("Ответственный орган", "responsible"),
            Column("Руководитель проекта", HEAD_NAME, required=False),
            Column("Табельный номер руководителя", HEAD, cells.PERSONNEL_NUMBER, required=False, refers=STAFF),
            _day("Начало", "starts_on"),
            _day("Окончание", "ends_on"),
        ),
        key=("project__code",),
        period=("starts_on", "ends_on"),
        must_have_rows=True,
    ),
    _facts(
        "Финансирование",
        register.Funding,
        Column("Год", YEAR, cells.WHOLE, kept=False),
        Column("Бюджетные ассигнования, руб.", "appropriation_kopecks", cells.KOPECKS),
        Column("Кассовое исполнение, руб.", "spent_kopecks", cells.KOPECKS, required=False, when_empty=0),
        Column("Физические лица - получатели, чел.", "recipients", cells.WHOLE),
        key=(PROJECT,),
    ),
    _facts(
        "Участники",
        register.Participation,
        _organization("Организация", "organization"),
        Column("Вид участия", "kind", cells.choice(enums.ParticipationKind)),
        key=(PROJECT, "organization__short_name", "kind"),
    ),
    _facts(
        "Контракты",
        register.Contract,
        Column("Номер контракта", "number"),
        Column("Вид", "kind", cells.choice(enums.ContractKind)),
        Column("Предмет", "subject"),
        Column("Цена, руб.", "price_kopecks", cells.KOPECKS),
        _day("Дата заключения", "concluded_on"),
        _organization("Заказчик", "customer"),
        key=(PROJECT, "number"),
    ),
    _facts(
        "Объекты",
        register.ConstructionObject,
        Column("Наименование объекта", "name"),
        _organization("Муниципальное образование", "municipality", required=False),
        Column("Вид работ", "work", cells.choice(enums.WorkKind)),
        Column("Федеральная собственность", "federal_property", cells.YES_OR_NO),
        key=(PROJECT, "name"),
    ),
    _facts(
        "ГЧП",
        register.Partnership,
        Column("Номер соглашения", "number"),
        Column("Форма", "form", cells.choice(enums.PartnershipForm)),
        Column("Частный партнер", "partner"),
        _day("Дата соглашения", "signed_on"),
        key=(PROJECT, "number"),
    ),
    # Two alike rows are two results (clause 2.2, item 3): there is no key.
    _facts(
        "Уникальность",
        register.UniqueResult,
        Column("Вид", "kind", cells.choice(enums.UniqueKind)),
        Column("Описание", "description"),
        Column("Обоснование", "justification"),
        key=(),
    ),
    _facts(
        "Показатели",
        register.Target,
        Column("Показатель", "name"),
        Column("Единица измерения", "unit"),
        Column("Направление", "direction", cells.choice(enums.Direction)),
        Column("План", "plan", cells.DECIMAL),
        Column("Факт", "fact", cells.DECIMAL, required=False),
        key=(PROJECT, "name"),
    ),
    _facts(
        "План-график",
        register.Step,
        Column("Вид", "kind", cells.choice(enums.StepKind)),
        Column("Наименование", "name"),
        _day("Срок по плану", "due_on", required=True),
        _day("Срок по факту", "done_on"),
        key=(PROJECT, "kind", "name"),
    ),
    _facts(
        "Отчеты",
        register.Report,
        Column("Отчетный период", "period"),
        _day("Срок представления", "due_on", required=True),
        _day("Дата представления", "submitted_on"),
        key=(PROJECT, "period"),
    ),
    _facts(
        "Запросы на изменение",
        register.ChangeRequest,
        Column("Номер запроса", "number"),
        Column("Содержание изменения", "content"),
        _day("Срок подготовки", "due_on", required=True),
        _day("Дата направления", "sent_on"),
        key=(PROJECT, "number"),
    ),
    Sheet(
        STAFF,
        Post,
        "year",
        (
            Column("Табельный номер", PERSON, cells.PERSONNEL_NUMBER),
            Column("Фамилия, имя, отчество", PERSON_NAME),
            _organization("Орган", "organization"),
            Column("Должность", "title"),
            Column("Категория должности", "category", cells.choice(PostCategory)),
            # Checked as it comes, kept nowhere: nothing in the law's section 2 needs it.
            Column("Месячное денежное содержание, руб.", PAY, cells.KOPECKS, required=False, kept=False, secret=True),
        ),
        key=(PERSON,),
        must_have_rows=True,
    ),
    _facts(
        "Команды",
        register.TeamMember,
        PERSON_COLUMN,
        Column("Роль", "role", cells.choice(enums.TeamRole)),
        *_period(),
        key=(PROJECT, PERSON, "role", "since"),
        period=("since", "until"),
        implied=(PERSON_NAME,),
    ),
    Sheet(
        "Инфраструктура",
        register.InfrastructureParticipant,
        "cycle",
        (PERSON_COLUMN, Column("Функция", "function"), *_period()),
        key=(PERSON, "function", "since"),
        period=("since", "until"),
        implied=(PERSON_NAME,),
    ),
)
BY_TITLE = {sheet.title: sheet for sheet in SHEETS}
TITLES = [sheet.title for sheet in SHEETS]
