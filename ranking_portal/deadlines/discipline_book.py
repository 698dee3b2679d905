"""The discipline of a year as a workbook: real numbers and days, totals as formulas, texts that stay texts."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ranking_portal.deadlines.discipline import OUTCOMES, Kept, Tally

SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CAPTION, HEADER, FIRST = 0, 2, 3
COUNTS = ("total", "in_time", "late", "overdue", "running", "days", "longest")
TALLY_COLUMNS = (
    ("Всего сроков", 12),
    ("В срок", 10),
    ("С опозданием", 14),
    ("Просрочено", 12),
    ("Срок идёт", 10),
    ("Рабочих дней опоздания", 16),
    ("Наибольшее опоздание, рабочих дней", 20),
    ("Доля в срок", 12),
)
TERM_COLUMNS = (
    ("Шаг", 50),
    ("О чём", 30),
    ("Кто отвечает", 34),
    ("Пункт", 8),
    ("Событие", 12),
    ("Срок", 12),
    ("Сделано", 12),
    ("Итог", 14),
    ("Опоздание, рабочих дней", 14),
)


def workbook_of(
    rows: Sequence[Kept], steps: Sequence[Tally], answerable: Sequence[Tally], year: int, today: date
) -> bytes:
    """An XLSX of three sheets: by step, by body or office, every term."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        formats = {
            "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "bold": book.add_format({"bold": True}),
            "total": book.add_format({"bold": True, "top": 1}),
            "percent": book.add_format({"num_format": "0%"}),
            "total_percent": book.add_format({"bold": True, "top": 1, "num_format": "0%"}),
            "day": book.add_format({"num_format": "dd.mm.yyyy", "align": "left"}),
        }
        told = f"Соблюдение сроков, {year} год, на {today:%d.%m.%Y}"
        _tallies(book.add_worksheet("По шагам"), f"{told}: по шагам", "Шаг", steps, formats)
        _tallies(book.add_worksheet("По органам"), f"{told}: по органам", "Кто отвечает", answerable, formats)
        _terms(book.add_worksheet("Сроки"), f"{told}: каждый срок", rows, formats)
    return buffer.getvalue()


def _headed(sheet: Worksheet, caption: str, columns: Sequence[tuple[str, int]], formats: dict[str, Any]) -> None:
    sheet.write_string(CAPTION, 0, caption, formats["bold"])
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, title, formats["head"])
    sheet.freeze_panes(FIRST, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)


def _tallies(sheet: Worksheet, caption: str, name: str, tallies: Sequence[Tally], formats: dict[str, Any]) -> None:
    _headed(sheet, caption, ((name, 60), *TALLY_COLUMNS), formats)
    for row, one in enumerate(tallies, FIRST):
        sheet.write_string(row, 0, one.label)
        for column, count in enumerate(COUNTS, 1):
            sheet.write_number(row, column, getattr(one, count))
        _share(sheet, row, one.in_time, one.judged, formats["percent"])
    if not tallies:
        return
    end, total = FIRST + len(tallies), formats["total"]
    sheet.write_string(end, 0, "Итого", total)
    for column, count in enumerate(COUNTS, 1):
        values = [getattr(one, count) for one in tallies]
        letter = chr(ord("A") + column)
        rule, known = ("MAX", max(values)) if count == "longest" else ("SUM", sum(values))
        sheet.write_formula(end, column, f"={rule}({letter}{FIRST + 1}:{letter}{end})", total, known)
    judged = sum(one.judged for one in tallies)
    _share(sheet, end, sum(one.in_time for one in tallies), judged, formats["total_percent"])


def _share(sheet: Worksheet, row: int, in_time: int, judged: int, form: Any) -> None:
    """Share of those in time among the judged ones; empty where none is judged."""
    line = row + 1
    formula = f'=IF(C{line}+D{line}+E{line}=0,"",C{line}/(C{line}+D{line}+E{line}))'
    sheet.write_formula(row, len(COUNTS) + 1, formula, form, in_time / judged if judged else "")


def _terms(sheet: Worksheet, caption: str, rows: Sequence[Kept], formats: dict[str, Any]) -> None:
    _headed(sheet, caption, TERM_COLUMNS, formats)
    for row, one in enumerate(rows, FIRST):
        term = one.deadline
        for column, text in enumerate((term.title, term.object_label, one.answerable, term.clause)):
            sheet.write_string(row, column, text)
        for column, day in enumerate((term.event_on, term.due_on, term.done_on), 4):
            if day:
                sheet.write_datetime(row, column, day, formats["day"])
        sheet.write_string(row, 7, OUTCOMES[one.outcome])
        sheet.write_number(row, 8, one.late)
    if rows:
        end = FIRST + len(rows)
        sheet.autofilter(HEADER, 0, end - 1, len(TERM_COLUMNS) - 1)
        sheet.write_string(end, 7, "Итого", formats["total"])
        sheet.write_formula(end, 8, f"=SUM(I{FIRST + 1}:I{end})", formats["total"], sum(one.late for one in rows))
