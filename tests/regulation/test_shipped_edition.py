"""The shipped edition says what the law of 10 October 2022 says."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ranking_portal.accounts.enums import Role
from ranking_portal.regulation import vocabulary
from ranking_portal.regulation.edition import Edition, parse, problems
from ranking_portal.words import working_days

pytestmark = pytest.mark.sqlite

# code | clause | opens on | term | who | closed by. Y is 2025; words and dates of clauses 2.3 and 2.6.
TABLE = """
primary_ranking            | 2.3 | projects.cycle.opened                          | 31.12.2024     | office            | ranking.ranking.primary_confirmed
clarifying_ranking         | 2.3 | ranking.need.detected                          | 01.02.2026     | office            | ranking.ranking.clarifying_confirmed
results_to_governor        | 2.6 | projects.cycle.opened                          | 15.02.2026     | office            | protocols.dispatch.sent_to_governor
protocol_to_administration | 2.6 | protocols.protocol.approved                    | 1 рабочий день | office            | protocols.dispatch.sent_to_administration
general_fund               | 2.6 | protocols.dispatch.received_by_administration  | 1 рабочий день | administration    | bonus_fund.recalculation.submitted
fund_notices               | 2.6 | bonus_fund.recalculation.received              | 2 рабочих дня  | office            | bonus_fund.notices.all_sent
team_proposal              | 2.6 | bonus_fund.notice.received_by_project_head     | 5 рабочих дней | project_head      | bonus_fund.team_proposal.submitted
infrastructure_proposal    | 2.6 | bonus_fund.notice.received_by_authority_head   | 5 рабочих дней | authority_head    | bonus_fund.infrastructure_proposal.submitted
check_and_forward          | 2.6 | bonus_fund.proposal.submitted                  | —              | economy_committee | bonus_fund.proposal.forwarded
"""  # noqa: E501
PER = {"team_proposal": "project", "infrastructure_proposal": "authority", "check_and_forward": "proposal"}


def test_table_of_obligations_row_by_row(shipped: Edition) -> None:
    def term(code: str) -> str:
        obligation = shipped.obligation(code)
        if day := shipped.due_date(obligation, 2025):
            return f"{day:%d.%m.%Y}"
        return working_days(obligation.working_days).replace("\u00a0", " ") if obligation.working_days else "—"

    expected = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    told = [[row.code, row.clause, row.opens_on, term(row.code), row.who, row.closed_by] for row in shipped.obligations]
    assert told == expected
    assert {row.code: row.per for row in shipped.obligations if row.per != "cycle"} == PER


def test_2020_has_its_own_day(shipped: Edition) -> None:
    """Clause 2.3: ranking for 2020 is done by 1 February 2021."""
    primary = shipped.obligation("primary_ranking")
    assert shipped.due_date(primary, 2020) == date(2021, 2, 1)
    assert shipped.due_date(primary, 2021) == date(2020, 12, 31)
    assert not primary.has_no_term


def test_law_gives_no_term_for_checking(shipped: Edition) -> None:
    row = shipped.obligation("check_and_forward")
    assert row.has_no_term
    assert shipped.due_date(row, 2025) is None


def test_office_may_set_itself_an_aim_for_checking(plain: dict[str, Any]) -> None:
    next(item for item in plain["parameters"] if item["code"] == "check_term_days")["value"] = 3
    row = parse(plain).obligation("check_and_forward")
    assert (row.working_days, row.has_no_term) == (3, False)


def test_chain_is_cancelled_by_a_new_protocol_and_by_a_returned_recalculation(shipped: Edition) -> None:
    started_anew = {row.code for row in shipped.obligations if "protocols.protocol.approved" in row.cancelled_by}
    assert started_anew == {
        "protocol_to_administration",
        "general_fund",
        "fund_notices",
        "team_proposal",
        "infrastructure_proposal",
        "check_and_forward",
    }
    returned = [row.code for row in shipped.obligations if "bonus_fund.recalculation.returned" in row.cancelled_by]
    assert returned == ["fund_notices"]


def test_every_entry_names_a_clause_of_the_edition(shipped: Edition) -> None:
    numbers = {clause.number for clause in shipped.clauses}
    numbers |= {part.number for clause in shipped.clauses for part in clause.parts}
    entries: list[Any] = [*shipped.parameters, *shipped.grounds, *shipped.checks, *shipped.obligations]
    assert {entry.code: entry.clause for entry in entries if entry.clause not in numbers} == {}


def test_every_clause_is_told_with_what_the_portal_does(shipped: Edition) -> None:
    assert [clause.number for clause in shipped.clauses] == [
        "1.6(2)", "1.6(3)", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "3.5.1", "3.7", "3.8", "3.9",
    ]  # fmt: skip
    for clause in shipped.clauses:
        places: list[Any] = [clause, *clause.parts]
        for place in places:
            assert place.told
            assert place.portal
            assert place.links or clause.parts or clause.number == "2.6"
    parts = {clause.number: [part.anchor for part in clause.parts] for clause in shipped.clauses if clause.parts}
    assert parts == {
        "2.2": [f"clause-2.2-{number}" for number in range(1, 5)],
        "2.6": [f"clause-2.6-{number}" for number in range(1, 8)],
    }


def test_wording_not_in_hand_is_said_with_the_decision(shipped: Edition) -> None:
    open_clauses = {clause.number for clause in shipped.clauses if clause.open}
    assert {"1.6(2)", "1.6(3)", "3.5.1", "3.7", "3.8", "3.9"} <= open_clauses
    assert all(clause.decision for clause in shipped.clauses if clause.open)
    assert {ground.clause for ground in shipped.grounds if ground.open} == {"1.6(2)", "1.6(3)"}


def test_parameters_have_act_and_day(shipped: Edition) -> None:
    acts = {act.code: act.date for act in shipped.acts}
    for parameter in shipped.parameters:
        assert acts[parameter.act] <= parameter.in_force_from <= date(2022, 10, 10)


def test_parameters_of_the_law(shipped: Edition) -> None:
    assert shipped.integer("max_projects") == 6  # clause 2.5
    assert shipped.integers("allowed_coefficients") == (0, 1)  # clause 2.4
    assert shipped.decimal("ceiling_multiplier") == Decimal("1.5")  # clause 2.6
    assert shipped.share("quorum") == shipped.share("majority") == Fraction(1, 2)
    assert shipped.decimal("quorum") == Decimal("0.5")
    assert shipped.boolean("deemed_receipt")
    assert shipped.integer("deemed_receipt_days") == 1
    assert not shipped.boolean("wait_for_governor")
    assert not shipped.boolean("ceiling_for_infrastructure")
    assert shipped.choice("fixed_date_on_day_off") == "stays"
    assert shipped.choice("discipline_fall") == "points"
    assert shipped.integer("check_term_days") == 0


@pytest.mark.parametrize(
    ("accessor", "code"),
    [
        ("integer", "deemed_receipt"),
        ("integer", "ceiling_multiplier"),
        ("integers", "max_projects"),
        ("decimal", "deemed_receipt"),
        ("boolean", "max_projects"),
        ("text", "max_projects"),
        ("choice", "quorum"),
        ("share", "max_projects"),
    ],
)
def test_wrong_type_of_a_parameter_is_an_error(shipped: Edition, accessor: str, code: str) -> None:
    with pytest.raises(TypeError, match=code):
        getattr(shipped, accessor)(code)


def test_unknown_names_are_errors(shipped: Edition) -> None:
    for find in (shipped.parameter, shipped.obligation, shipped.ground, shipped.check, shipped.act_named):
        with pytest.raises(LookupError, match="nothing_such"):
            find("nothing_such")


def test_checks_stand_for_clauses_3_7_to_3_9(shipped: Edition) -> None:
    assert {check.code: check.clause for check in shipped.checks} == {
        "total_within_fund": "3.7",
        "within_ceiling": "3.8",
        "recipients_are_members": "3.9",
        "positions": "3.9",
        "once_per_proposal": "3.9",
    }


def test_roles_of_editions_are_the_roles_of_the_portal() -> None:
    assert frozenset(Role.values) == vocabulary.ROLES


def test_plain_values_give_the_same_edition_back(shipped: Edition) -> None:
    again = parse(shipped.as_plain())
    assert again == shipped
    assert again.as_plain() == shipped.as_plain()
    assert problems(shipped.as_plain()) == []
