"""Announced sums equal the general fund to the kopeck, through every door, and never change (clause 2.6).

guard                                page    command  the database itself            two connections
shares add up before announcement    here    here     here: raw SQL, update, create  test_guards_races
announced sums never change          here    here     here: rows, fund, facts        test_guards_races
facts have not moved since computed  here    here     -                              test_guards_races
only the office announces            here    here     -                              -
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from bonus_fund.enums import DistributionState
from bonus_fund.models import BodyShare, BonusProposal, FundDistribution, FundRecalculation, ProjectShare
from projects.models import TeamMember
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.models import StateIsProtected
from tests import factories
from tests.attempts import REFUSED, commanded, posted
from tests.bonus_fund import year as years
from tests.bonus_fund.year import ANNOUNCED, Year

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DISTRIBUTION = "bonus_fund_funddistribution"
SHORT = "сумма долей"


def address(year: Year, name: str) -> str:
    assert year.fund is not None
    return reverse("bonus_fund:distribution-step", args=(year.fund.pk, name))


def sql(statement: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def spoilt() -> Year:
    """Computed, and then a kopeck is taken from a body's share past all services."""
    year = years.computed_year()
    share = BodyShare.objects.filter(project_share__isnull=False).order_by("pk")[0]
    BodyShare.objects.filter(pk=share.pk).update(amount_kopecks=share.amount_kopecks - 1)
    return year


def key(year: Year) -> int:
    assert year.distribution is not None
    return int(year.distribution.pk)


def state() -> str:
    return str(FundDistribution.objects.get().state)


# Sums that do not add up are not announced


def test_a_missing_kopeck_by_page() -> None:
    year = spoilt()
    with clock.at(ANNOUNCED):
        status, words = posted(year.office, address(year, "announce"), number="12-45", on=ANNOUNCED.isoformat())
    assert (status, state()) == (409, DistributionState.COMPUTED)
    assert SHORT in words


def test_a_missing_kopeck_by_command() -> None:
    year = spoilt()
    with clock.at(ANNOUNCED):
        announcing = ("step", "distribution", key(year), "announce", "--input", "number=12-45")
        status, words = commanded(*announcing, by=year.office)
    assert (status, state()) == (REFUSED, DistributionState.COMPUTED)
    assert SHORT in words


def refused_by_database(act: Callable[[], Any]) -> bool:
    """Whether the database itself stops the act."""
    try:
        with transaction.atomic():
            act()
    except Error:
        return True
    return False


ANNOUNCE = f"UPDATE {DISTRIBUTION} SET state = 'announced', announced_on = '2026-02-12' WHERE id = %s"


@pytest.mark.parametrize(
    "what", ["share of a body", "fund of a project", "infrastructure", "general fund", "a row less"]
)
def test_sums_that_do_not_add_up_by_raw_sql(what: str) -> None:
    year = years.computed_year()
    {
        "share of a body": lambda: BodyShare.objects.filter(project_share__isnull=False).update(amount_kopecks=1),
        "fund of a project": lambda: ProjectShare.objects.filter(code="A1").update(fund_kopecks=1),
        "infrastructure": lambda: BodyShare.objects.filter(project_share=None).update(amount_kopecks=1),
        "general fund": lambda: sql("UPDATE bonus_fund_fundrecalculation SET team_kopecks = team_kopecks + 1"),
        "a row less": lambda: BodyShare.objects.filter(project_share=None)[0].delete(),
    }[what]()
    assert refused_by_database(lambda: sql(ANNOUNCE, key(year)))
    assert state() == DistributionState.COMPUTED


def test_sums_that_add_up_pass_the_database() -> None:
    year = years.computed_year()
    assert not refused_by_database(lambda: sql(ANNOUNCE, key(year)))


def test_no_state_is_set_past_the_workflow() -> None:
    year = years.computed_year()
    assert year.fund is not None
    with pytest.raises(StateIsProtected):
        FundDistribution.objects.update(state=DistributionState.ANNOUNCED)
    with pytest.raises(StateIsProtected):
        FundDistribution.objects.create(recalculation=year.fund, state=DistributionState.ANNOUNCED)
    columns = "state, recalculation_id, method, multiplier, facts, announced_on, outgoing_number"
    row = f"INSERT INTO {DISTRIBUTION} ({columns})"
    sql("DELETE FROM bonus_fund_bodyshare")
    sql("DELETE FROM bonus_fund_projectshare")
    sql(f"DELETE FROM {DISTRIBUTION}")
    assert refused_by_database(
        lambda: sql(f"{row} VALUES ('announced', %s, '', '', '', '2026-02-12', '1')", year.fund and year.fund.pk)
    )


# What is announced never changes


