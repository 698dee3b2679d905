"""Clause 3.9: a person stands in a proposal once."""

from bonus_fund.checks.once_per_proposal import once_per_proposal
from tests.bonus_fund.checks.proposal import line, team, texts


def test_different_people_pass():
    verdict = once_per_proposal(team(line("1"), line("2")))
    assert (verdict.clause, verdict.passed) == ("3.9", True)


def test_a_person_who_stands_twice_is_named_once():
    verdict = once_per_proposal(team(line("3", "100.00"), line("1"), line("3", "50.00", "Y")))
    assert verdict.refuses
    assert [finding.person for finding in verdict.messages] == ["3"]
    assert texts(verdict) == ["Человек 3: в предложении 2 строки на 150,00 руб., а может быть одна"]


def test_namesakes_are_two_people():
    assert once_per_proposal(team(line("1", person_name="Иван Ильин"), line("2", person_name="Иван Ильин"))).passed


def test_an_empty_line_beside_is_not_a_second_bonus():
    assert once_per_proposal(team(line("3"), line("3", "0.00", "Y"))).passed
