"""Taking an import back as a whole: what it changed, added and removed is as it was, or nothing is done at all."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, models
from django.db.models import ProtectedError

from projects.importing import reverting
from projects.importing.bulk import BATCH
from projects.importing.pages import rows_of
from projects.importing.sheets import BY_TITLE, ORGANIZATIONS, PROJECTS, STAFF, Sheet
from projects.importing.writing import CODES, FACTS, PEOPLE
from projects.models import Cycle, Import, ImportState, Part, Project
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.directory.models import Organization, Person
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.questions import ask

MAY_IMPORT, MAY_REVERT = "projects.may_import", "projects.may_revert_import"
MOST_NAMED = 20
CLAUSE = worded("2.2")


def reasons_against(made: Import) -> list[str]:
    """Why it cannot be taken back now, in short: by its state, and by what stands on it."""
    if made.state != ImportState.DONE or made.cycle is None:
        return ["Отменить можно только выполненную загрузку."]
    if not made.pages.exists() and any(
        row["created"] + row["changed"] + row["removed"] for row in made.counts.values()
    ):
        return ["Загрузка сделана до того, как портал стал хранить прежние значения."]
    return [*ask(MAY_IMPORT, made.cycle), *ask(MAY_REVERT, made)]


def revert(made: Import, *, by: Principal) -> None:
    """Bring the register back to what it was before the import.

    Raises PermissionDenied; Refused where a confirmed ranking stands on its facts, or what it brought was edited later.
    """
    require(by, "projects.import")
    with journal.transaction():
        Cycle.objects.select_for_update(no_key=True).filter(year=made.year).first()
        made = Import.objects.select_for_update(no_key=True).get(pk=made.pk)
        if reasons := reasons_against(made):
            raise Refused(*reasons)
        if touched := reverting.touched_since(made):
            more = [f"…и ещё {len(touched) - MOST_NAMED}"] if len(touched) > MOST_NAMED else []
            raise Refused("После загрузки изменили:", *touched[:MOST_NAMED], *more)
        try:
            _take_back(made)
        except ProtectedError as error:
            named = ", ".join(sorted({str(row) for row in error.protected_objects})[:5])
            raise Refused(f"На загруженное уже ссылаются: {named}.") from error
        except IntegrityError as error:
            raise Refused("То, к чему надо вернуться, занято другими записями: отмена невозможна.") from error
        made.state, made.finished_at = ImportState.REVERTED, clock.now()
        made.save(update_fields=("state", "finished_at"))
        journal.record(
            by.actor,
            "Загрузка отменена целиком",
            obj=made,
            label=f"{made.file_name}, {made.year} год",
            clause=CLAUSE,
            details={title: _told(counts) for title, counts in made.counts.items() if _told(counts)},
        )


def _told(counts: Mapping[str, int]) -> str:
    words = {"created": "удалено добавленных", "changed": "возвращено прежних", "removed": "восстановлено"}
    return ", ".join(f"{word}: {counts[name]}" for name, word in words.items() if counts[name])


def _take_back(made: Import) -> None:
    """Leaves go first, roots last; then former values; then what was taken away, roots first."""
    for title in (*FACTS, STAFF, PROJECTS):
        _delete(BY_TITLE[title].model, reverting.brought(made, BY_TITLE[title]))
    for title in (ORGANIZATIONS, STAFF, PROJECTS, *FACTS):
        _restore(made, BY_TITLE[title])
    for title in (STAFF, PROJECTS, *FACTS):
        model = BY_TITLE[title].model
        rows = [_typed(model, row) for row in rows_of(made, Part.TAKEN, title)]
        model._default_manager.bulk_create([model(**row) for row in rows], BATCH)
    _delete_unused(Project, list(rows_of(made, Part.BROUGHT, CODES)))
    _delete_unused(Person, list(rows_of(made, Part.BROUGHT, PEOPLE)))
    bodies = [row["id"] for row in rows_of(made, Part.BROUGHT, ORGANIZATIONS)]
    # A new body may stand above another new one.
    while _delete_unused(Organization, bodies):
        pass


def _delete(model: type[models.Model], pks: Iterable[int]) -> None:
    gone = list(pks)
    for start in range(0, len(gone), BATCH):
        model._default_manager.filter(pk__in=gone[start : start + BATCH]).delete()


def _delete_unused(model: type[models.Model], pks: list[int]) -> int:
    """Delete those to which nothing refers; the rest has found other use since. How many went."""
    left = set(pks)
    for relation in model._meta.related_objects:
        owner, name = relation.related_model, relation.field.attname
        if isinstance(owner, type) and issubclass(owner, models.Model):
            for start in range(0, len(pks), BATCH):
                used = owner._default_manager.filter(**{f"{name}__in": pks[start : start + BATCH]})
                left -= set(used.order_by().values_list(name, flat=True))
    here = list(model._default_manager.filter(pk__in=left).values_list("pk", flat=True))
    _delete(model, here)
    return len(here)


def _restore(made: Import, sheet: Sheet) -> None:
    former = [_typed(sheet.model, row) for row in rows_of(made, Part.FORMER, sheet.title)]
    if former:
        names = [field.name for field in sheet.model._meta.concrete_fields if not field.primary_key]
        sheet.model._default_manager.bulk_update([sheet.model(**row) for row in former], names, BATCH)


def _typed(model: type[models.Model], row: Mapping[str, Any]) -> dict[str, Any]:
    """Kept values as the model has them: days and decimals are kept as text."""
    return {field.attname: field.to_python(row[field.attname]) for field in model._meta.concrete_fields}
