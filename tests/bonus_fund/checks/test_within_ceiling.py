"""Clause 3.8: a bonus is not more than 1.5 of the average."""

from decimal import Decimal

from bonus_fund.checks.within_ceiling import within_ceiling
from tests.bonus_fund.checks.proposal import infrastructure, line, team, texts


def test_a_bonus_may_reach_the_ceiling():
    verdict = within_ceiling(team(line("1", "500.00")))
    assert (verdict.clause, verdict.passed) == ("3.8", True)


def test_a_kopeck_above_names_the_person_the_sum_and_the_limit():
    verdict = within_ceiling(team(line("1", "500.01"), line("2", "500.00")))
    assert verdict.refuses
    assert [finding.person for finding in verdict.messages] == ["1"]
    assert texts(verdict) == ["Человек 1: премия 500,01 руб. больше предела 500,00 руб., превышение 0,01 руб."]


def test_a_bonus_cut_into_two_lines_is_one_bonus():
    verdict = within_ceiling(team(line("3", "300.00", "X"), line("3", "200.01", "Y")))
    assert texts(verdict) == ["Человек 3: премия 500,01 руб. больше предела 500,00 руб., превышение 0,01 руб."]


def test_infrastructure_has_no_ceiling_unless_the_edition_says_so():
    given = infrastructure(line("1", "900.00"), ceiling=Decimal("500.00"))
    assert within_ceiling(given).passed
    limited = infrastructure(line("1", "900.00"), ceiling=Decimal("500.00"), ceiling_for_infrastructure=True)
    assert within_ceiling(limited).refuses


def test_a_ceiling_not_known_lets_nothing_through():
    assert within_ceiling(team(line("1", "0.01"), ceiling=None)).refuses
    assert within_ceiling(infrastructure(line("1", "0.01"), ceiling_for_infrastructure=True)).refuses
    assert within_ceiling(team(line("1", "0.00"), ceiling=None)).passed
