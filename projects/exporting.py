"""Facts as workbooks: a sheet of some cards, or the whole year in the form in which it is imported again.

Columns are those of the import's own sheets, so that what goes out comes back without a difference.
"""

import tempfile
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import IO, Any

from django.db.models import QuerySet

from projects.importing import cells
from projects.importing.resources import resource_of
from projects.importing.sheets import SHEETS, Column, Sheet
from ranking_portal import lists
from ranking_portal.lists import Kind

KINDS = {
    cells.KOPECKS: Kind.MONEY,
    cells.DAY_KIND: Kind.DAY,
    cells.DECIMAL: Kind.NUMBER,
    cells.WHOLE: Kind.NUMBER,
}
WIDTHS = {Kind.TEXT: 28, Kind.MONEY: 20, Kind.DAY: 12, Kind.NUMBER: 12}
BY_MODEL = {sheet.model: sheet for sheet in SHEETS}


def columns_of(sheet: Sheet, *, totals: bool = False) -> list[lists.Column]:
    """Columns of a sheet over the values of its resource; with `totals`, sums stand under the money."""
    found = []
    for place, column in enumerate(sheet.columns):
        kind = KINDS.get(column.kind, Kind.TEXT)
        total = totals and kind is Kind.MONEY
        found.append(lists.Column(column.header, _value(column, kind, place), WIDTHS[kind], kind, total))
    return found


def _value(column: Column, kind: Kind, place: int) -> Callable[[Any], Any]:
    """A text, a number or a day as it is stored; a choice by its word."""
    take = itemgetter(place)
    if kind is not Kind.TEXT or column.kind in (cells.TEXT, cells.PERSONNEL_NUMBER):
        return take
    words: dict[Any, Any] = {None: None}

    def told(row: Any) -> Any:
        value = take(row)
        if value not in words:
            words[value] = column.kind.cell(value)
        return words[value]

    return told


def values_of(sheet: Sheet, rows: QuerySet[Any]) -> Iterable[tuple[Any, ...]]:
    """The rows for the columns of their sheet."""
    return resource_of(sheet).values(rows)


def year_book(year: int) -> IO[bytes]:
    """The whole register of a year as the office's workbook; the caller closes it. Pay is empty: it is not kept."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 closed by the answer that sends it
    with lists.new_book(file) as book:
        for sheet in SHEETS:
            resource = resource_of(sheet)
            rows = resource.values(resource.of_year(year))
            lists.fill(book, sheet.title, columns_of(sheet), rows, caption=f"{sheet.title}, {year} год")
    file.seek(0)
    return file
