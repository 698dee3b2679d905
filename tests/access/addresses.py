"""All addresses of the portal, from its URL configuration, and the table of answers expected."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.visitors import VISITORS

TABLE = Path(__file__).with_name("table.csv")


@dataclass(frozen=True)
class Address:
    """An address by its full name, the view behind it, and the rule that the view declares."""

    name: str
    route: str
    rule: str | None
    # Its files tell of no person and of no sum: a download of them is not kept in the journal.
    tells_nobody: bool = False


@dataclass(frozen=True)
class Row:
    """What an address answers to a GET of each visitor; `obj` is a key of the world's objects."""

    name: str
    obj: str
    answers: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        return f"{self.name}[{self.obj}]" if self.obj else self.name


def addresses() -> list[Address]:
    """Every address, in the order of the configuration."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: Iterable[Any], space: str, prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, route)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name}" if pattern.name else ""
            nobody = getattr(pattern.callback, "nothing_personal", False)
            yield Address(name, route, getattr(pattern.callback, "access_rule", None), nobody)


def table() -> list[Row]:
    """The rows of table.csv; raises ValueError where a column is missing or an answer is no status."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != ("address", "object", *VISITORS):
            raise ValueError(f"columns of {TABLE.name} must be: address,object,{','.join(VISITORS)}")
        return [
            Row(line["address"], line["object"], tuple((name, int(line[name])) for name in VISITORS)) for line in reader
        ]


def line_of(name: str, obj: str, answers: dict[str, int]) -> str:
    """A line of the table, to be judged by a human before it is put there."""
    return ",".join([name, obj, *(str(answers[visitor]) for visitor in VISITORS)])
