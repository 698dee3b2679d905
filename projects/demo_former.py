"""The register of a year before the shipped ones: the shipped workbook with every date and mark of its year moved back.

So the year before has the same teams, and what last year gave stands beside this year's figures.
"""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

DATE_FORMAT = "dd.mm.yyyy"
LEAP_DAY = (2, 29)


def moved_back(workbook: bytes, year: int) -> bytes:
    """The workbook of `year` as one of the year before."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as target:
        day_format = target.add_format({"num_format": DATE_FORMAT})
        source = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        for name in source.sheet_names:
            sheet = target.add_worksheet(name)
            for row, cells in enumerate(source.get_sheet_by_name(name).to_python()):
                for column, cell in enumerate(cells):
                    value = _moved(cell, year)
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, value, day_format)
                    elif value != "":
                        sheet.write(row, column, value)
    return made.getvalue()


def _moved(cell: Any, year: int) -> Any:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        day = 28 if (cell.month, cell.day) == LEAP_DAY else cell.day
        return cell.replace(year=cell.year - 1, day=day)
    if cell == year:
        return year - 1
    return cell.replace(str(year), str(year - 1)) if isinstance(cell, str) else cell
