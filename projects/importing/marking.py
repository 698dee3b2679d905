"""The file as it was sent, with the wrong cells marked and told of in notes, to be mended and sent again."""

import io
from collections import defaultdict
from typing import Any

import xlsxwriter

from projects.importing.keeping import sheet_name, write_cell
from projects.importing.planning import Plan
from projects.importing.problems import Problem
from projects.importing.tables import Table
from ranking_portal import clock

Cell = tuple[int, int]
MOST_NOTE = 2000
GENERAL = "Ошибки файла"


def marked(read: Plan) -> bytes | None:
    """An XLSX with all the sheets of a file, cells in their places; None for a file that does not open.

    Formulas become their values, as they are read; text never becomes a formula.
    """
    if read.book is None:
        return None
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as copy:
        copy.set_properties({"created": clock.now().replace(tzinfo=None)})
        wrong = {
            "text": copy.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"}),
            "day": copy.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006", "num_format": "dd.mm.yyyy"}),
        }
        notes = _notes(read)
        by_name = {table.name: title for title, table in read.tables.items()}
        for name, rows in read.book.sheets.items():
            page = copy.add_worksheet(sheet_name(name, copy.sheetnames))
            _fill(page, rows, notes.pop(by_name.get(name, ""), {}), wrong)
        if left := [text for cells in notes.values() for text in cells.values()]:
            # What is about no sheet, or about one that is not there.
            page = copy.add_worksheet(sheet_name(GENERAL, copy.sheetnames))
            for row, text in enumerate(left):
                page.write_string(row, 0, text, wrong["text"])
    return packed.getvalue()


def _fill(page: Any, rows: list[list[Any]], notes: dict[Cell, str], wrong: dict[str, Any]) -> None:
    for row, cells in enumerate(rows):
        for place, raw in enumerate(cells):
            if (row, place) not in notes:
                write_cell(page, row, place, raw)
            else:
                write_cell(page, row, place, raw, wrong["day" if hasattr(raw, "year") else "text"])
    for (row, place), text in notes.items():
        page.write_comment(row, place, text[:MOST_NOTE], {"x_scale": 2, "y_scale": 1.5})


def _notes(read: Plan) -> dict[str, dict[Cell, str]]:
    """What to write at which cell of which sheet; what is about no cell goes to the first one."""
    found: dict[str, dict[Cell, list[str]]] = defaultdict(lambda: defaultdict(list))
    for problem in read.errors:
        table = read.tables.get(problem.sheet)
        places = _places(table, problem) if table else []
        told = problem.message if places else str(problem)
        for cell in places or [(0, 0)]:
            found[problem.sheet][cell].append(told[:1].upper() + told[1:])
    return {title: {cell: "\n".join(texts) for cell, texts in cells.items()} for title, cells in found.items()}


def _places(table: Table, problem: Problem) -> list[Cell]:
    """The cells of an error: an error of a key is about several."""
    if problem.row is None:
        return []
    exact = [place for path, place in table.places.items() if table.header(path) == problem.column]
    named = exact or [
        place for path, place in table.places.items() if table.sheet.column(path).header in problem.column
    ]
    return [(problem.row - 1, place) for place in named or [0]]
