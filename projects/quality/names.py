"""Doubts about names: the same thing entered twice under spellings that look alike, words of two alphabets."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from projects.importing.cells import look_alike
from projects.quality.facts import Year
from projects.quality.rule import CARD, ORGANIZATION, POST, Doubt, Record, rule
from ranking_portal.region import worded

IDLE = re.compile(r"[\s«»\"'“”„]+")
TWO_ALPHABETS = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")


def look(name: str) -> str:
    """The same for names that look the same: case, spaces, quotes, dashes and the alphabet do not matter."""
    return IDLE.sub("", look_alike(name))


class Spelt(NamedTuple):
    """A record under the name by which it is known, among those with which it must not coincide."""

    among: str
    name: str
    record: Record


def _of_cards(year: Year) -> Iterator[Spelt]:
    """Whatever has a name within its card."""
    tables: tuple[tuple[str, Iterable[tuple[int, int, str]]], ...] = (
        ("contract", ((row.card, row.pk, row.number) for row in year.contracts)),
        ("object", ((row.card, row.pk, row.name) for row in year.objects)),
        ("partnership", ((row.card, row.pk, row.name) for row in year.partnerships)),
        ("target", ((row.card, row.pk, row.name) for row in year.targets)),
        ("step", ((row.card, row.pk, row.name) for row in year.steps)),
        ("change-request", ((row.card, row.pk, row.name) for row in year.requests)),
    )
    for kind, rows in tables:
        for card, pk, name in rows:
            code = year.card_of[card].code
            yield Spelt(f"{kind} {code}", name, Record(kind, pk, code, name))


def _repeated(spelt: Iterable[Spelt]) -> Iterator[Doubt]:
    """Names that look the same and are not."""
    groups: dict[tuple[str, str], list[Spelt]] = defaultdict(list)
    for one in spelt:
        groups[one.among, look(one.name)].append(one)
    for group in groups.values():
        names = sorted({one.name for one in group})
        if len(names) > 1:
            told = "отличаются только пробелами, кавычками, регистром или буквами другого алфавита"
            yield Doubt(tuple(one.record for one in group), told, tuple(names))


@rule(
    "names-alike",
    "Похоже на повтор",
    "Две записи проекта отличаются только пробелами, кавычками или буквами другого алфавита: их посчитают как две.",
    worded("2.2"),
)
def names_alike(year: Year) -> Iterator[Doubt]:
    """Records of one card whose names look the same."""
    yield from _repeated(_of_cards(year))


@rule(
    "projects-alike",
    "Проекты с одинаковым названием или кодом",
    "Два проекта года выглядят как один: коды или названия отличаются только буквами другого алфавита или пробелами.",
    worded("2.2"),
)
def projects_alike(year: Year) -> Iterator[Doubt]:
    """Cards whose codes or names look the same."""
    for card_names in ([(card, card.code) for card in year.cards], [(card, card.name) for card in year.cards]):
        groups: dict[str, list[Record]] = defaultdict(list)
        for card, name in card_names:
            groups[look(name)].append(Record(CARD, card.pk, card.code, f"{card.code} {card.name}"))
        for records in groups.values():
            if len(records) > 1:
                yield Doubt(tuple(records), "выглядят одинаково", tuple(record.title for record in records))


@rule(
    "organizations-alike",
    "Организация внесена дважды",
    "Наименования двух организаций отличаются только буквами другого алфавита, пробелами или кавычками.",
    worded("2.2"),
)
def organizations_alike(year: Year) -> Iterator[Doubt]:
    """Organizations whose short names, or full ones, look the same."""
    groups: dict[str, dict[int, str]] = defaultdict(dict)
    for row in year.organizations:
        for name in (row.short_name, row.full_name):
            groups[look(name)][row.pk] = row.short_name
    told = set()
    for found in groups.values():
        if len(found) > 1 and tuple(found) not in told:
            told.add(tuple(found))
            records = tuple(Record(ORGANIZATION, pk, "", name) for pk, name in found.items())
            yield Doubt(records, "выглядят одинаково", tuple(found.values()))


@rule(
    "people-alike",
    "Сотрудник внесён дважды",
    "Имена двух сотрудников выглядят одинаково, а набраны по-разному: буквы другого алфавита, ё или пробелы.",
    worded("2.6"),
)
def people_alike(year: Year) -> Iterator[Doubt]:
    """People of the year whose names look the same and are spelt differently."""
    posts = [(post, year.person_of[post.person]) for post in year.posts]
    yield from _repeated(
        Spelt(POST, person.name, Record(POST, post.pk, "", f"{person.name} ({person.number})", post.person))
        for post, person in posts
    )


@rule(
    "two-alphabets",
    "Буквы двух алфавитов в одном слове",
    "В слове стоят рядом русские и латинские буквы: поиск такую запись не найдёт, а повтор не узнает.",
)
def two_alphabets(year: Year) -> Iterator[Doubt]:
    """Words of Cyrillic and Latin letters together."""
    for card in year.cards:
        for name in (card.code, card.name):
            if TWO_ALPHABETS.search(name):
                yield Doubt((Record(CARD, card.pk, card.code, card.name),), f"«{name}»", (name,))
    for one in _of_cards(year):
        if TWO_ALPHABETS.search(one.name):
            yield Doubt((one.record,), f"«{one.name}»", (one.name,))
