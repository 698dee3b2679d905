"""What a sheet changes in the register: pure comparison of rows by key.

Rows are tuples in the order of the sheet's paths; what refers to others is given by names, not by database keys, so a
difference can be told before anything is written.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from projects.importing.sheets import PERSON_NAME, STAFF, Sheet

Values = tuple[Any, ...]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Created:
    """A row that the register does not have yet."""

    line: int
    values: Values


@dataclass(frozen=True)
class Changed:
    """A row that the register has with other values."""

    line: int
    pk: int
    values: Values
    was: Values


@dataclass
class Difference:
    """What is to be done with a sheet's rows."""

    created: list[Created] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    removed: list[tuple[int, Values]] = field(default_factory=list)
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.removed)


def compare(sheet: Sheet, rows: Iterable[tuple[int, Values]], stored: Sequence[tuple[int, Values]]) -> Difference:
    """Hold the rows of a workbook (line, values) against those stored (pk, values).

    Organizations outlive years: those that a workbook does not name stay.
    """
    found = Difference()
    mine, theirs = _keys(sheet), _keys(sheet)
    there: dict[Key, tuple[int, Values]] = {}
    for pk, values in stored:
        key = theirs(values)
        if key in there:
            found.removed.append((pk, values))
        else:
            there[key] = pk, values
    for line, values in rows:
        if (known := there.pop(mine(values), None)) is None:
            found.created.append(Created(line, values))
        elif known[1] == values:
            found.unchanged += 1
        else:
            found.changed.append(Changed(line, known[0], values, known[1]))
    if sheet.owner:
        found.removed += there.values()
    return found


def _keys(sheet: Sheet) -> Callable[[Values], Key]:
    """Key of a row. Where a sheet has none, equal rows are told apart by their occurrence: a multiset."""
    if sheet.key:
        places = [sheet.paths.index(path) for path in sheet.key]
        return lambda values: tuple(values[place] for place in places)
    met: Counter[Values] = Counter()

    def by_occurrence(values: Values) -> Key:
        met[values] += 1
        return (*values, met[values])

    return by_occurrence


@dataclass(frozen=True)
class ChangedRow:
    """A changed row as it is shown: {column: (was, is)}."""

    row: int
    label: str
    columns: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class SheetChange:
    """What becomes of a sheet's rows, in words: `created` holds (row, label), `removed` labels."""

    rows: int
    created: list[tuple[int, str]] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "rows": self.rows,
            "created": len(self.created),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "removed": len(self.removed),
        }


def told(sheet: Sheet, difference: Difference, rows: int) -> SheetChange:
    """A difference in words."""
    return SheetChange(
        rows,
        [(row.line, label_of(sheet, row.values)) for row in difference.created],
        [ChangedRow(row.line, label_of(sheet, row.values), _columns(sheet, row)) for row in difference.changed],
        difference.unchanged,
        [label_of(sheet, values) for _, values in difference.removed],
    )


def label_of(sheet: Sheet, values: Values) -> str:
    """How a row is called: its key, with the name of the person where the key is a number."""
    shown = _shown(sheet, values)
    parts = [shown[path] for path in sheet.key or sheet.paths if shown[path]]
    if sheet.title == STAFF or PERSON_NAME in sheet.implied:
        parts.append(shown[PERSON_NAME])
    label = " · ".join(parts)
    return label if len(label) <= 200 else f"{label[:199]}…"


def _shown(sheet: Sheet, values: Values) -> dict[str, str]:
    kinds = {column.path: column.kind for column in sheet.columns}
    return {
        path: "" if value is None else kinds[path].show(value) if path in kinds else str(value)
        for path, value in zip(sheet.paths, values, strict=True)
    }


def _columns(sheet: Sheet, row: Changed) -> dict[str, tuple[str, str]]:
    headers = {column.path: column.header for column in sheet.columns} | dict.fromkeys(sheet.implied, "Сотрудник")
    was, now = _shown(sheet, row.was), _shown(sheet, row.values)
    return {headers[path]: (was[path], now[path]) for path in sheet.paths if was[path] != now[path]}
