"""Sums of a proposal filled in at once: evenly, by weight, as they were before (clauses 2.6, 3.8).

Pure arithmetic in whole kopecks, exact by largest remainder. Nobody gets more than the ceiling of one bonus. What the
ceiling holds back is spread between those who are below it; what is left when everybody stands at the ceiling stays
in the fund, not proposed. A person who has several lines (he moved between bodies) gets his sum on one of them, that
with the greatest weight: a recipient stands in a proposal once (clause 3.9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bonus_fund.distribution import apportion


@dataclass(frozen=True, slots=True)
class Place:
    """A line to be filled in: its key, whose it is, the exact weight by which the distribution counted it."""

    line: int
    person: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Filled:
    """Kopecks by key of line, and how many kopecks of the fund are left, not proposed."""

    sums: Mapping[int, int]
    left: int


def evenly(fund: int, places: Iterable[Place], ceiling: int | None = None) -> Filled:
    """The same for every person, to a kopeck."""
    people = _by_person(places)
    return _filled(fund, people, spread(fund, {name: Fraction(1) for name in people}, ceiling))


def by_weight(fund: int, places: Iterable[Place], ceiling: int | None = None) -> Filled:
    """By the weights of the distribution: as long as one has served, so much is he proposed."""
    people = _by_person(places)
    weights = {name: sum((one.weight for one in found), Fraction(0)) for name, found in people.items()}
    return _filled(fund, people, spread(fund, weights, ceiling))


def as_before(fund: int, places: Iterable[Place], before: Mapping[str, int], ceiling: int | None = None) -> Filled:
    """The sums that the same people had before (kopecks by person), cut to the ceiling.

    Where together they are more than the fund, all are reduced in proportion; they are never raised to use it up.
    """
    people = _by_person(places)
    sums = {name: _cut(before.get(name, 0), ceiling) for name in people}
    if sum(sums.values()) > fund:
        sums = spread(fund, {name: Fraction(amount) for name, amount in sums.items()}, ceiling)
    return _filled(fund, people, sums)


def spread(whole: int, weights: Mapping[str, Fraction], ceiling: int | None = None) -> dict[str, int]:
    """Kopecks by weights, none above the ceiling: its surplus goes to the others by their weights, while there are any.

    The sums add up to the whole, or to less where everybody with a weight stands at the ceiling.
    """
    given = dict.fromkeys(weights, 0)
    open_to, left = {name: weight for name, weight in weights.items() if weight}, whole
    while open_to and left:
        parts = {name: part.kopecks for name, part in apportion(left, open_to).items()}
        over = [name for name, part in parts.items() if ceiling is not None and part > ceiling]
        if not over or ceiling is None:
            return given | parts
        for name in over:
            given[name] = ceiling
            left -= ceiling
            del open_to[name]
    return given


def _cut(amount: int, ceiling: int | None) -> int:
    return amount if ceiling is None else min(amount, ceiling)


def _by_person(places: Iterable[Place]) -> dict[str, list[Place]]:
    people: dict[str, list[Place]] = {}
    for one in places:
        people.setdefault(one.person, []).append(one)
    return people


def _filled(fund: int, people: Mapping[str, list[Place]], sums: Mapping[str, int]) -> Filled:
    found = {one.line: 0 for places in people.values() for one in places}
    for name, places in people.items():
        found[max(places, key=lambda one: (one.weight, -one.line)).line] = sums[name]
    return Filled(found, fund - sum(found.values()))
