"""Any list as a workbook to keep: one writer for all of them, row by row, whatever their length.

Text is written as text: whatever it begins with, it never becomes a formula, a link or a number.
"""

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, HttpRequest
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ranking_portal import clock
from ranking_portal.answers import XLSX, kept_answer

# What a spreadsheet would take for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
ASKED, AS_WORKBOOK = "as", "xlsx"
CAPTION, HEADER, FIRST = 0, 2, 3
LONGEST_NAME = 31
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd.mm.yyyy",
}
FORMATS = {"money": "#,##0.00", "day": "dd.mm.yyyy", "moment": "dd.mm.yyyy hh:mm", "number": "General"}


class Kind(Enum):
    """What stands in a column: text; kopecks, shown as roubles; numbers; days; moments (Moscow)."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True)
class Column:
    """A column of a list: its title, how its value is taken from a row (None: an empty cell), what it is (text: str).

    `total`: a sum of the column stands under it.
    """

    title: str
    value: Callable[[Any], Any]
    width: int = 16
    kind: Kind = Kind.TEXT
    total: bool = False


def is_asked(request: HttpRequest) -> bool:
    """Whether the address asks for the list as a workbook: the page's own address, with all that chooses its rows."""
    return request.method == "GET" and request.GET.get(ASKED) == AS_WORKBOOK


def workbook_answer(
    name: str, title: str, columns: Sequence[Column], rows: Iterable[Any], *, frozen: int = 1
) -> FileResponse:
    """The list to keep as NAME.xlsx; `title` stands above it and names its sheet; `frozen` columns stay in sight."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it when it has been sent
    with new_book(file) as book:
        fill(book, title, columns, rows, caption=title, frozen=frozen)
    file.seek(0)
    return kept_answer(FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def new_book(target: IO[bytes]) -> Any:
    """An empty workbook that keeps one row of it in memory at a time; sheets are filled one after another."""
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"created": clock.now().replace(tzinfo=None)})
    return book


def fill(
    book: Any, name: str, columns: Sequence[Column], rows: Iterable[Any], *, caption: str, frozen: int = 1
) -> None:
    """Add a sheet: a caption, a header that stays in sight, the rows, totals where columns have them."""
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(FIRST, frozen)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.write_string(CAPTION, 0, caption, book.add_format({"bold": True}))
    for place, column in enumerate(columns):
        sheet.write_string(HEADER, place, column.title, head)
    last, sums = _rows(sheet, columns, rows, {kind: book.add_format({"num_format": FORMATS[kind]}) for kind in FORMATS})
    if last >= FIRST:
        sheet.autofilter(HEADER, 0, last, len(columns) - 1)
        _totals(book, sheet, columns, last, sums)


Write = Callable[[int, int, Any], Any]


def _rows(
    sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Any], formats: dict[str, Any]
) -> tuple[int, dict[int, Any]]:
    """Write the rows; the number of the last one, and the sums of the columns that have a total."""
    writers = [(place, column.value, _writer(sheet, column.kind, formats)) for place, column in enumerate(columns)]
    sums: dict[int, Any] = {place: 0 for place, column in enumerate(columns) if column.total}
    line = FIRST - 1
    for line, row in enumerate(rows, FIRST):
        for place, value_of, put in writers:
            value = value_of(row)
            if value is not None and value != "":
                put(line, place, value)
                if place in sums:
                    sums[place] += value
    return line, sums


def _writer(sheet: Worksheet, kind: Kind, formats: dict[str, Any]) -> Write:
    """How a value of a kind is put into a cell: the commonest go straight to the writer of the book."""
    # Days look as OPTIONS say.
    straight: dict[Kind, Write] = {
        Kind.TEXT: sheet.write_string,
        Kind.NUMBER: sheet.write_number,
        Kind.DAY: sheet.write_datetime,
    }
    if kind in straight:
        return straight[kind]
    shape = formats[kind.value]
    if kind is Kind.MONEY:
        number = sheet.write_number
        # A cell is a double whatever it is made of: the quotient is the one nearest to the sum.
        return lambda line, place, value: number(line, place, value / 100, shape)
    moment = sheet.write_datetime
    return lambda line, place, value: moment(line, place, _in_moscow(value), shape)


def _in_moscow(value: date | datetime) -> date | datetime:
    aware = isinstance(value, datetime) and value.tzinfo is not None
    return value.astimezone(clock.ZONE).replace(tzinfo=None) if aware and isinstance(value, datetime) else value


def _totals(book: Any, sheet: Worksheet, columns: Sequence[Column], last: int, sums: dict[int, Any]) -> None:
    """Sums as formulas, so that they can be checked by hand, with their values for whoever does not count."""
    if not sums:
        return
    sheet.write_string(last + 1, 0, "Итого", book.add_format({"bold": True, "top": 1}))
    for place, total in sums.items():
        money = columns[place].kind is Kind.MONEY
        shape = book.add_format({"bold": True, "top": 1, "num_format": FORMATS["money" if money else "number"]})
        name = xl_col_to_name(place)
        value = Decimal(total).scaleb(-2) if money else total
        sheet.write_formula(last + 1, place, f"=SUM({name}{FIRST + 1}:{name}{last + 1})", shape, value)


def plain(text: str) -> str:
    """A cell of a table of text (CSV) that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
