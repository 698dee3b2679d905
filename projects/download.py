"""The register as a workbook: real numbers, texts that can never become formulas."""

import io
from collections.abc import Iterable
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from projects.models import ProjectYear

COLUMNS = (
    ("Код", 8),
    ("Наименование", 60),
    ("Национальный проект", 40),
    ("Ответственный орган", 22),
    ("Руководитель", 36),
    ("Ассигнования, руб.", 20),
    ("Показателей всего", 12),
    ("Показателей достигнуто", 12),
    ("Пунктов плана с наступившим сроком", 16),
    ("Из них в срок", 12),
    ("Контрактов", 12),
)
CAPTION, HEADER, FIRST = 0, 2, 3
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook_of(cards: Iterable[ProjectYear], year: int) -> bytes:
    """An XLSX of cards with progress (see `queries.with_progress`): caption, frozen header, totals as formulas."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        total = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0.00"})
        sheet = book.add_worksheet(f"Проекты {year}")
        sheet.write_string(CAPTION, 0, f"Региональные проекты Ленинградской области, {year} год", bold)
        for column, (title, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADER, column, title, head)
        last, sum_kopecks = FIRST - 1, 0
        for last, card in enumerate(cards, FIRST):
            sum_kopecks += _write(sheet, last, card, money)
        sheet.freeze_panes(FIRST, 2)
        if last >= FIRST:
            sheet.autofilter(HEADER, 0, last, len(COLUMNS) - 1)
            sheet.write_string(last + 1, 4, "Итого", bold)
            sheet.write_formula(last + 1, 5, f"=SUM(F{FIRST + 1}:F{last + 1})", total, str(roubles(sum_kopecks)))
    return buffer.getvalue()


def roubles(kopecks: int) -> Decimal:
    """Whole kopecks as roubles."""
    return Decimal(kopecks) / 100


def _write(sheet: Worksheet, row: int, card: ProjectYear, money: Format) -> int:
    """Write a card's row; returns its appropriation in kopecks."""
    texts = (
        card.project.code,
        card.name,
        card.national_project,
        card.responsible.short_name,
        card.head.full_name if card.head else "",
    )
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text)
    funding = getattr(card, "funding", None)
    if funding is not None:
        sheet.write_number(row, 5, roubles(funding.appropriation_kopecks), money)
    counts = ("targets_all", "targets_reached", "steps_due", "steps_in_time", "contracts_all")
    for column, name in enumerate(counts, len(texts) + 1):
        sheet.write_number(row, column, getattr(card, name))
    return funding.appropriation_kopecks if funding is not None else 0
