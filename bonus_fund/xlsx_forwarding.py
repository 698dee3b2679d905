"""A register of forwarded sums as a workbook: real numbers and dates, frozen header, every total a formula."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from bonus_fund.models import ForwardingRegister
from bonus_fund.presenting_checks import assumptions
from bonus_fund.presenting_registers import Part, letter_of, parts_of
from protocols.queries import agreement_note
from ranking_portal.directory.enums import PostCategory
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for

# Text never becomes a formula or a link, whatever it begins with.
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
SHEET, HEADER, FIRST = "Реестр", 5, 6
COLUMNS = (
    ("№", 6),
    ("Сотрудник", 38),
    ("Орган", 16),
    ("Должность", 48),
    ("Вид должности", 40),
    ("За что", 30),
    ("Пункт", 14),
    ("Сумма, руб.", 18),
    ("Обоснование", 48),
)
PERSON, BODY, PART, AMOUNT = 1, 2, 5, 7


def workbook(register: ForwardingRegister) -> bytes:
    """The register, its totals by project and by body."""
    buffer = BytesIO()
    parts = parts_of(register)
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        formats = {
            "bold": book.add_format({"bold": True}),
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "sum": book.add_format({"num_format": "#,##0.00"}),
            "total": book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1}),
            "day": book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
        }
        sheet = book.add_worksheet(SHEET)
        _requisites(sheet, register, formats)
        last = _lines(sheet, parts, formats)
        by_part = {part.name: [line.amount_kopecks for line in part.lines] for part in parts}
        by_body: dict[str, list[int]] = defaultdict(list)
        for line in sorted((line for part in parts for line in part.lines), key=lambda line: line.authority):
            by_body[line.authority].append(line.amount_kopecks)
        _summary(book.add_worksheet("По проектам"), "За что", by_part, PART, last, formats)
        _summary(book.add_worksheet("По органам"), "Орган", by_body, BODY, last, formats)
        _notes(book.add_worksheet("Примечания"), register, parts)
    return buffer.getvalue()


def _requisites(sheet: Worksheet, register: ForwardingRegister, formats: dict[str, Any]) -> None:
    letter = letter_of(register)
    sheet.write_string(0, 0, str(register), formats["bold"])
    sheet.write_string(1, 0, "Исходящий №")
    sheet.write_string(1, 3, letter.number)
    sheet.write_string(2, 0, "Передан")
    sheet.write_datetime(2, 3, register.forwarded_on, formats["day"])
    sheet.write_string(3, 0, worded("Получен Управлением делами"))
    if letter.received_on:
        sheet.write_datetime(3, 3, letter.received_on, formats["day"])
    else:
        sheet.write_string(3, 3, "не подтверждено")


def _lines(sheet: Worksheet, parts: list[Part], formats: dict[str, Any]) -> int:
    """Write the lines and their sum; the number of the last line's row."""
    for column, (title, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, title, formats["head"])
    at = FIRST
    for part in parts:
        for line in part.lines:
            sheet.write_number(at, 0, at - FIRST + 1)
            category = PostCategory(line.category).label if line.category else ""
            texts = (line.person_name, line.authority, line.post_title, category, part.name, part.clause)
            for column, text in enumerate(texts, PERSON):
                sheet.write_string(at, column, str(text))
            sheet.write_number(at, AMOUNT, _roubles(line.amount_kopecks), formats["sum"])
            sheet.write_string(at, AMOUNT + 1, line.justification)
            at += 1
    sheet.write_string(at, PERSON, "Итого", formats["bold"])
    formula = f"=SUM({xl_rowcol_to_cell(FIRST, AMOUNT)}:{xl_rowcol_to_cell(max(at - 1, FIRST), AMOUNT)})"
    sheet.write_formula(at, AMOUNT, formula, formats["total"], _roubles(sum(part.amount for part in parts)))
    sheet.freeze_panes(FIRST, PERSON + 1)
    sheet.autofilter(HEADER, 0, max(at - 1, FIRST), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(HEADER)
    sheet.fit_to_pages(1, 0)
    return at - 1


def _summary(
    sheet: Worksheet, title: str, sums: Mapping[str, list[int]], column: int, last: int, formats: dict[str, Any]
) -> None:
    """A total by name, each a formula over the lines of the register (with its value, for those who do not count)."""
    keys = f"{SHEET}!{xl_range_abs(FIRST, column, last, column)}"
    amounts = f"{SHEET}!{xl_range_abs(FIRST, AMOUNT, last, AMOUNT)}"
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 2, 18)
    for at, text in enumerate((title, "Премий", "Сумма, руб.")):
        sheet.write_string(0, at, text, formats["head"])
    for row, (name, paid) in enumerate(sums.items(), 1):
        cell = xl_rowcol_to_cell(row, 0)
        sheet.write_string(row, 0, name)
        sheet.write_formula(row, 1, f"=COUNTIF({keys},{cell})", None, len(paid))
        sheet.write_formula(row, 2, f"=SUMIF({keys},{cell},{amounts})", formats["sum"], _roubles(sum(paid)))
    end = len(sums) + 1
    every = [amount for paid in sums.values() for amount in paid]
    sheet.write_string(end, 0, "Итого", formats["bold"])
    sheet.write_formula(end, 1, f"=SUM(B2:B{end})", formats["bold"], len(every))
    sheet.write_formula(end, 2, f"=SUM(C2:C{end})", formats["total"], _roubles(sum(every)))
    sheet.freeze_panes(1, 1)


def _notes(sheet: Worksheet, register: ForwardingRegister, parts: list[Part]) -> None:
    infrastructure = any(not part.proposal.is_team for part in parts)
    notes = assumptions(edition_for(register.year), infrastructure=infrastructure)
    note = agreement_note(register.distribution.recalculation.protocol, register.forwarded_on)
    sheet.set_column(0, 0, 120)
    for at, text in enumerate([*([note] if note else []), *notes]):
        sheet.write_string(at, 0, text)


def _roubles(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)
