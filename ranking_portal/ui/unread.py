"""How much a person has not read: told by the inbox, which stands above, and shown in the bar on top."""

from collections.abc import Callable
from typing import Any

from ranking_portal.once import once_a_page

Source = Callable[[Any], int]
_sources: list[Source] = []


def counts_unread(source: Source) -> Source:
    """Register who counts: user -> how many."""
    _sources[:] = [source]
    return source


@once_a_page
def unread(user: Any) -> int:
    """What stands unread for the user."""
    return sum(source(user) for source in _sources)
