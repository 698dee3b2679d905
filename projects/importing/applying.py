"""Writing what a plan says: all or nothing, in one transaction, held once more against the register as it is then."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.db.models import ProtectedError

from projects.importing.keeping import kept_file
from projects.importing.pages import keep_changes
from projects.importing.planning import Plan, compared
from projects.importing.planning import plan as plan_of
from projects.importing.writing import write
from projects.models import Cycle, Import, ImportState
from projects.services.cycles import open_cycle
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused

CLAUSE = worded("2.2")
WORDS = {
    "rows": "строк",
    "created": "добавлено",
    "changed": "изменено",
    "unchanged": "без изменений",
    "removed": "удалено",
}


def apply(
    plan: Plan, *, by: Principal, file_name: str, shown: str = "", waiting: Import | None = None
) -> Import | None:
    """Bring the register of the year to what the workbook says; None where nothing changed.

    Opens the cycle of the year where there is none. With `shown` (the digest of a plan that a person has seen) raises
    Refused where the difference is another by now. `waiting` is the import that was previewed, if one was: it is done
    in the same transaction. Raises Refused with errors and reasons, PermissionDenied.
    """
    require(by, "projects.import")
    _refuse(plan)
    with ExitStack() as undo:
        with _in_words(), journal.transaction():
            cycle, _ = open_cycle(plan.year, by)
            cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
            fresh = compared(plan)
            _refuse(fresh)
            if shown and fresh.digest != shown:
                raise Refused("Реестр изменился после просмотра книги: посмотрите различия ещё раз.")
            if not fresh.changed:
                return None
            made = _kept(fresh, cycle, by, file_name, waiting)
            undo.callback(made.file.storage.delete, str(made.file.name))
            if not shown:
                # What a person has seen is kept already.
                keep_changes(made, fresh.changes)
            write(fresh.differences, cycle, made)
            _tell(fresh, made, by)
        undo.pop_all()
        return made


def apply_file(file: bytes | Path, year: int, *, file_name: str, by: Principal) -> Import | None:
    """Read a workbook and bring the register of the year to it at once. Raises as `apply` does."""
    return apply(plan_of(file, year), by=by, file_name=file_name)


def _refuse(plan: Plan) -> None:
    if not plan.possible:
        raise Refused(*plan.reasons, *(str(error) for error in plan.errors))


@contextmanager
def _in_words() -> Iterator[None]:
    """What the database refuses, in words."""
    try:
        yield
    except ProtectedError as error:
        kept = ", ".join(sorted({str(row) for row in error.protected_objects})[:5])
        raise Refused(f"Из книги исчезло то, на что ссылаются документы года: {kept}.") from error
    except IntegrityError as error:
        raise Refused("Реестр изменили, пока загружалась книга. Повторите загрузку.") from error


def _kept(plan: Plan, cycle: Cycle, by: Principal, file_name: str, waiting: Import | None) -> Import:
    """The record of the import with the copy of its workbook; `sha256` is that of the copy."""
    assert plan.book is not None
    copy, suffix = kept_file(plan, file_name)
    made = waiting or Import(
        file_name=file_name[-255:], actor=by.actor.key, actor_label=by.actor.label[:255], at=clock.now()
    )
    made.cycle, made.profile, made.state = cycle, plan.profile.key, ImportState.DONE
    made.counts, made.warnings, made.sha256 = plan.counts(), list(plan.warnings), hashlib.sha256(copy).hexdigest()
    made.finished_at, made.leased_until, made.upload, made.reasons = clock.now(), None, "", []
    made.file.save(f"register-{cycle.year}-{plan.sha256[:12]}{suffix}", ContentFile(copy), save=False)
    made.save()
    return made


def _tell(plan: Plan, made: Import, by: Principal) -> None:
    """One row for the whole import: counts and digests; the digest of the difference can be erased with people."""
    counts = {
        title: ", ".join(f"{WORDS[name]}: {number}" for name, number in row.items() if number)
        for title, row in plan.counts().items()
    }
    source = {} if plan.profile.whole else {"источник": plan.profile.title}
    journal.record(
        by.actor,
        "Загружена книга реестра",
        obj=made,
        label=f"{made.file_name}, {plan.year} год",
        clause=CLAUSE,
        details={**source, **counts, "sha256 книги": plan.sha256, "sha256 копии": made.sha256},
        personal={"отпечаток изменений": plan.digest},
    )
