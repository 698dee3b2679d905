"""Prints of decisions: when something is settled, a hash of all it says goes to the journal with the step.

`verify_journal` takes the hash anew: whatever was altered behind the portal's back, in the decision or in a part of
it, is named. A decision whose print is not in the journal was not taken in the portal.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from ranking_portal.journal.chain import canonical
from ranking_portal.journal.keeping import Damage
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import Actor, record, ref_of, transaction
from ranking_portal.journal.witness import compares

# The key of the print among the details of an entry; None there says that the decision may be changed again.
SEAL = "seal"
CHANGED, UNSEALED, GONE = (
    "изменено после решения",
    "решения нет в журнале",
    "решение есть в журнале, а в портале его нет",
)


@dataclass(frozen=True)
class Sealed:
    """A kind of decision: in which states it is settled (None: always), of what parts it consists.

    `parts`: model -> the path from a part to the whole; `free`: fields of the whole and of its parts that may still
    change.
    """

    model: type[models.Model]
    states: Collection[str] | None
    parts: Mapping[type[models.Model], str] = field(default_factory=dict)
    free: Collection[str] = ()

    def settled(self, obj: Any) -> bool:
        """Whether the object stands as decided."""
        return self.states is None or obj.state in self.states

    def rows(self) -> "models.QuerySet[Any]":
        """Every decision of the kind."""
        found = self.model._base_manager.order_by("pk")
        return found if self.states is None else found.filter(state__in=self.states)

    def print_of(self, pk: Any) -> str:
        """SHA-256 of what the decision says, read from its rows."""
        said = [self._fields(self.model, pk=pk)]
        said += [self._fields(part, **{path: pk}) for part, path in self.parts.items()]
        return hashlib.sha256(canonical(said).encode()).hexdigest()

    def _fields(self, model: type[models.Model], **which: Any) -> list[dict[str, Any]]:
        names = [one.attname for one in model._meta.concrete_fields if one.name not in self.free]
        return list(model._base_manager.filter(**which).order_by("pk").values(*names))


_sealed: dict[type[models.Model], Sealed] = {}


def seal(
    model: type[models.Model],
    states: Collection[str] | None = None,
    *,
    parts: Mapping[Any, str] | None = None,
    free: Collection[str] = (),
) -> None:
    """Register a kind of decision (see `Sealed`)."""
    _sealed[model] = Sealed(model, None if states is None else {str(one) for one in states}, parts or {}, set(free))


def told(obj: models.Model, *, was_settled: bool = False) -> dict[str, str | None]:
    """What the journal has to be told with the step that has just been saved: the print of what is settled now."""
    kind = _sealed.get(type(obj))
    if kind is None:
        return {}
    if kind.settled(obj):
        return {SEAL: f"sha256:{kind.print_of(obj.pk)}"}
    return {SEAL: None} if was_settled else {}


def is_settled(obj: Any) -> bool:
    """Whether the object is of a kind that is sealed, and stands as decided."""
    kind = _sealed.get(type(obj))
    return kind is not None and kind.settled(obj)


@compares
def decisions() -> tuple[int, list[Damage]]:
    """How many decisions stand, and those that are not what the journal was told."""
    last = _last_seals()
    damage: list[Damage] = []
    count = 0
    for kind in _sealed.values():
        for row in kind.rows().iterator():
            count += 1
            ref = ref_of(row)
            sealed, _ = last.pop(ref, (None, ""))
            if sealed is None:
                damage.append(Damage(str(row), ref, UNSEALED))
            elif sealed != f"sha256:{kind.print_of(row.pk)}":
                damage.append(Damage(str(row), ref, CHANGED))
    damage += [Damage(label, ref, GONE) for ref, (sealed, label) in last.items() if sealed is not None]
    return count, damage


def _last_seals() -> dict[str, tuple[str | None, str]]:
    """The last print of every decision by its key, with the name it had."""
    return {ref: (sealed, label) for ref, label, sealed in _told_seals()}


def _told_seals() -> Iterator[tuple[str, str, str | None]]:
    found = Entry.objects.filter(details__contains=f'"{SEAL}":').order_by("pk")
    for ref, label, details in found.values_list("ref", "label", "details").iterator(chunk_size=2000):
        said = json.loads(details)
        if SEAL in said:
            yield ref, label, said[SEAL]


def seal_former(by: Actor) -> int:
    """Tell the journal the prints of decisions that were taken before it was told any; how many there were.

    Each is a row of the journal of its own: a decision put in past the portal does not pass unseen.
    """
    known = _last_seals()
    count = 0
    with transaction():
        for kind in _sealed.values():
            for row in kind.rows().iterator():
                if ref_of(row) not in known:
                    record(by, "Записан отпечаток прежнего решения", obj=row, details=told(row))
                    count += 1
    return count
