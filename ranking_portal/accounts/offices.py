"""Offices that people hold: heads of bodies and of projects, and those who act for them by an order.

A higher app adds its own offices by registering a source; accounts look at nobody upstairs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ranking_portal.accounts.enums import Role
from ranking_portal.directory.models import Appointment
from ranking_portal.journal.standing import until_told


@dataclass(frozen=True)
class Office:
    """An office on a day: `key` is "body:<short name>" or "project:<code>:<year>"."""

    role: Role
    key: str
    label: str
    acting: bool = False


Source = Callable[[int, date], Iterable[Office]]
_sources: list[Source] = []


def office_source(source: Source) -> Source:
    """Register a source of offices: (person key, day) -> offices held."""
    if source not in _sources:
        _sources.append(source)
    return source


@office_source
def _by_appointment(person_id: int, day: date) -> Iterable[Office]:
    for held in Appointment.objects.on(day).filter(person_id=person_id):
        role = Role.PROJECT_HEAD if held.office.startswith("project:") else Role.AUTHORITY_HEAD
        yield Office(role, held.office, held.office_label, held.acting)


Holders = Callable[[frozenset[str], date], Iterable[tuple[str, int]]]
_holders: list[Holders] = []


def holder_source(source: Holders) -> Holders:
    """Register who holds offices: (keys of offices, day) -> pairs of key and person key, in a few queries for all."""
    if source not in _holders:
        _holders.append(source)
    return source


@holder_source
def _appointed(keys: frozenset[str], day: date) -> Iterable[tuple[str, int]]:
    held: Iterable[tuple[str, int]] = (
        Appointment.objects.on(day).filter(office__in=keys).values_list("office", "person_id")
    )
    return held


def holders_of(keys: Iterable[str], day: date) -> dict[str, set[int]]:
    """Keys of the people who hold each of the offices on a day."""
    wanted = frozenset(keys)
    found: dict[str, set[int]] = {key: set() for key in wanted}
    for source in _holders:
        for key, person in source(wanted, day):
            found[key].add(person)
    return found


@until_told
def offices_of(person_id: int, day: date) -> tuple[Office, ...]:
    """Every office a person holds on a day, without repeats, in order of key."""
    found = {office.key: office for source in _sources for office in source(person_id, day)}
    return tuple(found[key] for key in sorted(found))
