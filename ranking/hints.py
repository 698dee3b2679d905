"""What would have given more points: one more contract, two fewer late steps (clause 2.2).

A hint is the least change of one indicator that gives more points; the facts of all the others stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from ranking.scales import Indicator
from ranking.scoring import RankedProject, Scored


@dataclass(frozen=True, slots=True)
class Hint:
    """`count` more records, or (`late`) as many fewer late ones, would give `points` instead of the present ones."""

    code: str
    late: bool
    count: int
    points: Decimal
    gain: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """Total and place that a gain would give while all others stay; `place` None: the project is not eligible."""

    total: Decimal
    place: int | None


def hints(indicator: Indicator, scored: Scored) -> tuple[Hint, ...]:
    """The nearest changes of the indicator that give more points, the smallest first; none at the top of a scale."""
    if isinstance(scored.value, Fraction):
        return _fewer_late(indicator, scored)
    now = scored.points
    for value in _steps_up(indicator, scored.value):
        points = indicator.score(value)[0]
        if points > now:
            return (Hint(indicator.code, False, value - scored.value, points, points - now),)
    return ()


def _steps_up(indicator: Indicator, value: int) -> list[int]:
    """Counts above the present one at which the points may change."""
    if indicator.scale == "bands":
        return [ceil(band.lower) for band in indicator.bands if band.lower > value]
    return [1] if value == 0 else []


def _fewer_late(indicator: Indicator, scored: Scored) -> tuple[Hint, ...]:
    """The least number of items that would have had to be on time, one more than that, and all of them."""
    kept, late = len(scored.records), len(scored.missed)
    found: list[Hint] = []
    for count in range(1, late + 1):
        points = indicator.score(Fraction(kept + count, kept + late))[0]
        best = found[-1].points if found else scored.points
        if points > best and (len(found) < 2 or count == late):
            found.append(Hint(indicator.code, True, count, points, points - scored.points))
    return tuple(found)


def outcome(hint: Hint, project: RankedProject, ranked: Iterable[RankedProject]) -> Outcome:
    """Total and place of the project if the hint came true and nothing else changed."""
    total = project.total + hint.gain
    if project.place is None:
        return Outcome(total, None)
    ahead = sum(one.place is not None and one.total > total for one in ranked if one.code != project.code)
    return Outcome(total, ahead + 1)
