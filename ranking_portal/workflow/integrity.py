"""What must hold at any moment, whatever has crashed: each app tells of its own, `check_integrity` looks at all.

An invariant is read from the rows alone, so that it finds what was written past the code too.
"""

from collections.abc import Callable, Iterable

from django.db import connection

from ranking_portal.journal.keeping import damaged
from ranking_portal.journal.services import broken_link
from ranking_portal.journal.witness import heard
from ranking_portal.workflow.barriers import all_barriers

Check = Callable[[], Iterable[str]]
_checks: dict[str, Check] = {}


def invariant(title: str) -> Callable[[Check], Check]:
    """Register what must hold: the function yields, in Russian, every place where it does not."""

    def register(check: Check) -> Check:
        _checks[title] = check
        return check

    return register


def violations() -> dict[str, list[str]]:
    """Every invariant by its title, with the places where it does not hold."""
    return {title: list(check()) for title, check in _checks.items()}


@invariant("Журнал, хранимые файлы и принятые решения не изменены")
def journal_holds() -> Iterable[str]:
    """The chain of hashes, the hash of every stored file, and all that the journal is witness of."""
    if (broken := broken_link()) is not None:
        yield f"цепочка журнала разорвана на записи № {broken}" if broken else "конец журнала не сходится с головой"
    _, lost = damaged()
    yield from (f"{one.title} ({one.ref}): {one.why}" for one in [*lost, *heard().damage])


@invariant("Преграды базы данных на месте")
def barriers_stand() -> Iterable[str]:
    """Every trigger that refuses a bypass of the workflow."""
    if connection.vendor == "postgresql":
        listed = "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    else:
        listed = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(listed)
        present = {name for (name,) in cursor.fetchall()}
    yield from sorted({one.trigger for one in all_barriers()} - present)
