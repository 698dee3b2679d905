"""Quorum and majority as pure rules on counts (parameters of clause 2.5)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.voting import Tally, has_quorum, is_carried, needed, tally

HALF = Fraction(1, 2)
counts = st.integers(0, 60)
shares = st.fractions(0, Fraction(11, 12), max_denominator=12)


@pytest.mark.parametrize(("present", "enough"), [(4, False), (5, True), (9, True)])
def test_more_than_half_of_nine_is_five(present: int, enough: bool) -> None:
    assert has_quorum(present, 9, HALF) is enough


def test_exactly_half_is_neither_a_quorum_nor_a_majority() -> None:
    assert not has_quorum(4, 8, HALF)
    assert not is_carried(Tally(3, 3, 0), 6, HALF)
    assert is_carried(Tally(4, 2, 0), 6, HALF)


def test_abstaining_counts_among_those_present() -> None:
    assert not is_carried(Tally(3, 1, 3), 7, HALF)


def test_nobody_decides_nothing() -> None:
    assert not has_quorum(0, 0, HALF)
    assert not is_carried(Tally(0, 0, 0), 0, HALF)


def test_votes_are_counted_by_kind() -> None:
    assert tally(["for", "against", "for", "abstained"]) == Tally(2, 1, 1)


@given(members=st.integers(1, 60), present=counts, share=shares)
def test_the_number_needed_is_the_least_that_makes_a_quorum(members: int, present: int, share: Fraction) -> None:
    assert has_quorum(present, members, share) == (present >= needed(members, share))


@given(present=st.integers(1, 60), in_favour=counts, share=shares)
def test_one_more_vote_in_favour_never_loses_a_question(present: int, in_favour: int, share: Fraction) -> None:
    before, after = Tally(in_favour, 0, 0), Tally(in_favour + 1, 0, 0)
    assert is_carried(after, present, share) or not is_carried(before, present, share)
