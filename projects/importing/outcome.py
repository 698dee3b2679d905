"""What an import has changed, as a workbook: counts by sheet, then every row with what was and what is."""

import tempfile
from collections.abc import Iterator
from typing import IO, Any

import xlsxwriter

from projects.importing.pages import rows_of
from projects.models import Import, Part
from ranking_portal import clock

COUNTS = ("Лист", "Строк", "Добавлено", "Изменено", "Без изменений", "Удалено")
ROWS = ("Лист", "Что", "Строка файла", "Запись", "Столбец", "Было", "Стало")


def outcome_of(made: Import) -> IO[bytes]:
    """An open temporary XLSX; text never becomes a formula, memory does not grow with the rows."""
    packed = tempfile.TemporaryFile()  # noqa: SIM115 - the answer that carries it closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(packed, options) as book:
        book.set_properties({"created": clock.now().replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        totals = book.add_worksheet("Итоги")
        _write(totals, _counts(made), bold)
        _write(book.add_worksheet("Изменения"), _rows(made), bold)
    packed.seek(0)
    return packed


def _write(page: Any, rows: Iterator[tuple[Any, ...]], head: Any) -> None:
    page.set_column(0, 6, 24)
    for row, cells in enumerate(rows):
        page.write_row(row, 0, cells, None if row else head)


def _counts(made: Import) -> Iterator[tuple[Any, ...]]:
    yield COUNTS
    for title, counts in made.counts.items():
        yield title, *(counts[name] for name in ("rows", "created", "changed", "unchanged", "removed"))


def _rows(made: Import) -> Iterator[tuple[Any, ...]]:
    yield ROWS
    for title in made.counts:
        for line, label in rows_of(made, Part.CREATED, title):
            yield title, str(Part.CREATED.label), line, label, "", "", ""
        for line, label, columns in rows_of(made, Part.CHANGED, title):
            for column, (was, now) in columns.items():
                yield title, str(Part.CHANGED.label), line, label, column, was, now
        for label in rows_of(made, Part.REMOVED, title):
            yield title, str(Part.REMOVED.label), "", label, "", "", ""
