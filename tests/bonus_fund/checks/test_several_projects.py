"""A note: a person in several projects, or in a team and in the infrastructure."""

from decimal import Decimal

from bonus_fund.checks import OtherSum
from bonus_fund.checks.several_projects import several_projects
from tests.bonus_fund.checks.proposal import line, team, texts

ELSEWHERE = {
    "1": (
        OtherSum("проект P2", Decimal("50.00")),
        OtherSum("проект P2", Decimal("9.00")),
        OtherSum("инфраструктура органа X", Decimal("70.50")),
    )
}


def test_the_sum_over_all_proposals_is_told():
    verdict = several_projects(team(line("1", "100.00"), line("2"), other_sums=ELSEWHERE))
    assert (verdict.is_note, verdict.passed, verdict.refuses) == (True, False, False)
    assert [finding.person for finding in verdict.messages] == ["1"]
    assert texts(verdict) == [
        "Человек 1: здесь 100,00 руб., ещё инфраструктура органа X – 70,50 руб.; проект P2 – 9,00 руб.; "
        "проект P2 – 50,00 руб.; всего 229,50 руб."
    ]


def test_others_sums_are_no_matter_of_this_proposal():
    assert several_projects(team(line("2"), other_sums=ELSEWHERE)).passed


def test_nothing_elsewhere_is_nothing_to_note():
    assert several_projects(team(line("1"), other_sums={"1": (OtherSum("проект P2", Decimal(0)),)})).passed
