"""Filling in the sums of a proposal (clauses 2.6, 3.8, 3.9): exact to the kopeck, never above the ceiling."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonus_fund.filling import Place, as_before, by_weight, evenly, spread

KOPECKS = st.integers(min_value=0, max_value=10**14)
WEIGHTS = st.fractions(min_value=0, max_value=1, max_denominator=366)
PLACES = st.lists(st.tuples(st.integers(1, 6), WEIGHTS), min_size=1, max_size=12).map(
    lambda rows: [Place(key, f"person {person}", weight) for key, (person, weight) in enumerate(rows)]
)
CEILING = st.none() | st.integers(min_value=0, max_value=10**13)


def places(*weights: Fraction | int) -> list[Place]:
    return [Place(key, f"p{key}", Fraction(weight)) for key, weight in enumerate(weights)]


def test_the_kopeck_left_by_division_is_given_to_somebody() -> None:
    assert evenly(1_000_00, places(1, 1, 1)).sums == {0: 333_34, 1: 333_33, 2: 333_33}


def test_by_weight_follows_the_days_served() -> None:
    assert by_weight(1_000_00, places(1, Fraction(1, 3))).sums == {0: 750_00, 1: 250_00}


def test_what_the_ceiling_holds_back_goes_to_those_below_it() -> None:
    assert by_weight(1_000_00, places(8, 1, 1), ceiling=500_00).sums == {0: 500_00, 1: 250_00, 2: 250_00}


def test_who_gets_just_the_ceiling_has_nothing_to_give_to_others() -> None:
    weights = {name: Fraction(weight) for name, weight in {"a": 3, "b": 2, "c": 1, "d": 5}.items()}
    # 7.36, 4.90, 2.45 and 12.27 kopecks: the two left by rounding down go to b and c.
    assert spread(27, weights, ceiling=12) == {"a": 7, "b": 5, "c": 3, "d": 12}


def test_what_nobody_may_get_stays_in_the_fund() -> None:
    filled = evenly(1_000_00, places(1, 1), ceiling=400_00)
    assert (filled.sums, filled.left) == ({0: 400_00, 1: 400_00}, 200_00)


def test_without_weights_nothing_is_proposed_by_weight() -> None:
    assert by_weight(100, places(0, 0)).left == 100


def test_sums_of_last_year_are_copied_and_not_stretched() -> None:
    filled = as_before(1_000_00, places(1, 1, 1), {"p0": 100_00, "p1": 700_00, "gone": 900_00}, ceiling=500_00)
    assert (filled.sums, filled.left) == ({0: 100_00, 1: 500_00, 2: 0}, 400_00)


def test_sums_of_last_year_that_exceed_the_fund_are_reduced_in_proportion() -> None:
    assert as_before(100_00, places(1, 1), {"p0": 300_00, "p1": 100_00}).sums == {0: 75_00, 1: 25_00}


def test_who_moved_between_bodies_gets_his_sum_on_one_line() -> None:
    moved = [Place(1, "a", Fraction(1, 4)), Place(2, "a", Fraction(3, 4)), Place(3, "b", Fraction(1))]
    assert evenly(100, moved).sums == {1: 0, 2: 50, 3: 50}


def test_of_two_equal_lines_the_first_is_taken() -> None:
    assert evenly(7, [Place(5, "a", Fraction(1)), Place(4, "a", Fraction(1))]).sums == {4: 7, 5: 0}


@given(KOPECKS, PLACES, CEILING)
def test_parts_and_the_rest_are_the_fund_to_the_kopeck(fund: int, rows: list[Place], ceiling: int | None) -> None:
    for filled in (evenly(fund, rows, ceiling), by_weight(fund, rows, ceiling)):
        assert sum(filled.sums.values()) + filled.left == fund
        assert filled.left >= 0
        assert all(amount >= 0 for amount in filled.sums.values())


@given(KOPECKS, PLACES, CEILING, st.dictionaries(st.integers(1, 6), KOPECKS))
def test_nobody_is_above_the_ceiling_on_all_his_lines(
    fund: int, rows: list[Place], ceiling: int | None, before: dict[int, int]
) -> None:
    former = {f"person {key}": amount for key, amount in before.items()}
    for filled in (evenly(fund, rows, ceiling), by_weight(fund, rows, ceiling), as_before(fund, rows, former, ceiling)):
        people: dict[str, int] = {}
        for one in rows:
            people[one.person] = people.get(one.person, 0) + filled.sums[one.line]
        assert ceiling is None or max(people.values()) <= ceiling
        assert filled.left >= 0


@given(KOPECKS, PLACES, st.integers(min_value=0, max_value=10**13))
def test_something_is_left_only_where_everybody_who_weighs_stands_at_the_ceiling(
    fund: int, rows: list[Place], ceiling: int
) -> None:
    weights: dict[str, Fraction] = {}
    for one in rows:
        weights[one.person] = weights.get(one.person, Fraction(0)) + one.weight
    sums = spread(fund, weights, ceiling)
    if sum(sums.values()) < fund:
        assert all(sums[name] == ceiling for name, weight in weights.items() if weight)


@given(KOPECKS, PLACES, CEILING)
def test_the_order_of_lines_decides_nothing(fund: int, rows: list[Place], ceiling: int | None) -> None:
    assert by_weight(fund, rows, ceiling) == by_weight(fund, list(reversed(rows)), ceiling)


@pytest.mark.parametrize("fund", [0, 1, 10**14])
def test_nobody_to_fill_in(fund: int) -> None:
    assert evenly(fund, []).left == fund
