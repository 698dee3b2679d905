"""The only "now" of the portal.

Terms are counted in days of the region (Europe/Moscow for the one shipped); tests and the demonstration year set their
own moment with `at`. A demonstration may also be moved as a whole, for every process at once: `moved_by` names who
knows by how much.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from ranking_portal.region import REGION

ZONE = REGION.zone
_fixed: ContextVar[datetime | None] = ContextVar("portal_clock", default=None)
_shift: list[Callable[[], timedelta]] = []


def moved_by(source: Callable[[], timedelta]) -> Callable[[], timedelta]:
    """Name who knows by how much the portal's clock is moved; only a demonstration does."""
    _shift[:] = [source]
    return source


def shift() -> timedelta:
    """By how much the portal's clock is ahead of the real one (behind: below zero)."""
    return _shift[0]() if _shift else timedelta()


def real_today() -> date:
    """The real day in the region, whatever the portal's clock shows."""
    return datetime.now(ZONE).date()


def now() -> datetime:
    """The present moment, aware, in the time of the region."""
    return _fixed.get() or datetime.now(ZONE) + shift()


def today() -> date:
    """The present day in the region."""
    return now().date()


@contextmanager
def at(moment: date | datetime) -> Iterator[None]:
    """Make `moment` the present inside the block; a bare date means its noon."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZONE)
    token = _fixed.set(moment.astimezone(ZONE))
    try:
        yield
    finally:
        _fixed.reset(token)
