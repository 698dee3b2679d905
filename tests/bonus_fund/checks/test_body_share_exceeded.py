"""A note: more than the body's share of the project's fund."""

from bonus_fund.checks.body_share_exceeded import body_share_exceeded
from tests.bonus_fund.checks.proposal import infrastructure, line, team, texts


def test_a_body_may_take_its_whole_share():
    verdict = body_share_exceeded(team(line("1", "300.00"), line("3", "300.00"), line("2", "400.00", "Y")))
    assert (verdict.is_note, verdict.passed) == (True, True)


def test_a_kopeck_more_is_noted_and_holds_nothing_up():
    verdict = body_share_exceeded(team(line("1", "300.00"), line("3", "300.01")))
    assert not verdict.passed
    assert not verdict.refuses
    assert texts(verdict) == ["X: премии 600,01 руб. больше доли органа 600,00 руб., превышение 0,01 руб."]


def test_a_body_without_a_share_has_zero():
    verdict = body_share_exceeded(team(line("1", "5.00", "Z")))
    assert texts(verdict) == ["Z: премии 5,00 руб. больше доли органа 0,00 руб., превышение 5,00 руб."]


def test_for_infrastructure_the_fund_is_the_share():
    assert body_share_exceeded(infrastructure(line("1", "5000.00"))).passed
