"""What waits for a user besides the terms of the law: a letter to acknowledge, a line to agree, a sum to accept.

Each app registers a source; the home page asks them all and knows nobody upstairs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Expected:
    """One thing to do. `since`: the day from which it waits; `until`: the term that it falls in, where there is one."""

    title: str
    about: str
    clause: str
    url: str
    button: str
    since: date | None = None
    until: date | None = None


Source = Callable[[Any], Iterable[Expected]]
_sources: list[Source] = []


def expects(source: Source) -> Source:
    """Register a source: user -> what waits for him."""
    if source not in _sources:
        _sources.append(source)
    return source


def expected_of(user: Any) -> list[Expected]:
    """Everything that waits for the user, the nearest term first, then the longest waiting."""
    found = [one for source in _sources for one in source(user)]
    return sorted(found, key=lambda one: (one.until or date.max, one.since or date.max, one.title, one.about))
