"""The rating as files: a workbook with real numbers and formulas, and a plain table of text."""

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ranking.models import Ranking
from ranking.presenting import CRITERIA, Row, comma
from ranking.table import Column, mean, middle
from ranking_portal.lists import plain

BOM = "\ufeff"
HEADERS = ("Место", "Код", "Проект", "Национальный проект", "Орган")
WIDTHS = (8, 10, 60, 32, 14)
REASONS = "Причины недопуска"
# Columns that stand at the left of every export anyway, and the bars, which are no data.
APART = {"place", "name", "code", "national", "body", "bar"}
TITLE_LINE, STATE_LINE, HEAD_LINE = 0, 1, 3
FIRST_LINE = HEAD_LINE + 1


def exported(columns: Iterable[Column]) -> list[Column]:
    """The columns that an export adds to the fixed ones, of those that are seen."""
    return [column for column in columns if column.key not in APART]


def rating_workbook(ranking: Ranking, rows: Sequence[Row], columns: Iterable[Column]) -> bytes:
    """The rows and columns as seen. Total, mean and median are formulas, so that they can be checked by hand."""
    buffer = BytesIO()
    # Text never becomes a formula or a link, whatever it begins with.
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    added = exported(columns)
    with xlsxwriter.Workbook(buffer, safe) as book:
        sheet = book.add_worksheet("Рейтинг")
        _head(book, sheet, ranking, added)
        formats = {"points": book.add_format({"num_format": "0.00"}), "whole": book.add_format({"num_format": "0"})}
        # A coefficient between 0 and 1 is no whole number.
        formats["part"] = book.add_format({"num_format": "0.####"})
        for line, row in enumerate(rows, start=FIRST_LINE):
            _row(sheet, line, row, added, formats)
        if rows:
            bold = {"bold": True, "num_format": "0.00", "top": 1}
            _summary(sheet, rows, added, book.add_format(bold))
        sheet.autofilter(HEAD_LINE, 0, HEAD_LINE + len(rows), len(HEADERS) + len(added))
        sheet.set_landscape()
        sheet.repeat_rows(HEAD_LINE)
        sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def _head(book: Any, sheet: Any, ranking: Ranking, added: Sequence[Column]) -> None:
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet.write_string(TITLE_LINE, 0, _title(ranking), book.add_format({"bold": True}))
    sheet.write_string(STATE_LINE, 0, f"Методика: {ranking.methodology}; состояние: {ranking.get_state_display()}")
    for column, title in enumerate((*HEADERS, *(one.title for one in added), REASONS)):
        sheet.write_string(HEAD_LINE, column, title, bold)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(WIDTHS), len(WIDTHS) + len(added) - 1, 14)
    sheet.set_column(len(WIDTHS) + len(added), len(WIDTHS) + len(added), 60)
    sheet.freeze_panes(FIRST_LINE, 3)


def _title(ranking: Ranking) -> str:
    return f"{ranking} по фактам на {ranking.as_of:%d.%m.%Y}"


def _row(sheet: Any, line: int, row: Row, added: Sequence[Column], formats: dict[str, Any]) -> None:
    if row.place is not None:
        sheet.write_number(line, 0, row.place)
    for column, text in enumerate((row.code, row.name, row.national_project, row.body), start=1):
        sheet.write_string(line, column, text)
    for column, one in enumerate(added, start=len(HEADERS)):
        value = one.value(row)
        if one.key == "total" and (cells := _criteria_cells(line, added)):
            sheet.write_formula(line, column, f"=SUM({cells})", formats["points"], value)
        elif isinstance(value, Decimal | int):
            sheet.write_number(line, column, value, formats[_format(one, value)])
        elif value is not None:
            sheet.write_string(line, column, str(value))
    sheet.write_string(line, len(HEADERS) + len(added), "; ".join(row.reasons))


def _format(column: Column, value: Decimal | int) -> str:
    if column.points:
        return "points"
    return "whole" if value == int(value) else "part"


def _criteria_cells(line: int, added: Sequence[Column]) -> str:
    """The cells of the criteria in a row, if all are seen: they stand side by side."""
    keys = [one.key for one in added]
    numbers = [str(number) for number in CRITERIA]
    if not set(numbers) <= set(keys):
        return ""
    first = len(HEADERS) + keys.index(numbers[0])
    return f"{xl_rowcol_to_cell(line, first)}:{xl_rowcol_to_cell(line, first + len(numbers) - 1)}"


def _summary(sheet: Any, rows: Sequence[Row], added: Sequence[Column], bold: Any) -> None:
    last = FIRST_LINE + len(rows)
    for offset, (label, function, of) in enumerate((("Среднее", "AVERAGE", mean), ("Медиана", "MEDIAN", middle))):
        line = last + offset
        sheet.write_string(line, 2, label, bold)
        for column, one in enumerate(added, start=len(HEADERS)):
            values = [value for row in rows if (value := one.value(row)) is not None] if one.points else []
            if values:
                name = xl_col_to_name(column)
                # ROUND as the page rounds: half up to two decimals.
                formula = f"=ROUND({function}({name}{FIRST_LINE + 1}:{name}{last}),2)"
                sheet.write_formula(line, column, formula, bold, of(values))


def rating_csv(rows: Iterable[Row], columns: Iterable[Column]) -> str:
    """The same as text for a spreadsheet in Russian: semicolons, decimal commas, a mark of UTF-8 at the beginning."""
    added = exported(columns)
    text = StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow([*HEADERS, *(one.title for one in added), REASONS])
    for row in rows:
        words = [row.code, row.name, row.national_project, row.body]
        table.writerow(
            [
                "" if row.place is None else row.place,
                *(plain(word) for word in words),
                *(_number(one.value(row)) for one in added),
                plain("; ".join(row.reasons)),
            ]
        )
    return BOM + text.getvalue()


def _number(value: Any) -> str:
    if value is None:
        return ""
    return comma(str(value)) if isinstance(value, Decimal | int) else plain(str(value))
