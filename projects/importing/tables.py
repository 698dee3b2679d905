"""A sheet of raw cells as columns of values; whatever cannot be read is named with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.db import models

from projects.importing.cells import EXCEL_ERRORS, BadCell, ErrorCell, alike, as_seen, tidy
from projects.importing.problems import Problem
from projects.importing.sheets import Column, Sheet
from projects.importing.workbook import Rows

HEADER_WITHIN = 10
HIDDEN = "не показывается"


class _Bad:
    """A cell that could not be read: it has been named already, and later checks pass it by."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Any = _Bad()


@dataclass
class Table:
    """Rows of a sheet by columns: `lines` are row numbers as in Excel, `values` lists by path, of equal length.

    `name` is how the workbook spells the sheet, `head` the place of its header from zero, `places` those of columns.
    """

    sheet: Sheet
    name: str
    head: int
    places: dict[str, int]
    lines: list[int] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict, repr=False)

    def has(self, *paths: str) -> bool:
        """Whether all these columns are there."""
        return all(path in self.values for path in paths)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Rows as tuples in the order of the sheet's paths."""
        return zip(*(self.values[path] for path in self.sheet.paths), strict=True)

    def problem(self, place: int, path: str, value: Any, message: str) -> Problem:
        """An error in a row (by its place in the table) and a column."""
        column = self.sheet.column(path)
        shown = "" if value is None else HIDDEN if column.secret else as_seen(value)
        return Problem(self.sheet.title, self.lines[place], column.header, shown, message)


def read_table(sheet: Sheet, name: str, rows: Rows, problems: list[Problem], warnings: list[str]) -> Table | None:
    """The table of a sheet, its header found by names whatever stands above and in whatever order. None: no header."""
    head = _header_row(sheet, rows)
    if head is None:
        names = ", ".join(f"«{column.header}»" for column in sheet.columns[:3])
        message = f"не найдена строка заголовка: в первых {HEADER_WITHIN} строках нет столбцов {names}…"
        problems.append(Problem(sheet.title, None, "", "", message))
        return None
    places = _places(sheet, rows[head], head + 1, problems, warnings)
    used = [places[path] for path in places]
    facts = [
        (line, row)
        for line, row in enumerate(rows[head + 1 :], head + 2)
        if any(not _empty(row[place]) for place in used)
    ]
    table = Table(sheet, name, head, places, [line for line, _ in facts])
    for column in sheet.columns:
        if column.path in places:
            place = places[column.path]
            values = _convert(table, column, [row[place] for _, row in facts], problems)
            if not column.secret:
                table.values[column.path] = values
    if sheet.must_have_rows and not facts:
        problems.append(Problem(sheet.title, None, "", "", "на листе нет ни одной строки"))
    return table


def _header_row(sheet: Sheet, rows: Rows) -> int | None:
    names = {alike(column.header) for column in sheet.columns}
    found = [
        len(names & {alike(cell) for cell in row if isinstance(cell, str) and cell}) for row in rows[:HEADER_WITHIN]
    ]
    # A caption may happen to spell like a column; two names together are a header.
    return found.index(max(found)) if found and max(found) >= min(2, len(names)) else None


def _places(sheet: Sheet, header: list[Any], line: int, problems: list[Problem], warnings: list[str]) -> dict[str, int]:
    """Where each column stands; missing, repeated and unknown ones are named."""
    there: dict[str, list[int]] = {}
    for place, cell in enumerate(header):
        if name := alike(str(cell)):
            there.setdefault(name, []).append(place)
    known = {alike(column.header) for column in sheet.columns}
    strange = [tidy(str(header[places[0]])) for name, places in there.items() if name not in known]
    found = {}
    for column in sheet.columns:
        places = there.get(alike(column.header), [])
        if not places:
            near = get_close_matches(column.header, strange, 1)
            hint = f"; возможно, это «{near[0]}»" if near else ""
            problems.append(Problem(sheet.title, line, column.header, "", f"нет столбца «{column.header}»{hint}"))
        elif len(places) > 1:
            problems.append(Problem(sheet.title, line, column.header, "", f"столбец «{column.header}» повторён"))
        else:
            found[column.path] = places[0]
    if strange:
        names = ", ".join(f"«{name[:60]}»" for name in strange[:10])
        warnings.append(f"Лист «{sheet.title}»: не знаком и не читается: {names}.")
    return found


def _empty(raw: Any) -> bool:
    return isinstance(raw, str) and not tidy(raw)


def _convert(table: Table, column: Column, raws: list[Any], problems: list[Problem]) -> list[Any]:
    """Read a column; equal cells are read once."""
    seen: dict[tuple[type, Any], tuple[Any, str]] = {}
    values = []
    for place, raw in enumerate(raws):
        key = type(raw), raw
        if key not in seen:
            seen[key] = _value(table.sheet, column, raw)
        value, message = seen[key]
        if message:
            problems.append(table.problem(place, column.path, raw, message))
        values.append(value)
    return values


def _value(sheet: Sheet, column: Column, raw: Any) -> tuple[Any, str]:
    """The value of a cell and no message, or BAD and what is wrong."""
    if isinstance(raw, ErrorCell) or (isinstance(raw, str) and raw in EXCEL_ERRORS):
        return BAD, f"в ячейке ошибка Excel: {raw}"
    if isinstance(raw, str):
        raw = tidy(raw)
        if not raw:
            return (BAD, "пустая ячейка: значение обязательно") if column.required else (column.when_empty, "")
    try:
        value = column.kind.read(raw)
    except BadCell as error:
        return BAD, str(error)
    longest = _longest(sheet.model, column.path) if column.kept else None
    if longest and isinstance(value, str) and len(value) > longest:
        return BAD, f"текст длиннее {longest} знаков ({len(value)})"
    return value, ""


@lru_cache
def _longest(model: type[models.Model], path: str) -> int | None:
    """How long a text may be in the database."""
    *way, last = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return getattr(model._meta.get_field(last), "max_length", None)
