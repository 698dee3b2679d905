"""A proposal as a workbook: real numbers, frozen header, totals as formulas, texts that never become formulas."""

import io
from collections.abc import Sequence

import xlsxwriter

from bonus_fund.distribution import roubles
from bonus_fund.models import BonusLine, BonusProposal

COLUMNS = (
    ("Орган", 24),
    ("Сотрудник", 38),
    ("Должность", 44),
    ("Премия, руб.", 18),
    ("Обоснование", 60),
)
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CAPTION, STATE, HEADER, FIRST = 0, 1, 3, 4
SUM = 3


def workbook_of(proposal: BonusProposal, lines: Sequence[BonusLine], *, whole: bool) -> bytes:
    """The given lines with their total; the fund and what is left of it only where the `whole` may be seen."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        money = book.add_format({"num_format": "#,##0.00", "valign": "top"})
        total = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
        sheet = book.add_worksheet("Премии")
        sheet.write_string(CAPTION, 0, f"{proposal}, {proposal.year} год", bold)
        sheet.write_string(STATE, 0, f"Состояние: {proposal.get_state_display()}")
        for column, (name, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADER, column, name, head)
        for row, line in enumerate(lines, FIRST):
            for column, text in enumerate((line.authority, line.person_name, line.post_title)):
                sheet.write_string(row, column, text, wrap)
            sheet.write_number(row, SUM, roubles(line.amount_kopecks), money)
            sheet.write_string(row, SUM + 1, line.justification, wrap)
        last = FIRST + len(lines)
        amount = sum(line.amount_kopecks for line in lines)
        sheet.write_string(last, SUM - 1, "Итого", bold)
        sheet.write_formula(last, SUM, f"=SUM(D{FIRST + 1}:D{last})", total, roubles(amount))
        if whole:
            left = roubles(proposal.fund_kopecks - amount)
            sheet.write_string(last + 1, SUM - 1, "Фонд", bold)
            sheet.write_number(last + 1, SUM, roubles(proposal.fund_kopecks), money)
            sheet.write_string(last + 2, SUM - 1, "Не распределено", bold)
            sheet.write_formula(last + 2, SUM, f"=D{last + 2}-D{last + 1}", total, left)
        sheet.freeze_panes(FIRST, 2)
        sheet.autofilter(HEADER, 0, max(last - 1, HEADER), len(COLUMNS) - 1)
    return buffer.getvalue()
