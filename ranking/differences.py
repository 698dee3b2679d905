"""What moved a score between two rankings: places, points, indicators, the very records."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ranking.explain import describe
from ranking.plain_facts import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Organization,
    Partnership,
    Record,
    Report,
    Step,
    Target,
    UniqueResult,
)
from ranking.scoring import RankedProject, Scored, Value


@dataclass(frozen=True, slots=True)
class IndicatorDifference:
    """An indicator in two rankings; `added` and `removed` are records that count now or count no more.

    `newly_missed`, `no_longer_missed`: items of criterion 4 that fell due and were not done on time.
    """

    code: str
    value_was: Value | None
    value_is: Value | None
    points_was: Decimal | None
    points_is: Decimal | None
    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    newly_missed: tuple[Record, ...]
    no_longer_missed: tuple[Record, ...]

    @property
    def delta(self) -> Decimal:
        """Points gained (above zero) or lost."""
        return (self.points_is or Decimal("0.00")) - (self.points_was or Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """A project in two rankings; `was` or `now` is None where one of them does not know it.

    `criteria`: points gained or lost by number of criterion. `indicators`: those that moved, in their order.
    """

    code: str
    was: RankedProject | None
    now: RankedProject | None
    criteria: Mapping[int, Decimal]
    indicators: tuple[IndicatorDifference, ...]

    @property
    def places_gained(self) -> int | None:
        """Places up (above zero) or down; None where it has no place in one of the two."""
        if self.was is None or self.now is None or self.was.place is None or self.now.place is None:
            return None
        return self.was.place - self.now.place

    @property
    def total_gained(self) -> Decimal | None:
        """Points gained (above zero) or lost; None where one ranking does not know the project."""
        return self.now.total - self.was.total if self.was and self.now else None

    @property
    def moved(self) -> bool:
        """Whether anything differs at all: place, eligibility, its reasons, points or the records behind them."""
        if self.was is None or self.now is None or self.indicators:
            return True
        return (self.was.place, self.was.eligible, self.was.reasons) != (
            self.now.place,
            self.now.eligible,
            self.now.reasons,
        )


def differences(old: Iterable[RankedProject], new: Iterable[RankedProject]) -> list[ProjectDifference]:
    """What differs between two rankings, project by project: in the order of the new one, then those that left."""
    before = {project.code: project for project in old}
    after = {project.code: project for project in new}
    codes = [*after, *(code for code in before if code not in after)]
    return [_project_difference(code, before.get(code), after.get(code)) for code in codes]


def _project_difference(code: str, was: RankedProject | None, now: RankedProject | None) -> ProjectDifference:
    if was is None or now is None:
        return ProjectDifference(code, was, now, {}, ())
    criteria = {key: points - was.criteria.get(key, Decimal("0.00")) for key, points in now.criteria.items()}
    codes = dict.fromkeys([*now.indicators, *was.indicators])
    compared = (_indicator_difference(key, was.indicators.get(key), now.indicators.get(key)) for key in codes)
    return ProjectDifference(code, was, now, criteria, tuple(one for one in compared if one is not None))


def _indicator_difference(code: str, was: Scored | None, now: Scored | None) -> IndicatorDifference | None:
    records = (was.records if was else (), now.records if now else ())
    missed = (was.missed if was else (), now.missed if now else ())
    difference = IndicatorDifference(
        code,
        was.value if was else None,
        now.value if now else None,
        was.points if was else None,
        now.points if now else None,
        added=_not_in(records[0], records[1]),
        removed=_not_in(records[1], records[0]),
        newly_missed=_not_in(missed[0], missed[1]),
        no_longer_missed=_not_in(missed[1], missed[0]),
    )
    same = difference.value_was == difference.value_is and difference.points_was == difference.points_is
    moved = difference.added or difference.removed or difference.newly_missed or difference.no_longer_missed
    return None if same and not moved else difference


def _not_in(others: Iterable[Record], records: Iterable[Record]) -> tuple[Record, ...]:
    """Records that the others do not hold; a record is known by its number or name, not by its dates."""
    held = Counter(_identity(record) for record in others)
    found = []
    for record in records:
        if held[_identity(record)]:
            held[_identity(record)] -= 1
        else:
            found.append(record)
    return tuple(sorted(found, key=describe))


def _identity(record: Record) -> tuple[str, ...]:
    match record:
        case Contract() | Partnership() | ChangeRequest():
            return (record.number,)
        case Organization() | ConstructionObject() | Target():
            return (record.name,)
        case UniqueResult():
            return (record.kind, record.description)
        case Step():
            return (record.kind, record.name)
        case Report():
            return (record.period,)
