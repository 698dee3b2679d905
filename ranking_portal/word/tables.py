"""Tables: widths of columns, cells over several rows or columns, rows that a page never tears."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ranking_portal.word.sheet import element

TWIPS_IN_MM = 1440 / 25.4
GRID = "333333"
WIDTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)(mm|%)")


@dataclass(frozen=True)
class Place:
    """Where a cell of the page stands in its table."""

    row: int
    column: int
    across: int
    down: int


def twips(millimetres: float) -> int:
    """Word's own units, a twentieth of a point."""
    return round(millimetres * TWIPS_IN_MM)


def span(cell: Any, name: str) -> int:
    """Over how many columns or rows a cell goes."""
    return int(cell.get(name) or 1)


Standing = dict[tuple[int, int], tuple[Any, Place]]


def places(rows: Sequence[Sequence[Any]]) -> Standing:
    """What stands at every (row, column): a cell that reaches down or across stands there more than once."""
    found: Standing = {}
    for number, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (number, column) in found:
                column += 1
            place = Place(number, column, span(cell, "colspan"), span(cell, "rowspan"))
            for row in range(place.down):
                found |= {(number + row, column + one): (cell, place) for one in range(place.across)}
            column += place.across
    return found


def width_of(told: Any, whole: float) -> float | None:
    """The width that an element's style names, in millimetres of the `whole`."""
    found = WIDTH.search(told.get("style") or "")
    if found is None:
        return None
    return float(found[1]) * (whole / 100 if found[2] == "%" else 1)


def widths(standing: Standing, whole: float) -> list[float]:
    """Widths of the columns in millimetres: as the cells name them, the rest shared evenly."""
    found: list[float | None] = [None] * (1 + max(column for _, column in standing))
    for (_, column), (cell, place) in sorted(standing.items(), key=lambda one: one[0]):
        named = width_of(cell, whole)
        if named is not None and found[column] is None:
            found[column] = named / place.across
    free = found.count(None)
    left = max(whole - sum(one or 0 for one in found), 0)
    return [left / free if one is None else one for one in found]


def table(columns: Sequence[float], *, bordered: bool, centered: bool = False) -> Any:
    """A table without rows: fixed widths, a thin grid or none."""
    made = element("w:tbl")
    told = element("w:tblPr")
    told.append(element("w:tblW", w=twips(sum(columns)), type="dxa"))
    if centered:
        told.append(element("w:jc", val="center"))
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line: dict[str, object] = {"val": "single", "sz": 4, "space": 0, "color": GRID} if bordered else {"val": "nil"}
        borders.append(element(f"w:{side}", **line))
    told.append(borders)
    told.append(element("w:tblLayout", type="fixed"))
    margins = element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(element(f"w:{side}", w=60 if bordered else 0, type="dxa"))
    told.append(margins)
    made.append(told)
    grid = element("w:tblGrid")
    for one in columns:
        grid.append(element("w:gridCol", w=twips(one)))
    made.append(grid)
    return made


def row(*, header: bool) -> Any:
    """A row that stays on one page; one of the head stands on every page of the table."""
    made = element("w:tr")
    told = element("w:trPr")
    told.append(element("w:cantSplit"))
    if header:
        told.append(element("w:tblHeader"))
    made.append(told)
    return made


def cell(
    width: float,
    *,
    across: int = 1,
    merge: str = "",
    underlined: bool = False,
    middle: bool = False,
    low: bool = False,
    shading: str = "",
) -> Any:
    """A cell without its text. `merge`: "restart" begins a cell over several rows, "continue" goes on with it."""
    made = element("w:tc")
    told = element("w:tcPr")
    told.append(element("w:tcW", w=twips(width), type="dxa"))
    if across > 1:
        told.append(element("w:gridSpan", val=across))
    if merge:
        told.append(element("w:vMerge", val=merge))
    if underlined:
        borders = element("w:tcBorders")
        borders.append(element("w:bottom", val="single", sz=5, space=0, color="000000"))
        told.append(borders)
    if shading:
        told.append(element("w:shd", val="clear", color="auto", fill=shading))
    if middle or low:
        told.append(element("w:vAlign", val="center" if middle else "bottom"))
    made.append(told)
    return made
