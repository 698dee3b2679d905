"""A workbook drawn row by row: sums in roubles, totals by formulas, a frozen header."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from bonus_fund.distribution import roubles

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ADDRESS = "{column}{row}"


class Formula:
    """A formula with the value that it has, for readers that do not recompute."""

    def __init__(self, text: str, value: Decimal | int) -> None:
        self.text, self.value = text, value


class Money(int):
    """Whole kopecks, written as roubles."""


class Sheet:
    """One sheet, filled downwards; rows are counted from one, as people and formulas count them."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[int]) -> None:
        self.name, self.next = name, 1
        self._sheet = book.add_worksheet(name)
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        self._formats = {
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "bold": book.add_format({"bold": True}),
            "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "money bold": book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1}),
            "number": book.add_format({"valign": "top"}),
            "number bold": book.add_format({"bold": True, "top": 1}),
            "weight": book.add_format({"num_format": "0.000000", "valign": "top"}),
            "weight bold": book.add_format({"num_format": "0.000000", "bold": True, "top": 1}),
            "text bold": book.add_format({"bold": True, "top": 1}),
        }

    def title(self, text: str) -> None:
        """A line in bold that runs over the columns."""
        self._sheet.write_string(self.next - 1, 0, text, self._formats["bold"])
        self.next += 1

    def header(self, titles: Sequence[str], *, frozen_columns: int = 0, freeze: bool = True) -> None:
        """Titles of columns; everything above stays in sight."""
        for column, text in enumerate(titles):
            self._sheet.write_string(self.next - 1, column, text, self._formats["head"])
        if freeze:
            self._sheet.freeze_panes(self.next, frozen_columns)
        self.next += 1

    def row(self, *values: Any, bold: bool = False) -> int:
        """A row of values; its number."""
        for column, value in enumerate(values):
            self._write(column, value, " bold" if bold else "")
        self.next += 1
        return self.next - 1

    def skip(self) -> None:
        """An empty row."""
        self.next += 1

    def _write(self, column: int, value: Any, tone: str) -> None:
        row, formats = self.next - 1, self._formats
        if isinstance(value, Formula):
            money = isinstance(value.value, Money)
            kind = "money" if money else "weight" if isinstance(value.value, Decimal) else "number"
            shown = roubles(int(value.value)) if money else value.value
            self._sheet.write_formula(row, column, f"={value.text}", formats[kind + tone], shown)
        elif isinstance(value, Money):
            self._sheet.write_number(row, column, roubles(value), formats["money" + tone])
        elif isinstance(value, Decimal):
            self._sheet.write_number(row, column, value, formats["weight" + tone])
        elif isinstance(value, int):
            self._sheet.write_number(row, column, value, formats["number" + tone])
        elif value:
            self._sheet.write_string(row, column, str(value), formats["text" + tone])


def cell(column: int, row: int, sheet: str = "") -> str:
    """Address of a cell: (2, 7) -> "C7"; on another sheet: "'Свод'!C7"."""
    address = ADDRESS.format(column=xl_col_to_name(column), row=row)
    return f"'{sheet}'!{address}" if sheet else address


def total(column: int, first: int, last: int, value: Decimal | int) -> Formula:
    """The sum of a column from one row to another; of no rows, zero."""
    if last < first:
        return Formula("0", value)
    return Formula(f"SUM({cell(column, first)}:{cell(column, last)})", value)
