"""Clause 3.9: recipients are of the team, or of the infrastructure, of that year."""

from bonus_fund.checks.recipients_are_members import recipients_are_members
from tests.bonus_fund.checks.proposal import infrastructure, line, team, texts


def test_members_pass_each_from_his_body():
    verdict = recipients_are_members(team(line("1"), line("2", authority="Y"), line("3"), line("3", authority="Y")))
    assert (verdict.clause, verdict.passed) == ("3.9", True)


def test_an_outsider_is_named():
    verdict = recipients_are_members(team(line("1"), line("9", "70.00")))
    assert verdict.refuses
    assert verdict.messages[0].person == "9"
    assert texts(verdict) == ["Человек 9, премия 70,00 руб.: не состоит в команде проекта этого года"]


def test_a_member_of_another_body_is_named_with_his_own():
    verdict = recipients_are_members(team(line("3", authority="Z")))
    assert texts(verdict) == ["Человек 3, премия 100,00 руб.: строка от органа «Z», а участвует от: X, Y"]


def test_infrastructure_asks_for_participants():
    verdict = recipients_are_members(infrastructure(line("1"), line("2")))
    assert texts(verdict) == ["Человек 2, премия 100,00 руб.: не значится среди инфраструктурных участников этого года"]


def test_who_is_proposed_nothing_is_no_recipient():
    assert recipients_are_members(team(line("9", "0.00"))).passed
