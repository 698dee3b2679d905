"""Heads of a table's columns that sort it: a click sorts, a second one the other way."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Column:
    """A column: its key in the address, its title, the expression to order by (None: not sortable), its class."""

    key: str
    title: str
    order: Any = None
    css: str = ""


@dataclass(frozen=True)
class Header:
    """The head of a column under the chosen order. `direction` is "ascending", "descending" or ""."""

    title: str
    css: str
    sort: str
    direction: str


def headers(columns: Iterable[Column], chosen: str) -> list[Header]:
    """Heads of the columns; a column that cannot be sorted by has no `sort`."""
    shown = []
    for column in columns:
        direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(chosen, "")
        sort = "" if column.order is None else (f"-{column.key}" if direction == "ascending" else column.key)
        shown.append(Header(column.title, column.css, sort, direction))
    return shown


def order_of(columns: Iterable[Column], chosen: str) -> list[Any]:
    """The expression of the chosen order, empty where nothing sound was chosen; nothing stands last."""
    for column in columns:
        if column.order is not None and column.key == chosen.removeprefix("-"):
            return [column.order.desc(nulls_last=True) if chosen.startswith("-") else column.order.asc(nulls_last=True)]
    return []
