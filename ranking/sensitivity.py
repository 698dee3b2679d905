"""How firm a ranking is: places under other weights, how far a weight may go, a thousand random weightings.

Points are whole hundredths and weights whole thousandths (1000: as the methodology says), so that all is exact and
quick. A weight multiplies points that are already rounded: a saved methodology rounds after it, by half a hundredth at
the most.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product, zip_longest
from random import Random

from ranking.scales import MethodologyContent
from ranking.scoring import RankedProject

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Factor:
    """What a weight stands for: a criterion (its number as text) or an indicator (its code)."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Contender:
    """A project with a place; `points`: hundredths, by factor."""

    code: str
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """How far the weight of a factor may go, all others staying, before the first places change hands.

    Multiples of the present weight: 0.8 is a fifth less. None: it may go to nothing (`low`), or grow without end.
    """

    low: Fraction | None
    high: Fraction | None

    @property
    def nearest(self) -> Fraction | None:
        """The smallest change of the weight that changes the first places, as a share of it; None: there is none."""
        ways = [abs(1 - edge) for edge in (self.low, self.high) if edge is not None]
        return min(ways, default=None)


@dataclass(frozen=True, slots=True)
class Shift:
    """What a change of one weight does: projects that enter the first places, places moved by all together."""

    entered: tuple[str, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Places of a project over all trials: `counts[0]` times first, `counts[1]` times second, and so on."""

    code: str
    base: int
    counts: tuple[int, ...]
    first: int

    @property
    def best(self) -> int:
        """The best place it ever had."""
        return next(place for place, count in enumerate(self.counts, 1) if count)

    @property
    def worst(self) -> int:
        """The worst place it ever had."""
        return next(len(self.counts) - order for order, count in enumerate(reversed(self.counts)) if count)

    @property
    def median(self) -> int:
        """The place that it has or betters in half of the trials."""
        trials, seen = sum(self.counts), 0
        for place, count in enumerate(self.counts, 1):
            seen += count
            if 2 * seen >= trials:
                return place
        raise ValueError("no trials")


def factors(methodology: MethodologyContent, *, by_indicator: bool) -> list[Factor]:
    """What may be weighed: the criteria, or every indicator."""
    if by_indicator:
        return [Factor(one.code, one.title) for criterion in methodology.criteria for one in criterion.indicators]
    return [Factor(str(criterion.number), criterion.title) for criterion in methodology.criteria]


def contenders(ranked: Iterable[RankedProject], weighed: Sequence[Factor]) -> list[Contender]:
    """Projects that have a place, in its order; the ineligible ones do not take part."""
    found = []
    for project in ranked:
        if project.place is not None:
            by_key = {str(number): points for number, points in project.criteria.items()}
            by_key |= {code: scored.points for code, scored in project.indicators.items()}
            found.append(Contender(project.code, tuple(int(by_key[one.key] * 100) for one in weighed)))
    return found


def totals(rows: Iterable[Contender], weights: Sequence[int]) -> list[int]:
    """Weighted sums, in hundred-thousandths of a point."""
    return [sum(map(int.__mul__, weights, row.points)) for row in rows]


def places(sums: Sequence[int]) -> list[int]:
    """The place of each sum: equal ones share a place and the next place is skipped (1, 2, 2, 4)."""
    place_of: dict[int, int] = {}
    for order, total in enumerate(sorted(sums, reverse=True), start=1):
        place_of.setdefault(total, order)
    return [place_of[total] for total in sums]


def first_of(rows: Sequence[Contender], weights: Sequence[int], limit: int) -> frozenset[str]:
    """Codes of those who stand on the first `limit` places (more than `limit` where the last one is shared)."""
    found = places(totals(rows, weights))
    return frozenset(row.code for row, place in zip(rows, found, strict=True) if place <= limit)


def room(rows: Sequence[Contender], order: int, limit: int) -> Room:
    """How far the weight of factor number `order` may go until the set of the first `limit` places changes.

    Between two projects the difference of sums is linear in the weight, so the edges are exact. Strictly inside the
    room the set is the same; on an edge or right past it another one.
    """
    ahead = places(_under(rows, order, Fraction(1)))
    inside = [row for row, place in zip(rows, ahead, strict=True) if place <= limit]
    outside = [row for row, place in zip(rows, ahead, strict=True) if place > limit]
    if len(inside) <= limit:
        edges = _edges(product(inside, outside), order)
        return Room(
            max((one for one in edges if one <= 1), default=None), min((one for one in edges if one >= 1), default=None)
        )
    # The last place is shared by more projects than it holds: the order among themselves matters too.
    ordered = sorted(_edges(combinations(rows, 2), order))
    up, down = [one for one in ordered if one >= 1], [one for one in reversed(ordered) if one <= 1]
    return Room(_first_change(rows, order, limit, down, Fraction(0)), _first_change(rows, order, limit, up, None))


def _under(rows: Sequence[Contender], order: int, weight: Fraction) -> list[int]:
    """Sums under an exact weight of one factor, all of them times its denominator."""
    width = len(rows[0].points) if rows else 0
    weights = [weight.numerator if number == order else weight.denominator for number in range(width)]
    return totals(rows, weights)


def _edges(pairs: Iterable[tuple[Contender, Contender]], order: int) -> set[Fraction]:
    """Weights, not below nothing, at which the two of a pair have equal sums."""
    found = set()
    for one, other in pairs:
        steeper = one.points[order] - other.points[order]
        if steeper:
            edge = 1 - Fraction(sum(one.points) - sum(other.points), steeper)
            if edge >= 0:
                found.add(edge)
    return found


def _first_change(
    rows: Sequence[Contender], order: int, limit: int, edges: Sequence[Fraction], end: Fraction | None
) -> Fraction | None:
    """The first of the edges at which, or right past which, the first places are others."""

    def first(weight: Fraction) -> list[bool]:
        return [place <= limit for place in places(_under(rows, order, weight))]

    present = first(Fraction(1))
    for edge, after in zip_longest(edges, edges[1:]):
        following = after if after is not None else end if end is not None else edge + 1
        if first(edge) != present or first((edge + following) / 2) != present:
            return edge
    return None


def shift(rows: Sequence[Contender], order: int, weight: int, limit: int) -> Shift:
    """What happens if the weight of factor number `order` becomes `weight` thousandths of the present one."""
    present = [WHOLE] * (len(rows[0].points) if rows else 0)
    changed = [weight if number == order else one for number, one in enumerate(present)]
    was, now = places(totals(rows, present)), places(totals(rows, changed))
    entered = first_of(rows, changed, limit) - first_of(rows, present, limit)
    return Shift(tuple(sorted(entered)), sum(abs(one - other) for one, other in zip(was, now, strict=True)))


def stability(rows: Sequence[Contender], *, trials: int, seed: int, spread: int, limit: int) -> list[Spread]:
    """Places over `trials` random weightings: every weight is drawn evenly from 1 - spread to 1 + spread (per cent).

    The same seed gives the same trials. `first`: how often the project was on the first `limit` places.
    """
    random = Random(seed)  # noqa: S311 # nosec B311 - a trial, not a secret
    width = len(rows[0].points) if rows else 0
    low, high = WHOLE - WHOLE * spread // 100, WHOLE + WHOLE * spread // 100
    counts = [[0] * len(rows) for _ in rows]
    for _ in range(trials):
        weights = [random.randint(low, high) for _ in range(width)]  # nosec B311
        for mine, place in zip(counts, places(totals(rows, weights)), strict=True):
            mine[place - 1] += 1
    base = places(totals(rows, [WHOLE] * width))
    return [
        Spread(row.code, place, tuple(mine), sum(mine[:limit]))
        for row, place, mine in zip(rows, base, counts, strict=True)
    ]
