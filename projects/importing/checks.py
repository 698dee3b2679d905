"""What is checked between cells: keys, periods, and whether what a sheet refers to is there.

Every check looks at whole columns and names every failure; a cell that could not be read (BAD) has been named already.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from projects.importing.cells import alike, look_alike
from projects.importing.problems import Problem
from projects.importing.sheets import HEAD, HEAD_NAME, ORGANIZATIONS, PERSON, PERSON_NAME, PROJECTS, STAFF, YEAR
from projects.importing.stored import Register
from projects.importing.tables import BAD, Table
from ranking_portal.figures import short_day

Tables = Mapping[str, Table]
NOT_FOUND = {
    ORGANIZATIONS: "организации нет на листе «Организации»",
    PROJECTS: "проекта нет на листе «Проекты»",
    STAFF: "сотрудника нет на листе «Сотрудники»",
}
NOT_STORED = {
    ORGANIZATIONS: "организации нет в реестре",
    PROJECTS: "проекта нет в реестре этого года",
    STAFF: "сотрудника нет в реестре этого года",
}
MOST_HINTS = 200
QUOTES = re.compile(r'[«»"“”„]')


@dataclass(frozen=True)
class Known:
    """What references may lead to: keys by the title of their sheet, names of people by number.

    `stored`: also what the register has already, not the workbook alone.
    """

    keys: Mapping[str, Collection[str]]
    names: Mapping[str, str]
    stored: bool = False


def known_of(tables: Tables, register: Register | None) -> Known:
    """What the workbook itself names; with a register, also what is stored there."""
    keys: dict[str, Collection[str]] = {}
    for title in NOT_FOUND:
        home = tables.get(title)
        named = set(home.values[home.sheet.key[0]]) - {BAD} if home and home.has(home.sheet.key[0]) else None
        stored = register.keys(title) if register else None
        if named is not None or stored is not None:
            keys[title] = (named or set()) | (stored or set())
    names = {**(register.names() if register else {}), **_names(tables)}
    return Known(keys, names, register is not None)


def check(tables: Tables, year: int, known: Known) -> list[Problem]:
    """Every error between cells of the workbook of a year."""
    found: list[Problem] = []
    for table in tables.values():
        found += _repeated(table)
        found += _ends_before_start(table)
        found += _unknown(table, known)
        found += _other_year(table, year)
    found += _parents(tables)
    found += _heads(tables, known.names)
    return found


def renamed(tables: Tables, register: Register) -> list[Problem]:
    """Staff under numbers that other people of the year have: their teams would be left with the former ones."""
    table = tables.get(STAFF)
    if table is None or not table.has(PERSON, PERSON_NAME):
        return []
    there = register.names()
    return [
        table.problem(
            place,
            PERSON_NAME,
            name,
            f"под табельным номером {number} в реестре года другой человек: {there[number]}; "
            "смену имени загружают всей рабочей книгой",
        )
        for place, (number, name) in enumerate(zip(table.values[PERSON], table.values[PERSON_NAME], strict=True))
        if number is not BAD and name is not BAD and there.get(number, name) != name
    ]


def by_full_names(tables: Tables, organizations: Mapping[str, str]) -> None:
    """Call organizations by their short names where the file has the full ones (`organizations`: full by short)."""
    short = {_bare(full): name for name, full in organizations.items()} | {_bare(name): name for name in organizations}
    for table in tables.values():
        for column in table.sheet.columns:
            if column.refers == ORGANIZATIONS and table.has(column.path):
                values = table.values[column.path]
                table.values[column.path] = [
                    short.get(_bare(value), value) if isinstance(value, str) else value for value in values
                ]


def _bare(name: str) -> str:
    return alike(QUOTES.sub("", name))


def name_people(tables: Tables, names: Mapping[str, str]) -> None:
    """Fill in names where a sheet gives a number only; a person is a number and a name."""
    for table in tables.values():
        if PERSON_NAME in table.sheet.implied and table.has(PERSON):
            table.values[PERSON_NAME] = [names.get(number) for number in table.values[PERSON]]
    projects = tables.get(PROJECTS)
    if projects and projects.has(HEAD):
        projects.values[HEAD_NAME] = [names.get(number) for number in projects.values[HEAD]]


def _names(tables: Tables) -> dict[str, str]:
    """Names of people by number, where the staff sheet could be read."""
    staff = tables.get(STAFF)
    if staff is None or not staff.has(PERSON, PERSON_NAME):
        return {}
    return dict(zip(staff.values[PERSON], staff.values[PERSON_NAME], strict=True))


def _repeated(table: Table) -> list[Problem]:
    """The same key twice; a sheet without a key may repeat itself."""
    key = table.sheet.key
    if not key or not table.has(*key):
        return []
    columns = [table.sheet.column(path) for path in key]
    headers = ", ".join(column.header for column in columns)
    first: dict[tuple[Any, ...], int] = {}
    found = []
    for line, values in zip(table.lines, zip(*(table.values[path] for path in key), strict=True), strict=True):
        if BAD in values:
            continue
        if values in first:
            shown = ", ".join(column.kind.show(value) for column, value in zip(columns, values, strict=True))
            message = f"повтор: такая строка уже есть, строка {first[values]}"
            found.append(Problem(table.sheet.title, line, headers, shown, message))
        else:
            first[values] = line
    return found


def _ends_before_start(table: Table) -> list[Problem]:
    if table.sheet.period is None or not table.has(*table.sheet.period):
        return []
    start, end = table.sheet.period
    pairs = zip(table.values[start], table.values[end], strict=True)
    return [
        table.problem(place, end, last, f"окончание раньше начала ({short_day(first)})")
        for place, (first, last) in enumerate(pairs)
        if first not in (None, BAD) and last not in (None, BAD) and last < first
    ]


def _unknown(table: Table, known: Known) -> list[Problem]:
    """References to what is nowhere, each with the nearest that is; where the sheet itself is not there, none."""
    found = []
    told = NOT_STORED if known.stored else NOT_FOUND
    for column in table.sheet.columns:
        home = known.keys.get(column.refers) if column.refers else None
        if home is None or not table.has(column.path):
            continue
        wanted = table.values[column.path]
        missing = set(wanted) - set(home) - {BAD, None}
        nearest = Nearest(home) if missing else None
        hints = {value: nearest.to(value) for value in sorted(missing)[:MOST_HINTS]} if nearest else {}
        for place, value in enumerate(wanted):
            if value in missing:
                hint = hints.get(value, "")
                message = f"{told[column.refers]}; возможно, {hint}" if hint else told[column.refers]
                found.append(table.problem(place, column.path, value, message))
    return found


class Nearest:
    """The name most like a misspelt one: the same but for case, dashes or the alphabet, else the most similar."""

    def __init__(self, names: Iterable[str]) -> None:
        self._spelt = {look_alike(name): name for name in names}

    def to(self, value: str) -> str:
        """The nearest name, or "" where none is near."""
        near = get_close_matches(look_alike(value), self._spelt, 1)
        return self._spelt[near[0]] if near else ""


def _other_year(table: Table, year: int) -> list[Problem]:
    return [
        table.problem(place, YEAR, value, f"год не тот: загружается {year}")
        for place, value in enumerate(table.values.get(YEAR, ()))
        if value not in (BAD, year)
    ]


def _parents(tables: Tables) -> list[Problem]:
    """An organization that stands above itself, directly or through others."""
    table = tables.get(ORGANIZATIONS)
    if table is None or not table.has("short_name", "parent__short_name"):
        return []
    above = dict(zip(table.values["short_name"], table.values["parent__short_name"], strict=True))
    found = []
    for place, name in enumerate(table.values["short_name"]):
        higher, seen = above.get(name), set()
        while higher not in (None, BAD, name) and higher not in seen:
            seen.add(higher)
            higher = above.get(higher)
        if higher == name and name is not BAD:
            found.append(table.problem(place, "parent__short_name", above[name], "организация стоит сама над собой"))
    return found


def _heads(tables: Tables, names: Mapping[str, str]) -> list[Problem]:
    """A head's name and number go together and are those of one person of the staff sheet."""
    table = tables.get(PROJECTS)
    if table is None or not table.has(HEAD, HEAD_NAME):
        return []
    found = []
    for place, (number, name) in enumerate(zip(table.values[HEAD], table.values[HEAD_NAME], strict=True)):
        if BAD in (number, name):
            continue
        if number is None and name is not None:
            found.append(table.problem(place, HEAD, None, f"нет табельного номера руководителя ({name})"))
        elif number is not None and name is None:
            found.append(table.problem(place, HEAD_NAME, None, f"нет имени руководителя (табельный номер {number})"))
        elif names.get(number, BAD) is not BAD and alike(names[number]) != alike(name):
            message = f"под табельным номером {number} на листе «{STAFF}» другой человек: {names[number]}"
            found.append(table.problem(place, HEAD_NAME, name, message))
    return found
