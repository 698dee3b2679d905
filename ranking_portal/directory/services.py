"""Keeping organizations, people and appointments by hand; every write with its journal entry.

Names of people go to the journal's erasable part, their numbers to the chain.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models
from django.db.models import ProtectedError

from ranking_portal.directory.models import Appointment, Organization, Person, Post
from ranking_portal.directory.wording import by_number, described, difference
from ranking_portal.journal import services as journal
from ranking_portal.journal.services import Actor
from ranking_portal.region import worded
from ranking_portal.versions import check_version

Row = TypeVar("Row", Organization, Person, Post)
HEADS_CLAUSE = worded("2.6")
NAME = "фамилия, имя, отчество"


class CannotBeDone(Exception):
    """The directory cannot be changed so; the text is a Russian sentence for the person who asked."""


def add(row: Row, *, actor: Actor) -> Row:
    """Store a new organization, person or post. Raises CannotBeDone where it is there already."""
    with _in_words(), journal.transaction():
        row.save()
        _tell(actor, "Добавлено", row, difference({}, described(row)))
        return row


def change(row: Row, values: Mapping[str, Any], *, version: str, actor: Actor) -> Row:
    """Change a row as it was shown under `version`. Raises CannotBeDone, ChangedMeanwhile."""
    with _in_words(), journal.transaction():
        fresh = type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        check_version(fresh, version)
        before = described(fresh)
        for name, value in values.items():
            setattr(fresh, name, value)
        changed = difference(before, described(fresh))
        if changed:
            fresh.save()
            _tell(actor, "Изменено", fresh, changed)
        return fresh


def remove_post(post: Post, *, version: str, actor: Actor) -> None:
    """Remove a person's post of a year. Raises ChangedMeanwhile, CannotBeDone."""
    with _in_words(), journal.transaction():
        fresh = Post.objects.select_for_update(of=("self",), no_key=True).get(pk=post.pk)
        check_version(fresh, version)
        _tell(actor, "Удалено", fresh, difference(described(fresh), {}))
        fresh.delete()


def appoint(
    *,
    office: str,
    office_label: str,
    person: Person,
    since: date,
    until: date | None,
    acting: bool,
    order: str,
    actor: Actor,
) -> Appointment:
    """Appoint the head of an office, or someone to act for him, by an order; rights follow by the day (clause 2.6).

    `office` is the text key ("body:КЗ", "project:E3:2025"). Raises CannotBeDone where it has been done already.
    """
    with _in_words(), journal.transaction():
        held = Appointment.objects.create(
            office=office,
            office_label=office_label,
            person=person,
            since=since,
            until=until,
            acting=acting,
            order=order,
        )
        _tell_of_appointment(actor, "Назначен исполняющий обязанности" if acting else "Назначен руководитель", held)
        return held


def end_appointment(held: Appointment, *, until: date, order: str, version: str, actor: Actor) -> Appointment:
    """End an appointment on its last day, by an order; what was done in its days stands. Raises ChangedMeanwhile."""
    with _in_words(), journal.transaction():
        fresh = Appointment.objects.select_for_update(of=("self",), no_key=True).get(pk=held.pk)
        check_version(fresh, version)
        fresh.until = until
        fresh.order = f"{fresh.order}; до {until:%d.%m.%Y}: {order}"[: _longest_order()]
        fresh.save()
        _tell_of_appointment(actor, "Завершено назначение", fresh)
        return fresh


def _longest_order() -> int:
    return int(Appointment._meta.get_field("order").max_length or 0)


def _tell_of_appointment(actor: Actor, action: str, held: Appointment) -> None:
    details = {
        "кто": by_number(held.person),
        "с": held.since,
        "по": held.until or "бессрочно",
        "приказ": held.order,
        "запись": journal.ref_of(held),
    }
    journal.record(
        actor,
        action,
        ref=held.office,
        label=held.office_label,
        clause=HEADS_CLAUSE,
        details=details,
        personal={NAME: held.person.full_name},
    )


def _tell(actor: Actor, action: str, row: models.Model, changed: dict[str, list[str]]) -> None:
    """A person's posts are told on the person; a name leaves the chain for the erasable part."""
    subject = row.person if isinstance(row, Post) else row
    names = changed.pop(NAME, None)
    journal.record(
        actor,
        f"{action}: {WHAT[type(row)]}",
        obj=subject,
        label=by_number(subject) if isinstance(subject, Person) else str(subject),
        details=changed,
        personal={NAME: " → ".join(name for name in names if name)} if names else None,
    )


WHAT: dict[type[models.Model], str] = {Organization: "организация", Person: "человек", Post: "должность"}


@contextmanager
def _in_words() -> Iterator[None]:
    """What the database refuses, in words."""
    try:
        yield
    except IntegrityError as error:
        raise CannotBeDone("Такая запись уже есть. Обновите страницу.") from error
    except ObjectDoesNotExist as error:
        raise CannotBeDone("Этой записи уже нет: её удалили, пока страница была открыта.") from error
    except ProtectedError as error:
        raise CannotBeDone("На эту запись ссылаются документы: удалить её нельзя.") from error
