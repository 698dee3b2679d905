"""What is checked between cells: keys, periods, and whether what a sheet refers to is there.

Every check looks at whole columns and names every failure; a cell that could not be read (BAD) has been named already.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from projects.importing.cells import alike
from projects.importing.problems import Problem
from projects.importing.sheets import HEAD, HEAD_NAME, ORGANIZATIONS, PERSON, PERSON_NAME, PROJECTS, STAFF, YEAR
from projects.importing.tables import BAD, Table
from ranking_portal.figures import short_day

Tables = Mapping[str, Table]
NOT_FOUND = {
    ORGANIZATIONS: "организации нет на листе «Организации»",
    PROJECTS: "проекта нет на листе «Проекты»",
    STAFF: "сотрудника нет на листе «Сотрудники»",
}
MOST_HINTS = 200


def check(tables: Tables, year: int) -> list[Problem]:
    """Every error between cells of the workbook of a year."""
    found: list[Problem] = []
    for table in tables.values():
        found += _repeated(table)
        found += _ends_before_start(table)
        found += _unknown(table, tables)
        found += _other_year(table, year)
    found += _parents(tables)
    found += _heads(tables)
    return found


def name_people(tables: Tables) -> None:
    """Fill in names from the staff sheet where a sheet gives a number only; a person is a number and a name."""
    names = _names(tables)
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


def _unknown(table: Table, tables: Tables) -> list[Problem]:
    """References to what is on no sheet, each with the nearest that is; without the sheet itself nothing is said."""
    found = []
    for column in table.sheet.columns:
        home = tables.get(column.refers) if column.refers else None
        if home is None or not table.has(column.path) or not home.has(home.sheet.key[0]):
            continue
        known = [value for value in home.values[home.sheet.key[0]] if value is not BAD]
        wanted = table.values[column.path]
        missing = set(wanted) - set(known) - {BAD, None}
        hints = {value: _nearest(value, known) for value in sorted(missing)[:MOST_HINTS]}
        for place, value in enumerate(wanted):
            if value in missing:
                hint = hints.get(value, "")
                told = f"{NOT_FOUND[column.refers]}; возможно, {hint}" if hint else NOT_FOUND[column.refers]
                found.append(table.problem(place, column.path, value, told))
    return found


def _nearest(value: str, known: list[str]) -> str:
    """What is spelt the same but for case and dashes, or the most alike."""
    spelt = {alike(name): name for name in known}
    near = get_close_matches(alike(value), spelt, 1)
    return spelt[near[0]] if near else ""


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


def _heads(tables: Tables) -> list[Problem]:
    """A head's name and number go together and are those of one person of the staff sheet."""
    table = tables.get(PROJECTS)
    if table is None or not table.has(HEAD, HEAD_NAME):
        return []
    names = _names(tables)
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
