"""The year from the approved protocol to the forwarded bonuses, step by step as clause 2.6 tells it."""

from datetime import date

import pytest

from bonus_fund.models import BonusProposal, ForwardingRegister, FundRecalculation
from bonus_fund.services import forwarding, funds
from protocols.models import Dispatch, Incoming
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.deadlines.models import Deadline
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests.bonus_fund import year as years

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SENT, CHECKED = date(2026, 2, 18), date(2026, 2, 24)


def states(code: str) -> dict[str, str]:
    """State of each term of an obligation on the day, by what it concerns."""
    rows = Deadline.objects.filter(year=2025, code=code).order_by("pk")
    return {row.object_key: row.state_on(clock.today()) for row in rows}


def sent(year: years.Year) -> None:
    """Every proposal is written, agreed and sent on 18 February."""
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        year.write("B2", Дёмина=140_000)
        year.write("КЗ", Жилин=100_000)
        year.write("КФ", Ершов=125_000)
        for code in ("A1", "B2"):
            perform(year.agree_all(code), "submit", by=year.heads[code])
        for name in ("КЗ", "КФ"):
            perform(year.proposal(name), "submit", by=year.body_heads[name])


def test_the_chain_of_clause_2_6_from_receipt_to_forwarded():
    year = years.acknowledged_year()
    assert states("general_fund") == {"": "met"}
    assert states("fund_notices") == {"": "met"}
    with clock.at(years.ACKNOWLEDGED):
        assert states("team_proposal") == {"project:A1": "open", "project:B2": "open"}
        # КТ has members only: its head agrees, and has no term of his own.
        assert states("infrastructure_proposal") == {"authority:КЗ": "open", "authority:КФ": "open"}
    assert set(Deadline.objects.filter(code="team_proposal").values_list("due_on", flat=True)) == {date(2026, 2, 20)}

    sent(year)
    with clock.at(SENT):
        assert set(states("team_proposal").values()) == {"met"}
        assert set(states("infrastructure_proposal").values()) == {"met"}
        assert Incoming.objects.count() == 5  # the size of the fund and four proposals

    with clock.at(CHECKED):
        for proposal in BonusProposal.objects.all():
            proposal = perform(proposal, "pass_to_check", by=year.office)
            perform(proposal, "pass_check", by=year.economy)
        register = forwarding.forward(BonusProposal.objects.all(), number="КЭР-3", by=year.economy)
        letter = Dispatch.objects.get(kind="forwarding_register")
        dispatching.acknowledge(letter, by=year.administration)
    assert register.total_kopecks == 1_065_000_00
    assert set(BonusProposal.objects.values_list("state", flat=True)) == {"forwarded"}
    assert Dispatch.objects.get(pk=letter.pk).state == "received"


def test_a_withdrawn_proposal_runs_its_old_term_and_is_late_for_ever():
    year = years.acknowledged_year()
    sent(year)
    with clock.at(date(2026, 2, 19)):
        perform(year.proposal("A1"), "withdraw", by=year.heads["A1"])
        running = Deadline.objects.get(code="team_proposal", object_key="project:A1", state="open")
        assert running.due_on == date(2026, 2, 20)
    with clock.at(date(2026, 2, 25)):
        proposal = perform(year.proposal("A1"), "rework", by=year.heads["A1"])
        proposal = year.agree_all("A1")
        perform(proposal, "submit", by=year.heads["A1"])
        last = Deadline.objects.filter(code="team_proposal", object_key="project:A1").latest("pk")
    # 20 February was the last day; 23 February is a day off.
    assert (last.state, last.late_working_days) == ("met_late", 2)


def test_a_returned_fund_cancels_the_notices_term_and_the_next_receipt_opens_it_again():
    year = years.submitted_year()
    assert year.fund is not None
    with clock.at(years.ANNOUNCED):
        returned = perform(year.fund, "send_back", by=year.office, remark="Нет подписи.")
        assert states("fund_notices") == {"": "cancelled"}
        fund = perform(returned, "rework", by=year.administration)
        perform(fund, "submit", by=year.administration, number="УД-2")
    with clock.at(date(2026, 2, 16)):
        dispatching.deem_receipts()
    terms = list(Deadline.objects.filter(code="fund_notices").order_by("pk").values_list("state", "event_on", "due_on"))
    assert terms[1] == ("open", date(2026, 2, 13), date(2026, 2, 17))


def test_a_corrected_fund_makes_a_new_distribution_and_replaces_what_was_announced():
    year = years.acknowledged_year()
    sent(year)
    assert year.fund is not None
    with clock.at(SENT):
        corrected = funds.correct(year.fund, by=year.administration)
        year.fund = corrected
        years.enter(year, team=900_000_00)
        submitted = perform(year.fund, "submit", by=year.administration, number="УД-3")
        assert FundRecalculation.objects.get(edition=1).state == "accepted"
        accepted = perform(submitted, "accept", by=year.office)
        assert FundRecalculation.objects.get(edition=1).state == "superseded"
        assert set(BonusProposal.objects.values_list("state", flat=True)) == {"superseded"}
        computed = perform(accepted.distribution, "compute", by=year.office)
        perform(computed, "announce", by=year.office, number="12-46")
    former = BonusProposal.objects.filter(scope="project:A1").earliest("pk")
    assert year.proposal("A1").fund_kopecks < former.fund_kopecks


def test_forwarded_sums_never_change():
    year = years.acknowledged_year()
    sent(year)
    with clock.at(CHECKED):
        proposal = perform(year.proposal("КФ"), "pass_to_check", by=year.office)
        proposal = perform(proposal, "pass_check", by=year.economy)
        forwarding.forward([proposal], number="КЭР-3", by=year.economy)
        with pytest.raises(Refused):
            year.write("КФ", Ершов=1)
        with pytest.raises(Refused):
            perform(proposal, "withdraw", by=year.body_heads["КФ"])
    assert ForwardingRegister.objects.get().total_kopecks == 125_000_00
