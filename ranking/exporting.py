"""The rating as a workbook: real numbers, frozen header, totals as formulas."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from ranking.models import Ranking
from ranking.presenting import CRITERIA, Row

HEADERS = ("Место", "Код", "Проект", "Национальный проект", "Орган")
WIDTHS = (8, 8, 60, 32, 14)


def rating_workbook(ranking: Ranking, rows: Iterable[Row]) -> bytes:
    """The rows as shown; a total is the sum of its criteria by formula, so that it can be checked by hand."""
    buffer = BytesIO()
    # Text never becomes a formula or a link, whatever it begins with.
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, safe) as book:
        sheet = book.add_worksheet("Рейтинг")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        points = book.add_format({"num_format": "0.00"})
        sheet.write_string(0, 0, f"{ranking} по фактам на {ranking.as_of:%d.%m.%Y}", book.add_format({"bold": True}))
        sheet.write_string(1, 0, f"Методика: {ranking.methodology}; состояние: {ranking.get_state_display()}")
        titles = (*HEADERS, *CRITERIA.values(), "Итого", "Коэффициент", "Причины недопуска")
        for column, title in enumerate(titles):
            sheet.write_string(3, column, title, bold)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(len(WIDTHS), len(WIDTHS) + len(CRITERIA) + 1, 13)
        sheet.freeze_panes(4, 3)
        first, total = len(HEADERS), len(HEADERS) + len(CRITERIA)
        for line, row in enumerate(rows, start=4):
            if row.place is not None:
                sheet.write_number(line, 0, row.place)
            for column, text in enumerate((row.code, row.name, row.national_project, row.body), start=1):
                sheet.write_string(line, column, text)
            for number in CRITERIA:
                sheet.write_number(line, first + number - 1, Decimal(row.raw["criteria"][str(number)]), points)
            cells = f"{xl_rowcol_to_cell(line, first)}:{xl_rowcol_to_cell(line, total - 1)}"
            sheet.write_formula(line, total, f"=SUM({cells})", points, Decimal(row.raw["total"]))
            if row.coefficient is not None:
                sheet.write_number(line, total + 1, row.coefficient)
            sheet.write_string(line, total + 2, "; ".join(row.reasons))
    return buffer.getvalue()
