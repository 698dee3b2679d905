"""A row of the rating, written here and not in a template: a page has hundreds of them, of ten cells each."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ranking.presenting import Row
from ranking.table import Cell
from ranking.templatetags.charts import stack


def rated_rows(rows: Iterable[tuple[Row, Iterable[Cell]]], rating: str, scale: Any) -> SafeString:
    """The body of the table; `rating`: the address of its page, under which each project has its own."""
    told = "".join(rated_row(row, cells, rating, scale) for row, cells in rows)
    return mark_safe(told)  # noqa: S308 # nosec - every value is escaped


def rated_row(row: Row, cells: Iterable[Cell], rating: str, scale: Any) -> SafeString:
    """A row; `scale`: the whole bar in points."""
    told = "".join(_cell(cell, row, rating, scale) for cell in cells)
    cut = ' class="cut"' if row.last_of_limit else ""
    return mark_safe(f"<tr{cut}>{told}</tr>\n")  # noqa: S308 # nosec - every value is escaped


def _cell(cell: Cell, row: Row, rating: str, scale: Any) -> str:
    if cell.kind == "name":
        return _name(row, rating)
    if cell.kind == "bar":
        return f'<td class="{escape(cell.css)}">{stack(cell.pieces, scale, row.bar_told)}</td>'
    return f'<td class="{escape(cell.css)}">{escape(cell.text)}</td>'


def _name(row: Row, rating: str) -> str:
    about = " · ".join((row.code, row.national_project, row.body))
    reasons = "".join(f'<div class="sub bad">{escape(reason)}</div>' for reason in row.reasons)
    address = escape(f"{rating}{quote(row.code, safe='/')}/")
    link = f'<a class="fw-bold" href="{address}">{escape(row.name)}</a>'
    return f'<td class="name">{link}<div class="sub">{escape(about)}</div>{reasons}</td>'
