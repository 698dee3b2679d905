"""Doubts about days: terms outside the year, deeds before their beginning or ahead of today."""

from collections.abc import Iterator
from datetime import timedelta

from projects.quality.facts import Duty, Year
from projects.quality.money import contract_record
from projects.quality.rule import CARD, Doubt, Record, rule
from ranking_portal.figures import short_day
from ranking_portal.region import worded

YEAR_APART = timedelta(days=365)
WORDS = {"step": "", "report": "отчёт за ", "change-request": "запрос № "}


def _record(year: Year, kind: str, row: Duty) -> Record:
    return Record(kind, row.pk, year.card_of[row.card].code, f"{WORDS[kind]}{row.name}")


@rule(
    "done-before-beginning",
    "Сделано раньше начала проекта",
    "Фактическая дата раньше, чем начался сам проект.",
    worded("2.2"),
)
def done_before_beginning(year: Year) -> Iterator[Doubt]:
    """Done before the planned beginning of the project."""
    for kind, rows in year.duties:
        for row in rows:
            began = year.card_of[row.card].starts_on
            if row.done_on and began and row.done_on < began:
                told = f"сделано {short_day(row.done_on)}, проект начат {short_day(began)}"
                yield Doubt((_record(year, kind, row),), told, (row.done_on, began))


@rule(
    "done-ahead-of-today",
    "Сделано в будущем",
    "Фактическая дата ещё не наступила.",
    worded("2.2"),
)
def done_ahead_of_today(year: Year) -> Iterator[Doubt]:
    """Done on a day that is still ahead."""
    for kind, rows in year.duties:
        for row in rows:
            if row.done_on and row.done_on > year.today:
                yield Doubt((_record(year, kind, row),), f"сделано {short_day(row.done_on)}", (row.done_on,))


@rule(
    "done-a-year-apart",
    "Сделано за год до срока или через год",
    "Фактическая дата отстоит от срока больше чем на год: скорее всего, ошибка в годе.",
    worded("2.2"),
)
def done_a_year_apart(year: Year) -> Iterator[Doubt]:
    """More than a year between the term and the deed."""
    for kind, rows in year.duties:
        for row in rows:
            if row.done_on and abs(row.done_on - row.due_on) > YEAR_APART:
                told = f"срок {short_day(row.due_on)}, сделано {short_day(row.done_on)}"
                yield Doubt((_record(year, kind, row),), told, (row.due_on, row.done_on))


@rule(
    "due-outside-year",
    "Срок не в этом году",
    "Срок по плану лежит вне финансового года: пункт, вероятно, из другого года.",
    worded("2.2"),
)
def due_outside_year(year: Year) -> Iterator[Doubt]:
    """A term outside the year; the last reports of a year fall due in January of the next."""
    latest = {"report": year.last_day + timedelta(days=31)}
    for kind, rows in year.duties:
        for row in rows:
            if not year.first_day <= row.due_on <= latest.get(kind, year.last_day):
                yield Doubt((_record(year, kind, row),), f"срок {short_day(row.due_on)}", (row.due_on,))


@rule(
    "contract-after-year",
    "Контракт заключён после года",
    "Дата заключения позже 31 декабря: контракт принадлежит следующему году.",
    worded("2.2"),
)
def contract_after_year(year: Year) -> Iterator[Doubt]:
    """Concluded after the year."""
    for row in year.contracts:
        if row.concluded_on and row.concluded_on > year.last_day:
            told = f"заключён {short_day(row.concluded_on)}"
            yield Doubt((contract_record(year, row),), told, (row.concluded_on,))


@rule(
    "contract-before-beginning",
    "Контракт заключён до начала проекта",
    "Дата заключения раньше, чем начался сам проект.",
    worded("2.2"),
)
def contract_before_beginning(year: Year) -> Iterator[Doubt]:
    """Concluded before the project began."""
    for row in year.contracts:
        began = year.card_of[row.card].starts_on
        if row.concluded_on and began and row.concluded_on < began:
            told = f"заключён {short_day(row.concluded_on)}, проект начат {short_day(began)}"
            yield Doubt((contract_record(year, row),), told, (row.concluded_on, began))


@rule(
    "project-outside-year",
    "Проект не идёт в этом году",
    "Сроки проекта не захватывают ни одного дня года.",
    worded("2.3"),
)
def project_outside_year(year: Year) -> Iterator[Doubt]:
    """A project that ended before the year or begins after it."""
    for card in year.cards:
        over = card.ends_on is not None and card.ends_on < year.first_day
        ahead = card.starts_on is not None and card.starts_on > year.last_day
        if over or ahead:
            told = f"{short_day(card.starts_on)} — {short_day(card.ends_on)}"
            record = Record(CARD, card.pk, card.code, "карточка проекта")
            yield Doubt((record,), told, (card.starts_on, card.ends_on))
