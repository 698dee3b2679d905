"""Search over everything, and what a person has looked at lately: each app registers what of its own may be found."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import attrgetter, or_
from typing import Any

from django.db.models import Q, QuerySet

from ranking_portal.accounts.access import permitted
from ranking_portal.directory.queries import matching

MOST = 20
NUMBER = re.compile(r"(?:№\s*|номер\s+)(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """One line of the results."""

    group: str
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class Findable:
    """Objects of one kind. `rows(user)` are those whose pages the user may open, `line` is how one of them is shown.

    `page` is the name of their page, `named` tells how its address names the object: part of the address -> field;
    `columns` are searched by words, `numbers` by "№ 12"; `noise` are beginnings of words that name
    the kind and no object; rows with equal `same` are one thing to a reader, the first of them is shown.
    """

    page: str
    permission: str
    rows: Callable[[Any], QuerySet[Any]]
    line: Callable[[Any], Found]
    columns: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()
    same: Callable[[Any], Any] = attrgetter("pk")
    named: Mapping[str, str] = field(default_factory=lambda: {"pk": "pk"})

    def seen_by(self, user: Any) -> QuerySet[Any]:
        """Objects whose pages the user may open."""
        rows = self.rows(user)
        return rows if permitted(user, self.permission) else rows.none()

    def lookup(self, address: Mapping[str, Any]) -> Q:
        """The object that the parts of an address name."""
        return Q(**{column: address[part] for part, column in self.named.items()})

    def condition(self, words: str) -> Q | None:
        """What fits the words; None where this kind cannot be sought so."""
        if number := NUMBER.fullmatch(words):
            whole = f"^{re.escape(number[1])}$"
            return reduce(or_, (Q(**{f"{one}__iregex": whole}) for one in self.numbers)) if self.numbers else None
        kept = [word for word in words.split() if not word.casefold().startswith(self.noise)]
        return matching(" ".join(kept), *self.columns) if self.columns else None


Finder = Callable[[Any, str], Iterable[Found]]
_finders: list[Finder] = []
findables: dict[str, Findable] = {}


def finder(function: Finder) -> Finder:
    """Register a finder of what is no object: (user, words) -> what the user may see of what was found."""
    if function not in _finders:
        _finders.append(function)
    return function


def findable(kind: Findable) -> Findable:
    """Register a kind of objects."""
    findables[kind.page] = kind
    return kind


def find(user: Any, words: str) -> dict[str, list[Found]]:
    """Results by group, in the order of registration; at most `MOST` of a kind."""
    groups: dict[str, list[Found]] = {}
    for kind in findables.values():
        condition = kind.condition(words)
        if condition is None:
            continue
        rows: dict[Any, Any] = {}
        for row in kind.seen_by(user).filter(condition).distinct()[: MOST * 2]:
            rows.setdefault(kind.same(row), row)
        for row in list(rows.values())[:MOST]:
            found = kind.line(row)
            groups.setdefault(found.group, []).append(found)
    for function in _finders:
        for found in function(user, words):
            groups.setdefault(found.group, []).append(found)
    return groups
