"""All checks of a proposal together, as an edition of the law enables them."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import ranking_portal.regulation
from bonus_fund.checks import ALWAYS, BY_EDITION, TITLES, ProposalLine, refusals, run
from ranking_portal.regulation.vocabulary import CHECKS
from tests.bonus_fund.checks.proposal import KIRA, line, team

SHIPPED = yaml.safe_load(
    (Path(ranking_portal.regulation.__file__).parent / "editions" / "lenobl-2022-10-10.yaml").read_text("utf-8")
)["checks"]


def test_the_checks_are_those_that_an_edition_may_name():
    assert BY_EDITION.keys() == CHECKS
    assert TITLES.keys() == ALWAYS.keys()


def test_the_clauses_are_those_of_the_shipped_edition():
    verdicts = {one.code: one.clause for one in run(team(), CHECKS)}
    assert {row["code"]: row["clause"] for row in SHIPPED} == {code: verdicts[code] for code in CHECKS}


def test_a_sound_proposal_passes_all():
    verdicts = run(team(line("1"), line("2", authority="Y")), CHECKS)
    assert [one.code for one in verdicts] == [*BY_EDITION, *ALWAYS]
    assert all(one.passed for one in verdicts)
    assert refusals(verdicts) == []


def test_what_the_edition_does_not_enable_is_not_asked():
    given = team(line("1", "5000.00"))
    assert [one.code for one in run(given, ["positions"])] == ["positions", *ALWAYS]
    assert refusals(run(given, ["positions"])) == []


def test_nobody_decides_about_himself_under_any_edition():
    assert len(refusals(run(team(line(KIRA.person_key)), []))) == 1


def test_the_edition_may_put_a_check_under_another_clause():
    verdicts = run(team(), ["positions"], {"positions": "3.9(1)"})
    assert verdicts[0].clause == "3.9(1)"


def test_an_unknown_check_is_a_mistake():
    with pytest.raises(ValueError, match="by_height"):
        run(team(), ["positions", "by_height"])


def test_the_same_facts_give_the_same_verdicts():
    given = team(line("9", "5000.00", position_category=""), line("1"), line("1"))
    assert run(given, sorted(CHECKS)) == run(given, sorted(CHECKS, reverse=True))


def test_each_refusal_names_its_clause_and_notes_are_not_among_them():
    reasons = refusals(run(team(line("1", "1000.01")), CHECKS))
    assert [reason.rsplit("(", 1)[1] for reason in reasons] == ["пункт 3.7).", "пункт 3.8)."]


@pytest.mark.parametrize("amount", ["-0.01", "NaN"])
def test_a_negative_bonus_cannot_hide_an_excess(amount):
    with pytest.raises(ValueError, match="a bonus cannot be"):
        ProposalLine("1", "Человек 1", "X", "other", Decimal(amount))
