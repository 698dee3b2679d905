"""A sheet of raw cells as columns of values; whatever cannot be read is named with its place."""

from collections.abc import Callable, Iterator, Mapping
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


@dataclass(frozen=True)
class Reading:
    """How a sheet is read: `names` (alike headers) lead to paths, "" to nothing; `fixed` and `words` are by path.

    `guess`: a header that nobody knows yet is looked for too, so that people can say what its columns are.
    """

    sheet: Sheet
    names: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    guess: bool = False


@dataclass
class Table:
    """Rows of a sheet by columns: `lines` are row numbers as in Excel, `values` lists by path, of equal length.

    `name` is how the workbook spells the sheet, `head` the place of its header from zero, `places` those of columns,
    `strange` the headers that lead nowhere, `lacking` the columns that were not found.
    """

    sheet: Sheet
    name: str
    head: int
    places: dict[str, int]
    lines: list[int] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    headers: dict[str, str] = field(default_factory=dict)
    strange: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    def has(self, *paths: str) -> bool:
        """Whether all these columns are there."""
        return all(path in self.values for path in paths)

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Rows as tuples in the order of the sheet's paths."""
        return zip(*(self.values[path] for path in self.sheet.paths), strict=True)

    def header(self, path: str) -> str:
        """What the column is called in the file."""
        return self.headers.get(path) or self.sheet.column(path).header

    def problem(self, place: int, path: str, value: Any, message: str) -> Problem:
        """An error in a row (by its place in the table) and a column."""
        shown = "" if value is None else HIDDEN if self.sheet.column(path).secret else as_seen(value)
        return Problem(self.sheet.title, self.lines[place], self.header(path), shown, message)


