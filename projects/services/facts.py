"""Adding, changing, removing what the register holds, by hand. The only writer of facts besides the import.

Every write is one transaction with its journal entry. Entries hang on the card, so that its history tells of facts
that are no more; people are named by their numbers only (the journal is never erased).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import IntegrityError, models
from django.db.models import ProtectedError

from projects.models import Cycle, Fact, InfrastructureParticipant, Project, ProjectYear, TeamMember
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.directory.wording import described, difference
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.versions import check_version
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.questions import ask

Row = TypeVar("Row", Fact, InfrastructureParticipant, ProjectYear)
Owner = ProjectYear | Cycle
MAY_CHANGE, MAY_CHANGE_INFRASTRUCTURE = "projects.may_change_facts", "projects.may_change_infrastructure"
UNTOLD = frozenset({"id", "card", "cycle", "source_import", "source_row"})
REGISTER, WHO_MAY_RECEIVE = worded("2.2"), worded("2.6")


def owner_of(row: Any) -> Owner:
    """The card of a fact, the cycle of an infrastructure participant, the card itself."""
    if isinstance(row, ProjectYear):
        return row
    owner: Owner = row.cycle if isinstance(row, InfrastructureParticipant) else row.card
    return owner


def add_card(code: str, cycle: Cycle, values: Mapping[str, Any], *, by: Principal) -> ProjectYear:
    """Open the card of a project in a year; a code not seen before begins a project.

    Raises PermissionDenied without the right, Refused where the year has that card already.
    """
    require(by, "projects.edit_facts")
    with _unless_repeated(), journal.transaction():
        project, _ = Project.objects.get_or_create(code=code)
        card = ProjectYear(cycle=cycle, project=project, **values)
        _allow(card)
        card.save()
        _tell(by, "Заведена карточка проекта", card, card, difference({}, described(card, untold=UNTOLD)))
        return card


def add(model: type[Row], owner: Owner, values: Mapping[str, Any], *, by: Principal) -> Row:
    """Add a fact to a card (or an infrastructure participant to a cycle).

    Raises PermissionDenied without the right, Refused where the register may not change or the row is there already.
    """
    require(by, "projects.edit_facts", owner)
    with _unless_repeated(), journal.transaction():
        field = "cycle" if model is InfrastructureParticipant else "card"
        row = model(**{field: owner}, **values)
        _allow(row)
        row.save()
        _tell(by, "Добавлено", owner, row, difference({}, described(row, untold=UNTOLD)))
        return row


def add_several(model: type[Row], owner: Owner, rows: Mapping[int, Mapping[str, Any]], *, by: Principal) -> list[Row]:
    """Add rows by their number on the page: all of them or none.

    Raises PermissionDenied without the right, Refused (with the number of the row) as `add` does.
    """
    added = []
    with journal.transaction():
        for number, values in rows.items():
            try:
                added.append(add(model, owner, values, by=by))
            except Refused as refusal:
                raise Refused(*(f"Строка {number}: {reason}" for reason in refusal.reasons)) from refusal
    return added


def change(row: Row, values: Mapping[str, Any], *, version: str, by: Principal) -> Row:
    """Change a row as it was shown under `version`; from then on it counts as entered by hand.

    Raises PermissionDenied, Refused, and ChangedMeanwhile where somebody changed it after it was shown.
    """
    require(by, "projects.edit_facts", owner_of(row))
    with _unless_repeated(), journal.transaction():
        fresh = _locked(row)
        check_version(fresh, version)
        _allow(fresh)
        before = described(fresh, untold=UNTOLD)
        for name, value in values.items():
            setattr(fresh, name, value)
        changed = difference(before, described(fresh, untold=UNTOLD))
        if changed:
            fresh.source_import, fresh.source_row = None, None
            fresh.save()
            _tell(by, "Изменено", owner_of(fresh), fresh, changed)
        return fresh


def remove(row: Row, *, version: str, by: Principal) -> None:
    """Remove a row as it was shown under `version`; a card goes with all its facts.

    Raises PermissionDenied, ChangedMeanwhile, and Refused where something above rests on the row.
    """
    require(by, "projects.edit_facts", owner_of(row))
    with journal.transaction():
        fresh = _locked(row)
        check_version(fresh, version)
        _allow(fresh)
        _tell(by, "Удалено", owner_of(fresh), fresh, difference(described(fresh, untold=UNTOLD), {}))
        try:
            fresh.delete()
        except ProtectedError as error:
            raise Refused("На эту запись ссылаются документы года: удалить её нельзя.") from error


def _tell(by: Principal, action: str, owner: Owner, row: models.Model, changed: Mapping[str, list[str]]) -> None:
    about_people = isinstance(row, (TeamMember, InfrastructureParticipant))
    told = row._meta.verbose_name if about_people else row
    journal.record(
        by.actor,
        f"{action}: {row._meta.verbose_name}" if row is not owner else action,
        obj=owner,
        label=str(told),
        clause=WHO_MAY_RECEIVE if about_people else REGISTER,
        details={**changed, "запись": journal.ref_of(row)},
    )


def _locked(row: Row) -> Row:
    try:
        return type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    except type(row).DoesNotExist as error:
        raise Refused("Этой записи уже нет: её удалили, пока страница была открыта.") from error


def _allow(row: Any) -> None:
    owner = owner_of(row)
    question = MAY_CHANGE_INFRASTRUCTURE if isinstance(owner, Cycle) else MAY_CHANGE
    reasons = ask(question, owner)
    if reasons:
        raise Refused(*reasons)


@contextmanager
def _unless_repeated() -> Iterator[None]:
    """Two people may add the same row at once: the database lets one in, the other is told."""
    try:
        yield
    except IntegrityError as error:
        raise Refused("Такая запись уже есть. Обновите страницу.") from error