CHANGES: dict[str, Callable[[], Any]] = {
    "a body's share": lambda: BodyShare.objects.update(amount_kopecks=1),
    "a body's share, saved": lambda: _saved(BodyShare.objects.all()[0], amount_kopecks=1),
    "a project's fund": lambda: ProjectShare.objects.update(fund_kopecks=1),
    "the ceiling of one bonus": lambda: ProjectShare.objects.update(ceiling_kopecks=1),
    "a share deleted": lambda: sql("DELETE FROM bonus_fund_bodyshare"),
    "a project deleted": lambda: ProjectShare.objects.all().delete(),
    "another share": lambda: sql(
        "INSERT INTO bonus_fund_bodyshare (weight, authority, people, amount_kopecks, distribution_id, "
        "organization_id, project_share_id) SELECT weight, authority, people, 1, distribution_id, "
        "organization_id, project_share_id FROM bonus_fund_bodyshare"
    ),
    "two kopecks changed places": lambda: sql(
        "UPDATE bonus_fund_bodyshare SET amount_kopecks = amount_kopecks + CASE authority WHEN 'КФ' THEN 1 ELSE -1 END "
        "WHERE project_share_id IS NULL"
    ),
    "the general fund": lambda: sql("UPDATE bonus_fund_fundrecalculation SET infrastructure_kopecks = 1"),
    "the facts": lambda: sql(f"UPDATE {DISTRIBUTION} SET facts = '{{}}'"),
    "the method": lambda: FundDistribution.objects.update(method="equal_members"),
    "the day": lambda: FundDistribution.objects.update(announced_on="2026-02-11"),
    "no day any more": lambda: FundDistribution.objects.update(announced_on=None),
    "a draft again": lambda: sql(f"UPDATE {DISTRIBUTION} SET state = 'draft'"),
    "computed again": lambda: sql(f"UPDATE {DISTRIBUTION} SET state = 'computed'"),
}


def rows() -> list[Any]:
    """All the shares as they stand."""
    return [list(model.objects.order_by("pk").values()) for model in (BodyShare, ProjectShare)]


def _saved(row: Any, **changed: Any) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row.save()


@pytest.mark.parametrize("what", CHANGES)
def test_announced_sums_never_change_whoever_writes(what: str) -> None:
    years.announced_year()
    before = rows()
    assert refused_by_database(CHANGES[what])
    assert rows() == before
    assert state() == DistributionState.ANNOUNCED


@pytest.mark.parametrize("what", ["a body's share", "a project's fund", "a share deleted", "the general fund"])
def test_replaced_sums_that_had_been_announced_never_change_either(what: str) -> None:
    year = years.announced_year()
    sql(f"UPDATE {DISTRIBUTION} SET state = 'superseded' WHERE id = %s", key(year))
    assert refused_by_database(CHANGES[what])


def test_announced_is_not_computed_or_announced_again_by_page() -> None:
    year = years.announced_year()
    with clock.at(ANNOUNCED):
        for name, data in (("compute", {}), ("announce", {"number": "12-46", "on": ANNOUNCED.isoformat()})):
            status, words = posted(year.office, address(year, name), **data)
            assert status == 409, name
            assert "сейчас «объявлено»" in words
    assert FundDistribution.objects.get().outgoing_number == "12-45"


def test_announced_is_not_computed_or_announced_again_by_command() -> None:
    year = years.announced_year()
    with clock.at(ANNOUNCED):
        for step in (("compute",), ("announce", "--input", "number=12-46"), ("supersede",)):
            assert commanded("step", "distribution", key(year), *step, by=year.office)[0] == REFUSED, step
    assert (state(), FundDistribution.objects.get().outgoing_number) == (DistributionState.ANNOUNCED, "12-45")


def test_a_fund_that_was_accepted_is_not_written_again() -> None:
    year = years.announced_year()
    assert year.fund is not None
    with pytest.raises(Refused):
        years.enter(year, team=1)
    assert FundRecalculation.objects.get().team_kopecks == years.TEAM


# Facts that moved after the computation


def moved() -> Year:
    """A member has left the team after the sums were computed."""
    year = years.computed_year()
    TeamMember.objects.filter(person=year.people["Громов"]).update(until=date(2025, 10, 1))
    return year


def test_facts_that_moved_by_page() -> None:
    year = moved()
    with clock.at(ANNOUNCED):
        status, words = posted(year.office, address(year, "announce"), number="12-45", on=ANNOUNCED.isoformat())
    assert (status, state()) == (409, DistributionState.COMPUTED)
    assert "рассчитайте заново" in words


def test_facts_that_moved_by_command() -> None:
    year = moved()
    with clock.at(ANNOUNCED):
        status, words = commanded(
            "step", "distribution", key(year), "announce", "--input", "number=12-45", by=year.office
        )
    assert (status, state()) == (REFUSED, DistributionState.COMPUTED)
    assert "рассчитайте заново" in words


# Nobody but a person of the office announces


@pytest.mark.parametrize("role", [Role.ADMINISTRATION, Role.ECONOMY_COMMITTEE, Role.AUDITOR, Role.ADMIN])
def test_others_do_not_announce(role: Role) -> None:
    year, other = years.computed_year(), factories.user_with(role)
    with clock.at(ANNOUNCED):
        status, _ = posted(other, address(year, "announce"), number="12-45", on=ANNOUNCED.isoformat())
        assert status == 403
        announcing = ("step", "distribution", key(year), "announce", "--input", "number=12-45")
        assert commanded(*announcing, by=other)[0] == REFUSED
    assert state() == DistributionState.COMPUTED


def test_the_portal_itself_does_not_announce() -> None:
    year = years.computed_year()
    with clock.at(ANNOUNCED):
        status, words = commanded("step", "distribution", key(year), "announce", "--input", "number=12-45")
    assert (status, state()) == (REFUSED, DistributionState.COMPUTED)
    assert "Нет права" in words
    assert not BonusProposal.objects.exists()


def test_a_right_sum_is_announced_by_command_as_well() -> None:
    year = years.computed_year()
    with clock.at(ANNOUNCED):
        announcing = ("step", "distribution", key(year), "announce", "--input", "number=12-45")
        assert commanded(*announcing, by=year.office)[0] == 0
    assert state() == DistributionState.ANNOUNCED
