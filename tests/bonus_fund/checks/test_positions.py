"""Clause 3.9: the three kinds of position of clause 2.6."""

import pytest

from bonus_fund.checks.positions import KINDS, positions
from ranking_portal.directory.enums import PostCategory
from tests.bonus_fund.checks.proposal import line, team, texts


def test_the_kinds_are_those_of_the_directory():
    assert frozenset(PostCategory.values) == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_of_the_three_kinds_passes(kind):
    verdict = positions(team(line(position_category=kind)))
    assert (verdict.clause, verdict.passed) == ("3.9", True)


@pytest.mark.parametrize("kind", ["", "contractor"])
def test_anybody_else_is_named(kind):
    verdict = positions(team(line("1"), line("2", position_category=kind)))
    assert verdict.refuses
    assert texts(verdict) == ["Человек 2, премия 100,00 руб.: не замещает должности ни одного из трёх видов"]


def test_a_zero_sum_needs_no_position():
    assert positions(team(line("2", "0.00", position_category=""))).passed
