"""Everything the portal keeps about one person, gathered by the ways that the apps have declared (152-FZ, art. 14)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from ranking_portal import clock, lists
from ranking_portal.accounts.models import User
from ranking_portal.directory.models import Person
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import ref_of
from ranking_portal.personal.register import term_of
from ranking_portal.personal_fields import Kept, declared

MADE_BY, ABOUT = "Записи журнала: что вы сделали", "Записи журнала: что сделано с вашими данными"
# What opens something by being known is not given out, to its owner either.
UNTOLD = ("password", "token", "session_data", "session_key", "data")


@dataclass(frozen=True)
class Part:
    """Rows of one kind: what they are, why and for how long they are kept, each as pairs of a name and a value."""

    title: str
    purpose: str
    ground: str
    term: str
    rows: tuple[tuple[tuple[str, str], ...], ...]


def parts_about(person: Person | None, account: User | None) -> list[Part]:
    """Everything of the person and of the account; parts without rows are left out."""
    found = [_part(kept, person, account) for kept in declared()]
    found += _journal(person, account)
    return [part for part in found if part.rows]


def _part(kept: Kept, person: Person | None, account: User | None) -> Part:
    model = apps.get_model(kept.model)
    rows: list[Model] = []
    for way, whose in ((kept.person, person), (kept.account, account)):
        if way and whose:
            rows += model._default_manager.filter(**{way: whose.pk}, **kept.only).order_by("pk")
    told = tuple(tuple(_values(kept, row)) for row in rows)
    return Part(kept.title, kept.purpose, kept.ground, term_of(kept), told)


def _values(kept: Kept, row: Model) -> Iterator[tuple[str, str]]:
    for name, what in kept.fields.items():
        if name in UNTOLD:
            yield what, "хранится, не показывается"
        elif text := in_words(row, name):
            yield what, text


def in_words(row: Any, name: str) -> str:
    """A value as people read it; "" for nothing."""
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    match value:
        case None | "":
            return ""
        case bool():
            return "да" if value else "нет"
        case datetime():
            return f"{value.astimezone(clock.ZONE):%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
    return str(value)


def _journal(person: Person | None, account: User | None) -> Iterator[Part]:
    """What the person did and what was done with his data; names of others stay with the others."""
    kept = next(one for one in declared() if one.model == Entry._meta.label)
    refs = [ref_of(one) for one in (person, account) if one]
    done = Entry.objects.filter(actor=f"user:{account.pk}") if account else Entry.objects.none()
    # One's own acts with oneself are told once.
    about = Entry.objects.filter(ref__in=refs).exclude(pk__in=done.values("pk"))
    for title, entries in ((MADE_BY, done), (ABOUT, about)):
        rows = tuple((("когда", in_words(one, "at")), ("что", one.action)) for one in entries)
        yield Part(title, kept.purpose, kept.ground, term_of(kept), rows)


def as_document(parts: list[Part], whose: str) -> dict[str, Any]:
    """The extract for machines."""
    return {
        "whose": whose,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "parts": [
            {
                "title": part.title,
                "purpose": part.purpose,
                "ground": part.ground,
                "term": part.term,
                "rows": [dict(row) for row in part.rows],
            }
            for part in parts
        ],
    }


COLUMNS = (
    lists.Column("Раздел", lambda line: line[0].title, 36),
    lists.Column("Запись", lambda line: line[1], 10, lists.Kind.NUMBER),
    lists.Column("Что", lambda line: line[2], 40),
    lists.Column("Значение", lambda line: line[3], 60),
    lists.Column("Зачем", lambda line: line[0].purpose, 44),
    lists.Column("Срок хранения", lambda line: line[0].term, 50),
)


def as_lines(parts: list[Part]) -> Iterator[tuple[Part, int, str, str]]:
    """The extract as a list: the part, the number of the row in it, what, the value."""
    for part in parts:
        for number, row in enumerate(part.rows, start=1):
            for what, value in row:
                yield part, number, what, value
