"""The only "now" of the portal.

Terms are counted in days of Europe/Moscow; tests and the demonstration year set their own moment with `at`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")
_fixed: ContextVar[datetime | None] = ContextVar("portal_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in Moscow time."""
    return _fixed.get() or datetime.now(MOSCOW)


def today() -> date:
    """The present day in Moscow."""
    return now().date()


@contextmanager
def at(moment: date | datetime) -> Iterator[None]:
    """Make `moment` the present inside the block; a bare date means its noon."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=MOSCOW)
    token = _fixed.set(moment.astimezone(MOSCOW))
    try:
        yield
    finally:
        _fixed.reset(token)
