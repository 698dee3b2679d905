"""Search over everything: each app registers what of its own can be found, and by whom."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Found:
    """One line of the results."""

    group: str
    title: str
    note: str
    url: str


Finder = Callable[[Any, str], Iterable[Found]]
_finders: list[Finder] = []


def finder(function: Finder) -> Finder:
    """Register a finder: (user, words) -> what the user may see of what was found."""
    if function not in _finders:
        _finders.append(function)
    return function


def find(user: Any, words: str) -> dict[str, list[Found]]:
    """Results by group, in the order of registration."""
    groups: dict[str, list[Found]] = {}
    for function in _finders:
        for found in function(user, words):
            groups.setdefault(found.group, []).append(found)
    return groups
