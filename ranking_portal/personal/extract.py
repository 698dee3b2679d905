"""Everything the portal keeps about one person, gathered by the ways that the apps have declared (152-FZ, art. 14).

One query gathers the rows of all kinds, each as a JSON object: there are as many kinds as the portal has tables.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from ranking_portal import clock, lists
from ranking_portal.accounts.models import User
from ranking_portal.directory.models import Person
from ranking_portal.figures import roubles
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import ref_of
from ranking_portal.personal.register import term_of
from ranking_portal.personal_fields import Kept, declared, names_of

MADE_BY, ABOUT = "Записи журнала: что вы сделали", "Записи журнала: что сделано с вашими данными"
# What opens something by being known is not given out, to its owner either; nor are names and sums of others, which the
# verdicts on a proposal hold (152-FZ, art. 14 part 8 item 4).
UNTOLD = ("password", "token", "session_data", "session_key", "data", "verdicts")
# Names that no model has.
ANNOTATED = ("of_kind", "its_key", "told_of_it")
Row = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """Rows of one kind: what they are, why and for how long they are kept, each as pairs of a name and a value.

    `total` is how many there are; `rows` may be the first of them only.
    """

    title: str
    purpose: str
    ground: str
    term: str
    rows: tuple[Row, ...]
    total: int

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of everything that some row has."""
        return tuple(dict.fromkeys(name for row in self.rows for name, _ in row))

    @property
    def cells(self) -> list[list[tuple[str, str]]]:
        """Rows with a cell in every column, empty where a row has nothing: pairs of the column and the value."""
        return [[(name, dict(row).get(name, "")) for name in self.columns] for row in self.rows]


def parts_about(person: Person | None, account: User | None, *, most: int | None = None) -> list[Part]:
    """Everything of the person and of the account, at most so many rows a kind; parts without rows are left out."""
    kinds = declared()
    found: dict[int, list[Row]] = {}
    for number, told in _gathered(kinds, person, account):
        found.setdefault(number, []).append(tuple(_values(kinds[number], told)))
    parts = [_part(kinds[one], kinds[one].title, rows[:most], len(rows)) for one, rows in sorted(found.items())]
    return parts + [part for part in _journal(person, account, most) if part.rows]


def _part(kept: Kept, title: str, rows: list[Row], total: int) -> Part:
    return Part(title, kept.purpose, kept.ground, term_of(kept), tuple(rows), total)


def _gathered(kinds: list[Kept], person: Person | None, account: User | None) -> Iterator[tuple[int, dict[str, Any]]]:
    """Number of the kind and the values of each row."""
    asked = [
        _rows(number, kept, **{way: whose.pk})
        for number, kept in enumerate(kinds)
        for way, whose in ((kept.person, person), (kept.account, account))
        if way and whose
    ]
    if asked:
        first, *others = asked
        for number, _, told in first.union(*others, all=True).order_by(*ANNOTATED[:2]):
            # PostgreSQL gives an object, SQLite the text of one inside a union.
            yield number, json.loads(told) if isinstance(told, str) else told


def _rows(number: int, kept: Kept, **whose: int) -> QuerySet[Any]:
    model = apps.get_model(kept.model)
    told = JSONObject(**{path: F(path) for name in kept.fields if name not in UNTOLD for path in _paths(model, name)})
    rows: QuerySet[Any] = model._default_manager.filter(**whose, **kept.only).order_by()
    rows = rows.annotate(of_kind=Value(number), its_key=F("pk"), told_of_it=told)
    return rows.values_list(*ANNOTATED)


def _paths(model: type[models.Model], name: str) -> list[str]:
    field = model._meta.get_field(name)
    if field.related_model is None:
        return [name]
    return [f"{name}__{path}" for path in names_of(field.related_model._meta.label)]


def _values(kept: Kept, told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    model = apps.get_model(kept.model)
    for name, what in kept.fields.items():
        # Whose the row is, is known: it is an extract about him.
        if name in (kept.person, kept.account):
            continue
        if name in UNTOLD:
            yield what, "хранится, не показывается"
            continue
        words = (in_words(_field(model, path), told[path]) for path in _paths(model, name))
        if text := " ".join(filter(None, words)):
            yield what, text


def _field(model: type[models.Model], path: str) -> Any:
    """The field at the end of a path."""
    name, _, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    return _field(field.related_model, rest) if rest else field


def in_words(field: Any, value: Any) -> str:
    """A value of a JSON object as people read it; "" for nothing."""
    if value is None or value == "":
        return ""
    if field.name.endswith("_kopecks"):
        return f"{roubles(value)} руб."
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    match field:
        case models.BooleanField():
            return "да" if value else "нет"
        case models.DateTimeField():
            moment = parse_datetime(str(value))
            assert moment is not None
            # SQLite keeps moments of Greenwich without saying so.
            aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            return _moment(aware)
        case models.DateField():
            return f"{date.fromisoformat(value):%d.%m.%Y}"
    return str(value)


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(clock.ZONE):%d.%m.%Y %H:%M}"


def _journal(person: Person | None, account: User | None, most: int | None) -> Iterator[Part]:
    """What the person did and what was done with his data; names of others stay with the others."""
    kept = next(one for one in declared() if one.model == Entry._meta.label)
    refs = [ref_of(one) for one in (person, account) if one]
    done = Entry.objects.filter(actor=f"user:{account.pk}") if account else Entry.objects.none()
    # One's own acts with oneself are told once.
    about = Entry.objects.filter(ref__in=refs).exclude(pk__in=done.values("pk"))
    for title, entries in ((MADE_BY, done), (ABOUT, about)):
        chosen = entries.values_list("at", "action")[:most]
        rows: list[Row] = [(("когда", _moment(at)), ("что", action)) for at, action in chosen]
        yield _part(kept, title, rows, len(rows) if most is None else entries.count())


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
