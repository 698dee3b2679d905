"""How firm places are: under other weights, at the edges of a weight, over a thousand random weightings."""

import time
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ranking.scoring import rank
from ranking.sensitivity import (
    WHOLE,
    Contender,
    contenders,
    factors,
    first_of,
    places,
    room,
    shift,
    stability,
    totals,
)
from ranking.trial import weighted
from tests.ranking.reading import demo_methodology, register

METHODOLOGY = demo_methodology()
RANKED = rank(register(2025), METHODOLOGY, 2025, date(2026, 1, 26))
BY_CRITERIA = factors(METHODOLOGY, by_indicator=False)
ROWS = contenders(RANKED, BY_CRITERIA)
LIMIT = 6
# Less than any two edges of small whole points can be apart.
TINY = Fraction(1, 100_000)

rows = st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=2, max_size=8).map(
    lambda drawn: [Contender(f"P{order}", points) for order, points in enumerate(drawn)]
)


@given(st.lists(st.integers(0, 9), max_size=12))
def test_a_place_is_one_more_than_the_number_of_greater_sums(sums: list[int]) -> None:
    assert places(sums) == [1 + sum(other > one for other in sums) for one in sums]


def test_present_weights_give_the_places_of_the_ranking() -> None:
    expected = [project.place for project in RANKED if project.place is not None]
    for by_indicator in (False, True):
        found = contenders(RANKED, factors(METHODOLOGY, by_indicator=by_indicator))
        assert places(totals(found, [WHOLE] * len(found[0].points))) == expected


def test_other_weights_give_the_places_of_a_methodology_with_those_weights() -> None:
    """Criteria 1-3 have whole points, so that nothing is rounded and the two ways agree to the last place."""
    heavier = rank(register(2025), weighted(METHODOLOGY, {2: 130, 3: 60}), 2025, date(2026, 1, 26))
    expected = {project.code: project.place for project in heavier if project.place is not None}
    found = places(totals(ROWS, [1000, 1300, 600, 1000]))
    assert {row.code: place for row, place in zip(ROWS, found, strict=True)} == expected


@given(rows, st.integers(0, 2), st.integers(1, 4), st.fractions(0, 4, max_denominator=1000))
def test_inside_the_room_of_a_weight_the_first_places_stay_and_past_its_edge_they_do_not(
    drawn: list[Contender], order: int, limit: int, weight: Fraction
) -> None:
    free = room(drawn, order, limit)
    present = first_of(drawn, [1, 1, 1], limit)

    def under(one: Fraction) -> frozenset[str]:
        """The first places under an exact weight of the factor: all weights times its denominator."""
        weights = [one.denominator] * 3
        weights[order] = one.numerator
        return first_of(drawn, weights, limit)

    low_holds = free.low is None or weight > free.low
    high_holds = free.high is None or weight < free.high
    if low_holds and high_holds:
        assert under(weight) == present
    if free.high is not None:
        assert under(free.high) != present or under(free.high + TINY) != present
    if free.low is not None:
        past = max(Fraction(0), free.low - TINY)
        assert under(free.low) != present or under(past) != present


def test_a_weight_shifted_past_its_room_lets_others_in() -> None:
    order = 1
    edge = room(ROWS, order, LIMIT).high
    assert edge is not None
    beyond = int(edge * WHOLE) + 1
    assert shift(ROWS, order, beyond, LIMIT).entered
    inside = shift(ROWS, order, int(edge * WHOLE) - 1, LIMIT)
    assert (inside.entered, inside.moved > 0) == ((), True)


def test_the_same_seed_repeats_the_trials_and_another_does_not() -> None:
    def tried(seed: int) -> list[tuple[int, ...]]:
        return [one.counts for one in stability(ROWS, trials=200, seed=seed, spread=25, limit=LIMIT)]

    assert tried(7) == tried(7)
    assert tried(7) != tried(8)


def test_every_trial_gives_every_project_one_place() -> None:
    found = stability(ROWS, trials=300, seed=1, spread=50, limit=LIMIT)
    assert all(sum(one.counts) == 300 for one in found)
    assert all(one.best <= one.median <= one.worst for one in found)
    assert all(one.first == sum(one.counts[:LIMIT]) for one in found)
    # A shared sixth place may let a seventh project in, never fewer than six.
    assert sum(one.first for one in found) >= 300 * LIMIT


def test_weights_that_do_not_vary_leave_every_project_where_it_is() -> None:
    found = stability(ROWS, trials=10, seed=1, spread=0, limit=LIMIT)
    assert all((one.best, one.worst) == (one.base, one.base) for one in found)


def test_a_thousand_weightings_of_51_projects_come_back_within_two_seconds() -> None:
    """Weighed indicator by indicator, all 51 projects taken as having a place."""
    weighed = factors(METHODOLOGY, by_indicator=True)
    row = contenders(RANKED, weighed)
    every = [Contender(f"P{order}", row[order % len(row)].points) for order in range(51)]
    started = time.perf_counter()
    found = stability(every, trials=1000, seed=1, spread=25, limit=LIMIT)
    assert time.perf_counter() - started < 2
    assert len(found) == 51
