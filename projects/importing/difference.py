"""What a sheet changes in the register: pure comparison of rows by key.

Rows are tuples in the order of the sheet's paths; what refers to others is given by names, not by database keys, so a
difference can be told before anything is written.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from projects.importing.profiles.profile import Missing
from projects.importing.sheets import PERSON_NAME, PROJECT, STAFF, Sheet

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


def compare(
    sheet: Sheet,
    rows: Iterable[tuple[int, Values]],
    stored: Sequence[tuple[int, Values]],
    missing: Missing = Missing.GOES,
) -> Difference:
    """Hold the rows of a workbook (line, values) against those stored (pk, values).

    Organizations outlive years: those that a workbook does not name stay, whatever becomes of what is `missing`.
    """
    found = Difference()
    projects = set()
    project = sheet.paths.index(PROJECT) if PROJECT in sheet.paths else None
    mine, theirs = _keys(sheet), _keys(sheet)
    there: dict[Key, tuple[int, Values]] = {}
    for pk, values in stored:
        key = theirs(values)
        if key in there:
            found.removed.append((pk, values))
        else:
            there[key] = pk, values
    for line, values in rows:
        if project is not None:
            projects.add(values[project])
        if (known := there.pop(mine(values), None)) is None:
            found.created.append(Created(line, values))
        elif known[1] == values:
            found.unchanged += 1
        else:
            found.changed.append(Changed(line, known[0], values, known[1]))
    if not sheet.owner or missing is Missing.STAYS:
        found.removed.clear()
    elif missing is Missing.GOES:
        found.removed += there.values()
    elif project is not None:
        found.removed += [row for row in there.values() if row[1][project] in projects]
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


class SheetChange:
    """What becomes of a sheet's rows; put into words only where somebody looks at them."""

    def __init__(self, sheet: Sheet, rows: int, difference: Difference | None = None) -> None:
        """Of a sheet with so many rows; without a difference the rows are only counted."""
        self.rows = rows
        self._sheet = sheet
        self._difference = Difference() if difference is None else difference

    @cached_property
    def _label(self) -> Callable[[Values], str]:
        return labels_of(self._sheet)

    @cached_property
    def created(self) -> list[tuple[int, str]]:
        """New rows: (row, label)."""
        return [(row.line, self._label(row.values)) for row in self._difference.created]

    @cached_property
    def changed(self) -> list[ChangedRow]:
        """Rows with other values."""
        return [
            ChangedRow(row.line, self._label(row.values), _columns(self._sheet, row))
            for row in self._difference.changed
        ]

    @cached_property
    def removed(self) -> list[str]:
        """Labels of the rows that disappear."""
        return [self._label(values) for _, values in self._difference.removed]

    @property
    def unchanged(self) -> int:
        """How many rows stay as they are."""
        return self._difference.unchanged

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "rows": self.rows,
            "created": len(self._difference.created),
            "changed": len(self._difference.changed),
            "unchanged": self.unchanged,
            "removed": len(self._difference.removed),
        }


def labels_of(sheet: Sheet) -> Callable[[Values], str]:
    """How rows of a sheet are called: by their key, with the name of the person where the key is a number."""
    kinds = {column.path: column.kind for column in sheet.columns}
    paths = [*(sheet.key or sheet.paths)]
    if sheet.title == STAFF or PERSON_NAME in sheet.implied:
        paths.append(PERSON_NAME)
    shown = [(sheet.paths.index(path), kinds[path].show if path in kinds else str) for path in paths]

    def label(values: Values) -> str:
        parts = [show(value) for place, show in shown if (value := values[place]) is not None]
        text = " · ".join(part for part in parts if part)
        return text if len(text) <= 200 else f"{text[:199]}…"

    return label


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
