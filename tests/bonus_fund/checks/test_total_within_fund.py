"""Clause 3.7: the total is not more than the fund."""

from bonus_fund.checks.total_within_fund import total_within_fund
from tests.bonus_fund.checks.proposal import infrastructure, line, team, texts


def test_the_whole_fund_may_be_proposed():
    verdict = total_within_fund(team(line("1", "600.00"), line("2", "400.00")))
    assert (verdict.code, verdict.clause, verdict.passed, verdict.messages) == ("total_within_fund", "3.7", True, ())


def test_a_kopeck_more_is_refused_with_all_three_sums():
    verdict = total_within_fund(team(line("1", "600.00"), line("2", "400.01")))
    assert verdict.refuses
    assert texts(verdict) == ["Сумма премий, 1 000,01 руб., больше фонда проекта, 1 000,00 руб.: превышение 0,01 руб."]


def test_the_fund_of_infrastructure_is_the_share_of_the_body():
    verdict = total_within_fund(infrastructure(line("1", "1000.01")))
    assert "больше доли органа в инфраструктурной части фонда, 1 000,00 руб." in texts(verdict)[0]


def test_nothing_proposed_is_within_any_fund():
    assert total_within_fund(team()).passed
