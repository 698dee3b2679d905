"""What a new edition of the protocol changes: the Governor returns the results when the money moves (clause 2.6)."""

from datetime import date

import pytest

from bonus_fund.models import BonusProposal, FundDistribution, FundRecalculation
from bonus_fund.services import funds
from protocols.enums import ProtocolState
from protocols.models import Dispatch, Protocol
from protocols.services import agenda, dispatching, sitting
from ranking_portal import clock
from ranking_portal.deadlines.models import Deadline
from ranking_portal.workflow.engine import perform
from tests.bonus_fund import year as years

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
RETURNED, SITS = date(2026, 2, 17), date(2026, 2, 19)


def returned(year: years.Year) -> Protocol:
    """The Governor's office returns the results; the draft of the new edition is there."""
    with clock.at(RETURNED):
        letter = Dispatch.objects.get(kind="results_to_governor", subject_key=year.protocol.pk)
        perform(letter, "send", by=year.office, number="01-12/16")
        protocol = Protocol.objects.get(pk=year.protocol.pk)
        perform(protocol, "return_to_council", by=year.governor, number="9-рез", remark="Уточните основания.")
    return Protocol.objects.get(edition=2)


def approved_anew(year: years.Year) -> Protocol:
    """The council keeps one of the two projects."""
    council, draft = year.extra["council"], returned(year)
    with clock.at(SITS):
        dropped = draft.candidates.get(project__code="B2")
        agenda.remove_candidate(dropped, by=year.office)
        draft = Protocol.objects.get(pk=draft.pk)
        sitting.mark_present(draft, council.seats[:7], by=council.secretary)
        draft = perform(draft, "open_voting", by=council.secretary)
        council.vote(draft)
        return perform(draft, "approve", by=council.chair)


def received_anew(protocol: Protocol, year: years.Year, number: str) -> FundRecalculation:
    """The Administration has the new edition: its recalculation is awaited."""
    with clock.at(SITS):
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=protocol.pk)
        perform(letter, "send", by=year.office, number=number)
        dispatching.acknowledge(letter, by=year.administration)
    return FundRecalculation.objects.get(state="awaited")


@pytest.mark.parametrize("given_up", [False, True])
def test_a_correction_begun_does_not_stand_in_the_way_of_the_new_chain(given_up):
    """What was accepted last stands beside the new sums, whatever became of a correction of it."""
    year = years.announced_year()
    assert year.fund is not None
    with clock.at(RETURNED):
        begun = funds.correct(FundRecalculation.objects.get(pk=year.fund.pk), by=year.administration)
        if given_up:
            perform(begun, "drop", by=year.administration)
    fund = received_anew(approved_anew(year), year, "01-12/17")
    assert (fund.edition, fund.former_team_kopecks) == (3, years.TEAM)
    assert fund.previous_id == (year.fund.pk if given_up else begun.pk)


def test_until_the_new_edition_is_approved_the_money_goes_on():
    year = years.acknowledged_year()
    draft = returned(year)
    assert (draft.state, draft.previous_id) == (ProtocolState.DRAFT, year.protocol.pk)
    assert FundDistribution.objects.get().state == "announced"
    assert set(Deadline.objects.filter(code="team_proposal").values_list("state", flat=True)) == {"open"}


def test_the_new_edition_replaces_the_chain_and_starts_it_anew():
    year = years.acknowledged_year()
    anew = approved_anew(year)
    assert Protocol.objects.get(edition=1).state == ProtocolState.SUPERSEDED
    assert FundRecalculation.objects.get().state == "superseded"
    assert FundDistribution.objects.get().state == "superseded"
    assert set(BonusProposal.objects.values_list("state", flat=True)) == {"superseded"}
    stale = Deadline.objects.filter(code__in=("team_proposal", "infrastructure_proposal"))
    assert set(stale.values_list("state", flat=True)) == {"cancelled"}
    assert Deadline.objects.get(code="protocol_to_administration", state="open").due_on == date(2026, 2, 20)

    with clock.at(date(2026, 2, 20)):
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=anew.pk)
        letter = perform(letter, "send", by=year.office, number="01-12/40")
        dispatching.acknowledge(letter, by=year.administration)
    fund = FundRecalculation.objects.get(edition=2)
    # What stood before is shown beside the new sums: it is a recalculation.
    assert (fund.protocol, fund.former_team_kopecks) == (anew, years.TEAM)
    assert set(FundDistribution.objects.values_list("state", flat=True)) == {"superseded"}


def test_the_receipt_of_a_replaced_notice_starts_no_term():
    year = years.announced_year()
    approved_anew(year)
    with clock.at(date(2026, 2, 25)):
        dispatching.deem_receipts()
        dispatching.acknowledge(year.notice("project:A1"), by=year.heads["A1"])
    assert year.notice("project:A1").state == "received"
    assert not Deadline.objects.filter(code="team_proposal", state="open").exists()


def test_the_receipt_of_a_replaced_protocol_starts_no_recalculation():
    year = years.approved_year()
    with clock.at(years.RECEIVED):
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=year.protocol.pk)
        letter = perform(letter, "send", by=year.office, number="01-12/15")
    # Nobody acknowledges the former edition before the council replaces it on the very day after.
    council = year.extra["council"]
    with clock.at(years.RECEIVED):
        draft = council.draft(year.extra["ranking"], number="2", held_on=years.RECEIVED)
        draft = council.open(draft)
        council.vote(draft)
        perform(draft, "approve", by=council.chair)
        dispatching.acknowledge(letter, by=year.administration)
    assert not FundRecalculation.objects.exists()
    assert not Deadline.objects.filter(code="general_fund", state="open").exists()
