"""What is wrong in a workbook, each with its place."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

MOST = 1000


@dataclass(frozen=True)
class Problem:
    """One error of a workbook. `row` is counted as Excel counts (from 1); what is not about a cell has none."""

    sheet: str
    row: int | None
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        place = [f"лист «{self.sheet}»"] if self.sheet else []
        place += [f"строка {self.row}"] if self.row else []
        place += [f"столбец «{self.column}»"] if self.column else []
        told = ", ".join(place)
        value = f" (в ячейке: «{self.value}»)" if self.value else ""
        return f"{told[:1].upper()}{told[1:]}: {self.message}{value}" if told else f"{self.message}{value}"

    def as_document(self) -> dict[str, Any]:
        """For the JSON of the command."""
        return asdict(self)


def first_of(problems: Iterable[Problem], sheets: list[str]) -> tuple[tuple[Problem, ...], int]:
    """The first thousand in the order of the workbook, and how many more there are."""
    order = {title: place for place, title in enumerate(sheets)}
    found = sorted(problems, key=lambda problem: (order.get(problem.sheet, -1), problem.row or 0))
    return tuple(found[:MOST]), max(0, len(found) - MOST)
