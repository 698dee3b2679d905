"""Clause 2.6: nobody decides about himself."""

from bonus_fund.checks.own_agreement import own_agreement
from tests.bonus_fund.checks.proposal import HEAD, KIRA, LEV, infrastructure, line, team, texts


def test_heads_of_bodies_agree_other_peoples_lines():
    verdict = own_agreement(team(line("1"), line("2", authority="Y")))
    assert (verdict.code, verdict.passed, verdict.is_note) == ("own_agreement", True, False)
    assert not verdict.refuses


def test_a_head_who_agrees_his_own_line_is_named():
    verdict = own_agreement(team(line("1"), line(KIRA.person_key, "70.00", person_name=KIRA.person_name)))
    assert verdict.refuses
    assert verdict.messages[0].person == KIRA.person_key
    assert texts(verdict) == [
        "Кира Орлова, премия 70,00 руб.: сам согласует её за орган «X», "
        "нужно решение исполняющего обязанности по приказу"
    ]


def test_his_line_in_another_body_is_agreed_by_another():
    assert own_agreement(team(line(KIRA.person_key, authority="Y"))).passed


def test_a_substitute_may_agree_the_line_of_the_head():
    assert own_agreement(team(line(KIRA.person_key), agreed_by={"X": LEV})).passed


def test_a_project_head_may_propose_his_own_line_to_the_head_of_his_body():
    assert own_agreement(team(line(HEAD.person_key))).passed


def test_a_project_head_who_heads_the_body_does_not_agree_with_himself():
    verdict = own_agreement(team(line("1"), line("2", authority="Y"), agreed_by={"X": KIRA, "Y": HEAD}))
    assert verdict.refuses
    assert texts(verdict) == [
        "Руководитель проекта предлагает премии и сам согласует их за орган «Y»: "
        "нужно решение исполняющего обязанности по приказу"
    ]


def test_an_agreement_of_a_body_without_lines_says_nothing():
    assert own_agreement(team(line("1"), agreed_by={"X": KIRA, "Y": HEAD})).passed


def test_the_head_of_a_body_does_not_propose_an_infrastructure_bonus_to_himself():
    verdict = own_agreement(infrastructure(line("1"), line(KIRA.person_key, person_name=KIRA.person_name)))
    assert verdict.refuses
    assert texts(verdict) == [
        "Кира Орлова, премия 100,00 руб.: предлагает премию самому себе, "
        "нужно решение исполняющего обязанности по приказу"
    ]


def test_a_body_that_has_not_agreed_yet_is_nobodys_own_agreement():
    assert own_agreement(team(line("1"), line("2", authority="Y"), agreed_by={"Y": KIRA})).passed


def test_a_draft_that_nobody_has_proposed_or_agreed_yet_passes():
    assert own_agreement(team(line("1"), proposed_by=None, agreed_by={})).passed
    assert own_agreement(infrastructure(line("1"), proposed_by=None)).passed
