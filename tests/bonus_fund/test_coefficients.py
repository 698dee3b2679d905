"""Coefficients between 0 and 1 weigh: half a coefficient is half a weight, and nothing is lost (clauses 2.4, 2.6)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonus_fund.distribution import DistributionRefused, distribute
from tests.bonus_fund.test_distribution import YEAR, fund, of_team, whole_year

TEAM = (whole_year("A1", "X", "1"), whole_year("B2", "X", "2"), whole_year("C3", "Y", "3"))
quarters = st.sampled_from([Decimal(0), Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1)])


def test_half_a_coefficient_is_half_a_weight() -> None:
    shared = of_team("250000.00", *TEAM, coefficients={"B2": Decimal("0.5"), "C3": Decimal(1)})
    assert {code: one.weight for code, one in shared.projects.items()} == {"A1": 1, "B2": Fraction(1, 2), "C3": 1}
    assert [str(one.fund) for one in shared.projects.values()] == ["100000.00", "50000.00", "100000.00"]
    # Within a project the bodies share by their own people: the coefficient is nothing to them.
    assert shared.projects["B2"].authorities["X"].amount == Decimal("50000.00")


def test_coefficient_1_changes_no_sum() -> None:
    ones = {code: Decimal(1) for code in ("A1", "B2", "C3")}
    assert of_team("1000000.01", *TEAM, coefficients=ones) == of_team("1000000.01", *TEAM)


@given(st.integers(0, 10**12), st.lists(quarters, min_size=3, max_size=3).filter(any))
def test_parts_add_up_to_the_kopeck_by_any_coefficients(kopecks: int, given_to: list[Decimal]) -> None:
    coefficients = dict(zip(("A1", "B2", "C3"), given_to, strict=True))
    whole = Decimal(kopecks).scaleb(-2)
    shared = distribute(fund(str(whole)), YEAR, TEAM, [], coefficients=coefficients)
    assert sum(one.fund for one in shared.projects.values()) == whole
    for code, one in shared.projects.items():
        assert one.weight == Fraction(coefficients[code])
        assert abs(one.fund - whole * coefficients[code] / sum(given_to)) < Decimal("0.01")


@pytest.mark.parametrize("value", ["-0.5", "1.01", "NaN"])
def test_coefficient_outside_0_to_1_is_refused(value: str) -> None:
    with pytest.raises(DistributionRefused, match="от 0 до 1: B2"):
        of_team("10.00", *TEAM, coefficients={"B2": Decimal(value)})


def test_a_fund_that_nobody_weighs_for_is_refused() -> None:
    with pytest.raises(DistributionRefused, match="делить её не на кого"):
        of_team("10.00", *TEAM, coefficients=dict.fromkeys(("A1", "B2", "C3"), Decimal(0)))
