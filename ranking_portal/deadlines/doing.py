"""Where an obligation is carried out now: the very object, where there is exactly one, and the words of the button.

The edition names a list of the year for each obligation; the room that knows the objects registers what is nearer, by
the event that closes the term.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse

from ranking_portal.accounts.access import may_open
from ranking_portal.deadlines.links import Addresses
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.standing import until_told
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for

OPEN = "Открыть"


@dataclass(frozen=True)
class Place:
    """A page, and what is done there, in the words of a button."""

    url: str
    button: str = OPEN


Finder = Callable[[Deadline, Any], Place | None]
_finders: dict[str, Finder] = {}


def done_at(*closing_events: str) -> Callable[[Finder], Finder]:
    """Register who knows where terms closed by the events are met: (term, user) -> place, None for the list."""

    def register(function: Finder) -> Finder:
        _finders.update(dict.fromkeys(closing_events, until_told(function)))
        return function

    return register


class Places:
    """Places of many terms for a user whose they are; the edition of each year is read once."""

    def __init__(self, user: Any) -> None:
        self._user = user
        self._edition = cache(edition_for)
        self._addresses = Addresses()

    def of(self, deadline: Deadline) -> Place:
        """The object's own page, or the address of the edition's table."""
        edition: Edition = self._edition(deadline.year)
        closing = next((row.closed_by for row in edition.obligations if row.code == deadline.code), "")
        finder = _finders.get(closing)
        found = finder(deadline, self._user) if finder else None
        return found or Place(self._addresses.of(deadline))

    def of_others(self, deadline: Deadline) -> Place:
        """Where a term that others must meet is watched: the list of the year, or the term itself for who may not."""
        url = self._addresses.of(deadline)
        return Place(url if may_open(self._user, url) else reverse("deadline", args=(deadline.pk,)))
