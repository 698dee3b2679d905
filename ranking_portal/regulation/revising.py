"""A new edition made from another: the act, the values and terms that it changes (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ranking_portal.regulation.edition import Edition, parse
from ranking_portal.regulation.entries import Act, FixedDate, Obligation, Parameter
from ranking_portal.regulation.values import Value

AMENDED = " в редакции "


@dataclass(frozen=True)
class Revision:
    """What the new edition says: everything by code; a term is a fixed day or whole working days."""

    act_number: str
    act_date: date
    act_title: str
    in_force_from: date
    values: Mapping[str, Value]
    terms: Mapping[str, FixedDate | int]
    grounds: Mapping[str, tuple[str, str]]
    checks: Mapping[str, tuple[bool, str]]


def revise(base: Edition, revision: Revision) -> Edition:
    """The new edition. A value that differs takes the new act and day; the rest keep their own.

    Raises EditionError where the whole does not hold together.
    """
    acts, code = _with_act(base.acts, revision)
    number, day = revision.act_number, revision.act_date
    made = replace(
        base,
        title=f"{base.title.partition(AMENDED)[0]}{AMENDED}от {day:%d.%m.%Y} №\u00a0{number}",
        act=code,
        in_force_from=revision.in_force_from,
        acts=acts,
        parameters=tuple(_parameter(entry, code, revision) for entry in base.parameters),
        grounds=tuple(
            replace(entry, title=revision.grounds[entry.code][0], text=revision.grounds[entry.code][1])
            for entry in base.grounds
        ),
        checks=tuple(
            replace(entry, enabled=revision.checks[entry.code][0], clause=revision.checks[entry.code][1])
            for entry in base.checks
        ),
        obligations=tuple(_obligation(entry, revision) for entry in base.obligations),
    )
    return parse(made.as_plain())


def _with_act(acts: tuple[Act, ...], revision: Revision) -> tuple[tuple[Act, ...], str]:
    """The acts with the new one among them, and its code: numbers repeat from year to year, codes do not."""
    number, day = revision.act_number, revision.act_date
    for known in acts:
        if (known.number, known.date) == (number, day):
            return acts, known.code
    taken = any(known.code == number for known in acts)
    code = f"{number} от {day:%d.%m.%Y}" if taken else number
    return (*acts, Act(code, number, day, revision.act_title)), code


def _parameter(entry: Parameter, act: str, revision: Revision) -> Parameter:
    value = revision.values[entry.code]
    if value == entry.value:
        return entry
    return replace(entry, value=value, act=act, in_force_from=revision.in_force_from)


def _obligation(entry: Obligation, revision: Revision) -> Obligation:
    term = revision.terms.get(entry.code)
    if isinstance(term, FixedDate):
        return replace(entry, fixed=term)
    return entry if term is None else replace(entry, working_days=term)
