"""Every kind of fact in one place: its address, words, clause, form, and the columns that the card shows."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from projects import models
from projects.forms import facts as forms
from projects.progress import Mark, target_mark, time_mark
from ranking_portal.figures import decimal_ru, roubles, short_day
from ranking_portal.region import worded


@dataclass(frozen=True)
class Moment:
    """The day the page is read, in the year of the card."""

    today: date
    year: int

    @property
    def year_ended(self) -> bool:
        """Whether the card's year is over, so that its targets are settled (clause 2.2)."""
        return self.today.year > self.year


Value = Callable[[Any, Moment], str | Mark]


@dataclass(frozen=True)
class Column:
    """A column of a kind's table: figures stand to the right, names are never squeezed."""

    title: str
    value: Value
    numeric: bool = False
    name: bool = False

    @property
    def css(self) -> str:
        """Class of the cells."""
        return "num" if self.numeric else "name" if self.name else ""


@dataclass(frozen=True)
class Kind:
    """A kind of fact. `title` heads its table, `one` follows "Добавить" and "Изменить" (accusative)."""

    slug: str
    title: str
    one: str
    clause: str
    form: type[forms.FactForm]
    columns: tuple[Column, ...]
    follow: tuple[str, ...] = ()

    @property
    def many(self) -> bool:
        """Whether a card has several rows of the kind: money is one row a card."""
        return self.model is not models.Funding

    @property
    def model(self) -> Any:
        """The model of the kind."""
        return self.form._meta.model

    def rows(self, card: models.ProjectYear) -> Any:
        """The card's facts of this kind, with what the columns need."""
        return self.model._default_manager.filter(card=card).select_related("source_import", *self.follow)


def text(name: str) -> Value:
    """A field as it stands."""
    return lambda fact, moment: str(value) if (value := getattr(fact, name)) is not None else "—"


def choice(name: str) -> Value:
    """A field by its Russian word."""
    return lambda fact, moment: str(getattr(fact, f"get_{name}_display")())


def day(name: str) -> Value:
    """A day in figures."""
    return lambda fact, moment: short_day(getattr(fact, name))


def money(name: str) -> Value:
    """Kopecks as roubles."""
    return lambda fact, moment: roubles(getattr(fact, name))


def number(name: str) -> Value:
    """A number without idle zeros."""
    return lambda fact, moment: decimal_ru(getattr(fact, name))


def timeliness(due: str, done: str) -> Value:
    """Whether the item was done by its own day."""
    return lambda fact, moment: time_mark(getattr(fact, due), getattr(fact, done), moment.today)


def _target(fact: models.Target, moment: Moment) -> Mark:
    return target_mark(fact.direction, fact.plan, fact.fact, year_ended=moment.year_ended)


def _federal(fact: models.ConstructionObject, moment: Moment) -> str | Mark:
    return Mark("федеральная", "blue") if fact.federal_property else "нет"


def _organization_kind(fact: models.Participation, moment: Moment) -> str:
    return fact.organization.get_kind_display()


FUNDING = Kind(
    "funding",
    "Финансирование",
    "финансирование",
    worded("2.2"),
    forms.FundingForm,
    (
        Column("Ассигнования, руб.", money("appropriation_kopecks"), numeric=True),
        Column("Исполнено, руб.", money("spent_kopecks"), numeric=True),
        Column("Получатели, чел.", number("recipients"), numeric=True),
    ),
)
TARGET = Kind(
    "target",
    "Целевые показатели",
    "показатель",
    worded("2.2"),
    forms.TargetForm,
    (
        Column("Показатель", text("name"), name=True),
        Column("Единица", text("unit")),
        Column("Направление", choice("direction")),
        Column("План", number("plan"), numeric=True),
        Column("Факт", number("fact"), numeric=True),
        Column("Итог", _target),
    ),
)
PARTICIPATION = Kind(
    "participation",
    "Участвующие организации",
    "организацию",
    worded("2.2"),
    forms.ParticipationForm,
    (
        Column("Организация", text("organization"), name=True),
        Column("Вид организации", _organization_kind),
        Column("Вид участия", choice("kind")),
    ),
    ("organization",),
)
CONTRACT = Kind(
    "contract",
    "Контракты",
    "контракт",
    worded("2.2"),
    forms.ContractForm,
    (
        Column("Номер", text("number")),
        Column("Вид", choice("kind")),
        Column("Предмет", text("subject"), name=True),
        Column("Заключён", day("concluded_on")),
        Column("Заказчик", text("customer")),
        Column("Цена, руб.", money("price_kopecks"), numeric=True),
    ),
    ("customer",),
)
CONSTRUCTION = Kind(
    "object",
    "Объекты строительства",
    "объект",
    worded("2.2"),
    forms.ConstructionObjectForm,
    (
        Column("Объект", text("name"), name=True),
        Column("Муниципальное образование", text("municipality")),
        Column("Вид работ", choice("work")),
        Column("Собственность", _federal),
    ),
    ("municipality",),
)
PARTNERSHIP = Kind(
    "partnership",
    "Государственно-частное партнёрство",
    "соглашение",
    worded("2.2"),
    forms.PartnershipForm,
    (
        Column("Номер", text("number")),
        Column("Форма", choice("form")),
        Column("Частный партнёр", text("partner")),
        Column("Заключено", day("signed_on")),
    ),
)
UNIQUE = Kind(
    "unique",
    "Уникальные результаты",
    "уникальный результат",
    worded("2.2"),
    forms.UniqueResultForm,
    (
        Column("Вид", choice("kind")),
        Column("Описание", text("description"), name=True),
        Column("Обоснование", text("justification"), name=True),
    ),
)
STEP = Kind(
    "step",
    "Мероприятия и контрольные точки",
    "пункт плана-графика",
    worded("2.2"),
    forms.StepForm,
    (
        Column("Вид", choice("kind")),
        Column("Наименование", text("name"), name=True),
        Column("Срок", day("due_on")),
        Column("Выполнено", day("done_on")),
        Column("Итог", timeliness("due_on", "done_on")),
    ),
)
REPORT = Kind(
    "report",
    "Отчёты",
    "отчёт",
    worded("2.2"),
    forms.ReportForm,
    (
        Column("Период", text("period")),
        Column("Срок", day("due_on")),
        Column("Представлен", day("submitted_on")),
        Column("Итог", timeliness("due_on", "submitted_on")),
    ),
)
CHANGE_REQUEST = Kind(
    "change-request",
    "Запросы на изменение паспорта",
    "запрос на изменение",
    worded("2.2"),
    forms.ChangeRequestForm,
    (
        Column("Номер", text("number")),
        Column("Содержание", text("content"), name=True),
        Column("Срок", day("due_on")),
        Column("Направлен", day("sent_on")),
        Column("Итог", timeliness("due_on", "sent_on")),
    ),
)
TEAM = Kind(
    "team",
    "Команда проекта",
    "члена команды",
    worded("2.6"),
    forms.TeamMemberForm,
    (
        Column("Сотрудник", text("person"), name=True),
        Column("Роль", choice("role")),
        Column("Участвует с", day("since")),
        Column("Участвует по", lambda fact, moment: short_day(fact.until) if fact.until else "конец года"),
    ),
    ("person",),
)
KINDS: dict[str, Kind] = {
    kind.slug: kind
    for kind in (
        FUNDING,
        TARGET,
        PARTICIPATION,
        CONTRACT,
        CONSTRUCTION,
        PARTNERSHIP,
        UNIQUE,
        STEP,
        REPORT,
        CHANGE_REQUEST,
        TEAM,
    )
}
