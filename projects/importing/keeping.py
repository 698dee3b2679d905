"""The copy of a workbook that is kept: what was read of it, cell by cell in its place, without the pay of people.

A source that has nothing to do with pay is kept as it came.
"""

import io
import math
import re
from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from projects.importing.planning import Plan
from projects.importing.tables import Table
from projects.importing.workbook import Book
from ranking_portal import clock

FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".txt")


def kept_file(plan: Plan, file_name: str) -> tuple[bytes, str]:
    """The file that is kept of an import, and its suffix."""
    assert plan.book is not None
    suffix = Path(file_name).suffix.lower()
    secret = any(column.secret for source in plan.profile.sources for column in source.described.columns)
    if not secret and suffix in SUFFIXES:
        return plan.content, suffix
    return copy_of(plan.book, plan.tables), ".xlsx"


def copy_of(book: Book, tables: Mapping[str, Table]) -> bytes:
    """An XLSX with the known sheets, their rows in the same places, so that the number of a row leads to it."""
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as copy:
        copy.set_properties({"created": clock.now().replace(tzinfo=None)})
        for table in tables.values():
            page = copy.add_worksheet(sheet_name(table.name, copy.sheetnames))
            kept = [place for path, place in table.places.items() if not table.sheet.column(path).secret]
            for row, cells in enumerate(book.sheets[table.name]):
                for place in range(len(cells)) if row < table.head else kept:
                    write_cell(page, row, place, cells[place])
    return packed.getvalue()


def sheet_name(name: str, taken: Collection[str]) -> str:
    """A name that Excel takes: other programs allow longer ones and other signs."""
    fit = FORBIDDEN.sub(" ", name).strip("' ")[:28] or "Лист"
    others = {other.lower() for other in taken} | {"history"}
    return next(known for known in (fit, *(f"{fit} {n}" for n in range(2, 1000))) if known.lower() not in others)


def write_cell(page: Any, row: int, place: int, raw: Any, form: Any = None) -> None:
    """Put a raw cell where it was, as a value: text never becomes a formula. `form` is a format of xlsxwriter."""
    match raw:
        case "":
            if form is not None:
                page.write_blank(row, place, None, form)
        case bool():
            page.write_boolean(row, place, raw, form)
        case int() | float() if math.isfinite(raw):
            page.write_number(row, place, raw, form)
        case date() | time() | timedelta():
            page.write_datetime(row, place, raw, form)
        case _:
            page.write_string(row, place, str(raw), form)
