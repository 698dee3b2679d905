"""Scores and places of projects (clause 2.2): from plain facts and a methodology, as of a day.

What happened after the day does not exist for a ranking. The same facts in any order give the same bytes.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from ranking.plain_facts import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    DueRecord,
    Facts,
    Organization,
    Partnership,
    Record,
    Report,
    Step,
    Target,
    UniqueResult,
    facts_as_plain,
    lacks_facts,
)
from ranking.scales import Band, MethodologyContent, half_up, plain_number
from ranking_portal.region import REGION

__all__ = [
    "DEFAULT_OPTIONS",
    "MEASURES",
    "ChangeRequest",
    "ConstructionObject",
    "Contract",
    "DueRecord",
    "Facts",
    "Measure",
    "Options",
    "Organization",
    "Partnership",
    "RankedProject",
    "Record",
    "Report",
    "Scored",
    "Step",
    "Target",
    "UniqueResult",
    "as_json",
    "canonical",
    "facts_as_plain",
    "lacks_facts",
    "on_time",
    "rank",
    "value_text",
]

Value = int | Fraction
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Options:
    """What clause 2.2 (item 2) leaves open: is a major repair construction, is a concession a partnership."""

    count_major_repairs: bool = True
    count_concessions: bool = True


DEFAULT_OPTIONS = Options()


class Measure(NamedTuple):
    """The value of an indicator (a count, or a share 0..1 as a Fraction) and the records behind it.

    `missed`: records that fell due by the day and were not done on time.
    """

    value: Value
    records: tuple[Record, ...] = ()
    missed: tuple[DueRecord, ...] = ()


class Scored(NamedTuple):
    """An indicator of a project: its measure, the points for it, and the band that gave them."""

    value: Value
    points: Decimal
    band: Band | None
    records: tuple[Record, ...]
    missed: tuple[DueRecord, ...]


@dataclass(frozen=True, slots=True)
class RankedProject:
    """A project in a ranking. `eligible` None: the year has not ended, its targets are pending.

    `place` None: not eligible. `reasons`: why not, each with a "code". Keys of `criteria`: their numbers.
    """

    code: str
    eligible: bool | None
    reasons: tuple[Mapping[str, str | None], ...]
    place: int | None
    total: Decimal
    criteria: Mapping[int, Decimal]
    indicators: Mapping[str, Scored]


def rank(
    facts: Iterable[Facts],
    methodology: MethodologyContent,
    year: int,
    as_of: date,
    options: Options = DEFAULT_OPTIONS,
) -> list[RankedProject]:
    """Rank the projects of a year by their facts as of a day, in order of place; ineligible ones last, by code."""
    # Counts repeat from project to project, so each value of an indicator is scored once.
    plan = [
        (criterion.number, [(one.code, MEASURES[one.code], cache(one.score)) for one in criterion.indicators])
        for criterion in methodology.criteria
    ]
    settled = as_of > date(year, 12, 31)
    scored = []
    for project in facts:
        criteria: dict[int, Decimal] = {}
        indicators: dict[str, Scored] = {}
        for number, scorers in plan:
            subtotal = _ZERO
            for code, measure, score in scorers:
                value, records, missed = measure(project, as_of, options)
                points, band = score(value)
                indicators[code] = Scored(value, points, band, records, missed)
                subtotal += points
            criteria[number] = subtotal
        eligible, reasons = eligibility(project, settled)
        total = sum(criteria.values(), _ZERO)
        scored.append(RankedProject(project.code, eligible, reasons, None, total, criteria, indicators))
    return _with_places(sorted(scored, key=_order))


def eligibility(facts: Facts, settled: bool) -> tuple[bool | None, tuple[Mapping[str, str | None], ...]]:
    """Clause 2.2: appropriations are provided and the targets are reached. `settled`: the year has ended."""
    reasons: list[Mapping[str, str | None]] = []
    if facts.appropriation is None or facts.appropriation <= 0:
        reasons.append({"code": "no_appropriation"})
    if settled:
        missed = [_target_missed(target) for target in facts.targets if not target.reached]
        # By name; all the rest only so that two rows of one name have one order too.
        reasons.extend(sorted(missed, key=lambda reason: (reason["target"], canonical(reason))))
    if reasons:
        return False, tuple(reasons)
    return (True if settled else None), ()


def _target_missed(target: Target) -> dict[str, str | None]:
    return {
        "code": "target_missed",
        "target": target.name,
        "direction": target.direction,
        "plan": plain_number(target.plan),
        "fact": None if target.fact is None else plain_number(target.fact),
    }


def _order(project: RankedProject) -> tuple[bool, tuple[Decimal, ...], str]:
    """By total; within a shared place by criteria 4, then 2 (another region names its own), then code.

    Ineligible projects stand last, by code.
    """
    if project.eligible is False:
        return True, (), project.code
    return False, (-project.total, *(-project.criteria[number] for number in REGION.ties)), project.code


def _with_places(ordered: list[RankedProject]) -> list[RankedProject]:
    """Equal totals share a place and the next place is skipped: 1, 2, 2, 4."""
    placed: list[RankedProject] = []
    place, previous = 0, None
    for position, project in enumerate(ordered, start=1):
        if project.eligible is False:
            placed.append(project)
            continue
        if project.total != previous:
            place, previous = position, project.total
        placed.append(replace(project, place=place))
    return placed


_NOTHING = Measure(0)
_FULL_SHARE = Fraction(1)


def _counted(records: Collection[Record]) -> Measure:
    return Measure(len(records), tuple(records)) if records else _NOTHING


def _participants(facts: Facts, kind: str) -> Measure:
    """Distinct organizations: one that takes part twice is one (clause 2.2, item 1)."""
    return _counted({one.name: one for one in facts.organizations if one.kind == kind}.values())


def _contracts(facts: Facts, as_of: date, _: Options) -> Measure:
    """Concluded by the day (clause 2.2, item 2: "заключенных")."""
    return _counted([one for one in facts.contracts if one.date is None or one.date <= as_of])


def _objects(facts: Facts, _: date, options: Options) -> Measure:
    return _counted([one for one in facts.objects if options.count_major_repairs or one.work != "major_repair"])


def _partnerships(facts: Facts, as_of: date, options: Options) -> Measure:
    """Agreements in force from their day on."""
    in_force = [one for one in facts.partnerships if one.date is None or one.date <= as_of]
    return _counted([one for one in in_force if options.count_concessions or one.form != "concession"])


def _federal_works(facts: Facts, _: date, __: Options) -> Measure:
    """Works of any kind, if the object is federal property: the clause does not ask for construction here."""
    return _counted([one for one in facts.objects if one.federal])


def _unique(facts: Facts, kind: str) -> Measure:
    return _counted([one for one in facts.unique_results if one.kind == kind])


def on_time(record: DueRecord) -> bool:
    """Done on or before its own due day (clause 2.2, item 4)."""
    return record.done is not None and record.done <= record.due


def _share(records: Iterable[DueRecord], as_of: date) -> Measure:
    """Share on time of what fell due by the day; where nothing fell due, the share is full."""
    due = [one for one in records if one.due <= as_of]
    # As `on_time` says; written out, because a ranking asks it of every record.
    kept = tuple([one for one in due if (done := one.done) is not None and done <= one.due])
    if len(kept) == len(due):
        return Measure(_FULL_SHARE, kept)
    return Measure(Fraction(len(kept), len(due)), kept, tuple([one for one in due if not on_time(one)]))


# How each indicator is measured by the register.
MEASURES: Mapping[str, Callable[[Facts, date, Options], Measure]] = {
    "executive_authorities": lambda facts, _, __: _participants(facts, "authority"),
    "municipalities": lambda facts, _, __: _participants(facts, "municipality"),
    "authority_institutions": lambda facts, _, __: _participants(facts, "authority_institution"),
    "municipal_institutions": lambda facts, _, __: _participants(facts, "municipal_institution"),
    "contracts": _contracts,
    "construction_objects": _objects,
    "public_private_partnerships": _partnerships,
    "federal_property_works": _federal_works,
    "individual_recipients": lambda facts, _, __: Measure(facts.recipients),
    "new_technologies": lambda facts, _, __: _unique(facts, "technology"),
    "unique_it_products": lambda facts, _, __: _unique(facts, "it_product"),
    "unique_construction_objects": lambda facts, _, __: _unique(facts, "construction"),
    "other_unique_results": lambda facts, _, __: _unique(facts, "other"),
    "steps_on_time": lambda facts, as_of, _: _share(facts.steps, as_of),
    "reports_on_time": lambda facts, as_of, _: _share(facts.reports, as_of),
    "change_requests_on_time": lambda facts, as_of, _: _share(facts.change_requests, as_of),
}


def value_text(value: Value) -> str:
    """A count as an integer, a share with four decimals half up."""
    return str(half_up(value, 4)) if isinstance(value, Fraction) else str(value)


def as_json(ranked: Iterable[RankedProject]) -> list[dict[str, Any]]:
    """The projects of a ranking as `rank --json` prints them, in order of place."""
    return [
        {
            "code": project.code,
            "eligible": project.eligible,
            "reasons": [dict(reason) for reason in project.reasons],
            "place": project.place,
            "total": str(project.total),
            "criteria": {str(number): str(points) for number, points in project.criteria.items()},
            "indicators": {
                code: {"value": value_text(scored.value), "points": str(scored.points)}
                for code, scored in project.indicators.items()
            },
        }
        for project in ranked
    ]


def canonical(plain: object) -> str:
    """The one JSON text of plain data: equal data give equal bytes, on any database."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
