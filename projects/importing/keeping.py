"""The copy of a workbook that is kept: what was read of it, cell by cell in its place, without the pay of people."""

import io
import math
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

import xlsxwriter

from projects.importing.tables import Table
from projects.importing.workbook import Book
from ranking_portal import clock


def copy_of(book: Book, tables: Mapping[str, Table]) -> bytes:
    """An XLSX with the known sheets, their rows in the same places, so that the number of a row leads to it."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as copy:
        copy.set_properties({"created": clock.now().replace(tzinfo=None)})
        for table in tables.values():
            page = copy.add_worksheet(table.name)
            kept = [place for path, place in table.places.items() if not table.sheet.column(path).secret]
            for row, cells in enumerate(book.sheets[table.name]):
                for place in range(len(cells)) if row < table.head else kept:
                    _write(page, row, place, cells[place])
    return packed.getvalue()


def _write(page: Any, row: int, place: int, raw: Any) -> None:
    match raw:
        case "":
            return
        case bool():
            page.write_boolean(row, place, raw)
        case int() | float() if math.isfinite(raw):
            page.write_number(row, place, raw)
        case date() | time() | timedelta():
            page.write_datetime(row, place, raw)
        case _:
            page.write_string(row, place, str(raw))
