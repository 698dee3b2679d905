"""The day of a demonstration: moved for every process at once, kept in a file of the installation.

A file rather than a row: the clock is asked everywhere, inside broken transactions and before any table exists. Its
look at the file's own times costs microseconds, so nobody remembers an old day.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from ranking_portal import clock
from ranking_portal.accounts.access import permitted, require
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import Principal
from ranking_portal.deadlines.calendar import FIRST_YEAR, LAST_YEAR
from ranking_portal.journal import services as journal
from ranking_portal.journal.models import Entry
from ranking_portal.workflow.errors import Refused

MOVE = "demo.move_clock"
STANDS = timedelta()


@dataclass
class _Read:
    """The shift as last read, and the version of the file it was read from."""

    version: tuple[Path, int, int] | None = None
    shift: timedelta = STANDS


_read = _Read()


def stored_shift() -> timedelta:
    """By how many days the clock is moved; zero outside a demonstration and where nobody has moved it."""
    if not settings.DEMO:
        return STANDS
    path: Path = settings.MOVED_CLOCK
    try:
        seen = path.stat()
        version = (path, seen.st_ino, seen.st_mtime_ns)
        if _read.version != version:
            _read.shift, _read.version = timedelta(days=int(path.read_text(encoding="utf-8"))), version
    except FileNotFoundError:
        return STANDS
    return _read.shift


def latest_entry_on() -> date | None:
    """The latest day on which the journal tells of something; None in an empty one."""
    latest = Entry.objects.order_by("-at").values_list("at", flat=True).first()
    return latest.astimezone(clock.ZONE).date() if latest else None


def move_to(day: date, *, by: Principal) -> None:
    """Make `day` the portal's today; the hours go on as they do.

    Raises PermissionDenied outside a demonstration or without the right, Refused for a day without a calendar.
    """
    require(by, MOVE)
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise Refused(f"Календарь ведётся с {FIRST_YEAR} по {LAST_YEAR} год.")
    with clock.at(day):
        # Roles are held from a day to a day: whoever moves the clock must be able to move it back.
        if not permitted(_read_anew(by), MOVE):
            raise Refused("В этот день у вас ещё нет роли администратора: вернуть часы было бы некому.")
    was = clock.today()
    with journal.transaction():
        details = {"day": [was.isoformat(), day.isoformat()]}
        journal.record(by.actor, "Переведён день портала", ref="clock", label="Часы портала", details=details)
    _store(day - clock.real_today())


def _read_anew(by: Principal) -> Principal:
    """The same user read anew: what his roles are is remembered for as long as he is."""
    return User.objects.get(pk=by.pk) if isinstance(by, User) else by


def restore(*, by: Principal) -> None:
    """Give the portal its real day back; raises as `move_to` does."""
    move_to(clock.real_today(), by=by)


def _store(shift: timedelta) -> None:
    path: Path = settings.MOVED_CLOCK
    if not shift:
        path.unlink(missing_ok=True)
        return
    # Readers see the old day or the new one, never half a file.
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    fresh.write_text(str(shift.days), encoding="utf-8")
    os.replace(fresh, path)