@dataclass
class Found:
    """What reading has found so far: errors, warnings; `tick` hears of every column that has been read."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    tick: Callable[[int, int], None] = lambda cells, errors: None


def read_table(reading: Reading, name: str, rows: Rows, found: Found) -> Table | None:
    """The table of a sheet, its header found by names whatever stands above and in whatever order. None: no header."""
    sheet = reading.sheet
    head = header_row(reading.names, rows)
    if head is None and reading.guess:
        head = fullest_row(rows)
    if head is None:
        names = ", ".join(f"«{column.header}»" for column in sheet.columns[:3])
        message = f"не найдена строка заголовка: в первых {HEADER_WITHIN} строках нет столбцов {names}…"
        found.problems.append(Problem(sheet.title, None, "", "", message))
        return None
    table = _under(reading, name, rows, head, found)
    used = list(table.places.values())
    facts = [
        (line, row)
        for line, row in enumerate(rows[head + 1 :], head + 2)
        if any(not _empty(row[place]) for place in used)
    ]
    table.lines = [line for line, _ in facts]
    for column in sheet.columns:
        if column.path in table.places:
            place = table.places[column.path]
            raws = [row[place] for _, row in facts]
        elif column.path in reading.fixed or column.late:
            raws = [reading.fixed.get(column.path, "")] * len(facts)
        else:
            continue
        values = _convert(table, column, raws, reading.words.get(column.path, {}), found.problems)
        found.tick(len(rows), len(found.problems))
        if not column.secret:
            table.values[column.path] = values
    if sheet.must_have_rows and not facts:
        found.problems.append(Problem(sheet.title, None, "", "", "на листе нет ни одной строки"))
    return table


def header_row(names: Mapping[str, str], rows: Rows) -> int | None:
    """The line with the most names that are known."""
    found = [
        len({alike(cell) for cell in row if isinstance(cell, str) and cell} & names.keys())
        for row in rows[:HEADER_WITHIN]
    ]
    # A caption may happen to spell like a column; two names together are a header.
    return found.index(max(found)) if found and max(found) >= min(2, len(names)) else None


def fullest_row(rows: Rows) -> int | None:
    """The line that looks most like a header: the first with the most words, two at least."""
    words = [sum(isinstance(cell, str) and bool(tidy(cell)) for cell in row) for row in rows[:HEADER_WITHIN]]
    return words.index(max(words)) if words and max(words) >= 2 else None


def _under(reading: Reading, name: str, rows: Rows, head: int, found: Found) -> Table:
    """The table without its rows: where each column stands; missing, repeated and unknown ones are named."""
    sheet, header = reading.sheet, rows[head]
    there: dict[str, list[int]] = {}
    strange: list[str] = []
    for place, cell in enumerate(header):
        if spelt := alike(str(cell)):
            path = reading.names.get(spelt)
            if path:
                there.setdefault(path, []).append(place)
            elif path is None and (word := tidy(str(cell))) not in strange:
                strange.append(word)
    table = Table(sheet, name, head, {}, strange=tuple(strange))
    lacking = []
    for column in sheet.columns:
        places = there.get(column.path, [])
        if len(places) == 1:
            table.places[column.path] = places[0]
            seen = tidy(str(header[places[0]]))
            table.headers[column.path] = column.header if alike(seen) == alike(column.header) else seen
        elif places:
            message = f"столбец «{column.header}» повторён"
            found.problems.append(Problem(sheet.title, head + 1, column.header, "", message))
        elif column.path not in reading.fixed and not column.late:
            lacking.append(column.path)
            near = get_close_matches(column.header, strange, 1)
            hint = f"; возможно, это «{near[0]}»" if near else ""
            message = f"нет столбца «{column.header}»{hint}"
            found.problems.append(Problem(sheet.title, head + 1, column.header, "", message))
    table.lacking = tuple(lacking)
    if strange:
        told = ", ".join(f"«{word[:60]}»" for word in strange[:10])
        found.warnings.append(f"Лист «{sheet.title}»: не знаком и не читается: {told}.")
    return table


def _empty(raw: Any) -> bool:
    return raw == "" or (isinstance(raw, str) and not raw[0].isalnum() and not tidy(raw))


def _convert(
    table: Table, column: Column, raws: list[Any], words: Mapping[str, str], problems: list[Problem]
) -> list[Any]:
    """Read a column; equal cells are read once."""
    value_of = _reader(table.sheet, column, words)
    seen: dict[Any, tuple[Any, str]] = {}
    values = []
    for place, raw in enumerate(raws):
        # A number is not the text of its digits, nor a truth the number one.
        key = raw if type(raw) is str else (type(raw), raw)
        known = seen.get(key)
        if known is None:
            known = seen[key] = value_of(raw)
        value, message = known
        if message:
            problems.append(table.problem(place, column.path, raw, message))
        values.append(value)
    return values


def _reader(sheet: Sheet, column: Column, words: Mapping[str, str]) -> Callable[[Any], tuple[Any, str]]:
    """How cells of a column are read: to the value and no message, or to BAD and what is wrong."""
    longest = _longest(sheet.model, column.path) if column.kept else None
    nothing = (BAD, "пустая ячейка: значение обязательно") if column.required else (column.when_empty, "")
    read = column.kind.read

    def value_of(raw: Any) -> tuple[Any, str]:
        if isinstance(raw, str):
            if raw in EXCEL_ERRORS:
                return BAD, f"в ячейке ошибка Excel: {raw}"
            raw = tidy(raw)
            if not raw:
                return nothing
            if words:
                raw = words.get(alike(raw), raw)
        elif isinstance(raw, ErrorCell):
            return BAD, f"в ячейке ошибка Excel: {raw}"
        try:
            value = read(raw)
        except BadCell as error:
            return BAD, str(error)
        if longest and isinstance(value, str) and len(value) > longest:
            return BAD, f"текст длиннее {longest} знаков ({len(value)})"
        return value, ""

    return value_of


@lru_cache
def _longest(model: type[models.Model], path: str) -> int | None:
    """How long a text may be in the database."""
    *way, last = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return getattr(model._meta.get_field(last), "max_length", None)
