"""Guards of the money's room through two simultaneous connections: the table is in `test_guards_announcing.py` and
`test_guards_proposals.py`."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import Error, connection, transaction

from bonus_fund.enums import DistributionState, ProposalState
from bonus_fund.guards.distributing import facts_now, sums_problems
from bonus_fund.guards.proposals import missing_agreements
from bonus_fund.models import (
    BonusLine,
    BonusProposal,
    ForwardingRegister,
    FundDistribution,
    FundRecalculation,
)
from bonus_fund.proposal_facts import verdicts_of
from bonus_fund.services import forwarding, proposing
from bonus_fund.services.proposing import Written
from projects.models import TeamMember
from protocols.models import Dispatch
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.models import Appointment
from ranking_portal.journal.services import broken_link
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.attempts import DONE, taking, told
from tests.bonus_fund import year as years
from tests.bonus_fund.checked import CHECKED, FORWARDED, PASSED, SENT, checked_year, passed_year, sent_year
from tests.bonus_fund.year import ANNOUNCED, Year
from tests.races import needs_postgres, together

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


def slowly(statement: str) -> Callable[[], str]:
    """An act past all services: the statement, and a while before it is committed, so that the other one comes in."""

    def act() -> str:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
                cursor.execute("SELECT pg_sleep(0.3)")
        except Error as error:
            return f"отказ базы: {error}"
        return DONE

    return act


def announcing(year: Year) -> Callable[[], str]:
    return taking(year.distribution, "announce", year.office, number="12-45")


# Announcement


def test_two_announce_at_once() -> None:
    year = years.computed_year()
    answers = together([announcing(year)] * 2, ANNOUNCED)
    assert answers.count(DONE) == 1
    assert any("сейчас «объявлено»" in answer for answer in answers)
    assert Dispatch.objects.filter(kind__startswith="fund_notice").count() == len(
        set(Dispatch.objects.filter(kind__startswith="fund_notice").values_list("number", flat=True))
    )
    assert BonusProposal.objects.count() == 4
    assert broken_link() is None


SPOILING = {
    "a body's share": "UPDATE bonus_fund_bodyshare SET amount_kopecks = amount_kopecks + 1",
    "a project's fund": "UPDATE bonus_fund_projectshare SET fund_kopecks = fund_kopecks + 1",
    "a share deleted": "DELETE FROM bonus_fund_bodyshare WHERE project_share_id IS NULL",
    "the general fund": "UPDATE bonus_fund_fundrecalculation SET team_kopecks = team_kopecks + 1",
}


@pytest.mark.parametrize("what", SPOILING)
def test_a_sum_spoilt_while_it_is_announced(what: str) -> None:
    """Whoever is first, what is announced adds up: the database makes them wait for each other."""
    year = years.computed_year()
    answers = together([slowly(SPOILING[what]), _patiently(announcing(year))], ANNOUNCED)
    _announced_adds_up(answers)


@pytest.mark.parametrize("what", SPOILING)
def test_a_sum_spoilt_while_it_is_announced_past_the_services(what: str) -> None:
    years.computed_year()
    announce = "UPDATE bonus_fund_funddistribution SET state = 'announced', announced_on = '2026-02-12'"
    answers = together([slowly(SPOILING[what]), _patiently(slowly(announce))], ANNOUNCED)
    _announced_adds_up(answers)


def _announced_adds_up(answers: list[str]) -> None:
    distribution = FundDistribution.objects.get()
    assert answers.count(DONE) == 1
    if distribution.state == DistributionState.ANNOUNCED:
        assert sums_problems(distribution) == []
    else:
        assert distribution.state == DistributionState.COMPUTED


def _patiently(act: Callable[[], str]) -> Callable[[], str]:
    """The act, begun while the other one is in the middle of its own."""

    def later() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.1)")
        return act()

    return later


def test_computed_anew_while_it_is_announced() -> None:
    year = years.computed_year()
    TeamMember.objects.filter(person=year.people["Дёмина"]).update(until=None)
    answers = together([taking(year.distribution, "compute", year.office), announcing(year)], ANNOUNCED)
    distribution = FundDistribution.objects.get()
    assert DONE in answers
    assert sums_problems(distribution) == []
    if distribution.state == DistributionState.ANNOUNCED:
        assert distribution.facts == facts_now(distribution).text


def test_accepted_and_returned_at_once() -> None:
    year = years.submitted_year()
    acts = [
        taking(year.fund, "accept", year.office),
        taking(year.fund, "send_back", year.office, remark="Нет подписи."),
    ]
    answers = together(acts, ANNOUNCED)
    assert answers.count(DONE) == 1
    accepted = FundRecalculation.objects.get().state == "accepted"
    assert FundDistribution.objects.exists() == accepted


# Agreement and submission


def asked() -> Year:
    """A1 is being agreed by both bodies."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    return year


def test_the_last_two_bodies_agree_at_once() -> None:
    year = asked()
    acts = [taking(row, "agree", year.body_heads[row.authority]) for row in year.proposal("A1").agreements.all()]
    assert together(acts, SENT) == [DONE, DONE]
    assert year.proposal("A1").state == ProposalState.AGREED
    assert broken_link() is None


def test_submitted_while_the_last_body_refuses() -> None:
    year = asked()
    proposal = year.proposal("A1")
    with clock.at(SENT):
        perform(proposal.agreements.get(authority="КЗ"), "agree", by=year.body_heads["КЗ"])
    acts = [
        taking(proposal.agreements.get(authority="КТ"), "refuse", year.body_heads["КТ"], remark="Много."),
        taking(proposal, "submit", year.heads["A1"]),
    ]
    answers = together(acts, SENT)
    assert answers[0] == DONE
    assert "невозможно" in answers[1] or "Нет согласования" in answers[1]
    assert year.proposal("A1").state == ProposalState.DRAFT


def test_taken_back_while_a_body_agrees() -> None:
    """However it ends, nothing is submitted on an agreement of other sums."""
    year = asked()
    proposal = year.proposal("A1")
    acts = [
        taking(proposal, "recall", year.heads["A1"]),
        *(taking(row, "agree", year.body_heads[row.authority]) for row in proposal.agreements.all()),
    ]
    together(acts, SENT)
    with clock.at(SENT):
        fresh = year.proposal("A1")
        if fresh.state != ProposalState.DRAFT:
            perform(fresh, "recall", by=year.heads["A1"])
        year.write("A1", Белова=1, Громов=2)
        answer = told(lambda: perform(year.proposal("A1"), "submit", by=year.heads["A1"]))
    assert "Нет согласования" in answer


def test_written_while_it_is_submitted() -> None:
    """What the office has received is what the bodies have agreed."""
    year = asked()
    with clock.at(SENT):
        for row in year.proposal("A1").agreements.all():
            perform(row, "agree", by=year.body_heads[row.authority])
    proposal = year.proposal("A1")
    line = proposal.lines.get(person_name__startswith="Громов")

    def write() -> str:
        return told(lambda: proposing.write(proposal, {line.pk: Written(1_00, "")}, by=year.heads["A1"]))

    answers = together([write, taking(proposal, "submit", year.heads["A1"])], SENT)
    assert answers[1] == DONE
    assert "Суммы меняют в черновике" in answers[0]
    assert missing_agreements(year.proposal("A1")) == []
    assert BonusLine.objects.get(pk=line.pk).amount_kopecks == 200_000_00


def test_two_refused_about_themselves_at_once() -> None:
    year = asked()
    agreement = year.proposal("A1").agreements.get(authority="КТ")
    head = Appointment.objects.get(office="body:КТ")
    head.person = year.people["Громов"]
    head.save()
    user = factories.user_with(person=year.people["Громов"])
    answers = together([taking(agreement, name, user, remark="Да.") for name in ("agree", "refuse")], SENT)
    assert all("о себе не решают" in answer for answer in answers)
    assert year.proposal("A1").agreements.get(authority="КТ").state == "awaited"


# Check and forwarding


def test_withdrawn_while_it_is_passed_to_the_check() -> None:
    year = sent_year()
    proposal = year.proposal("A1")
    acts = [taking(proposal, "withdraw", year.heads["A1"]), taking(proposal, "pass_to_check", year.office)]
    assert together(acts, PASSED).count(DONE) == 1
    assert year.proposal("A1").state in (ProposalState.WITHDRAWN, ProposalState.UNDER_CHECK)


def test_passed_and_returned_at_once() -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    acts = [
        taking(proposal, "pass_check", year.economy),
        taking(proposal, "send_back", year.economy, remark="Нет."),
    ]
    assert together(acts, CHECKED).count(DONE) == 1
    fresh = year.proposal("A1")
    assert bool(fresh.verdicts) == (fresh.state == ProposalState.CHECKED)


def test_a_participant_gets_nothing_through_beside_a_colleague() -> None:
    year = passed_year()
    participant = factories.user_with(Role.ECONOMY_COMMITTEE, person=year.people["Белова"])
    proposal = year.proposal("A1")
    acts = [taking(proposal, "pass_check", participant), taking(proposal, "pass_check", year.economy)]
    answers = together(acts, CHECKED)
    assert answers[0] != DONE
    assert answers[1] == DONE
    assert year.proposal("A1").checked_by == year.economy.full_name


def test_remarked_while_it_is_passed() -> None:
    """A remark is kept on a proposal under check, or not at all."""
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.first()
    assert line is not None

    def remark() -> str:
        return told(lambda: forwarding.remark_lines(proposal, {line.pk: "Почему?"}, by=year.economy))

    answers = together([remark, taking(proposal, "pass_check", year.economy)], CHECKED)
    assert answers[1] == DONE
    assert (BonusLine.objects.get(pk=line.pk).remark == "Почему?") == (answers[0] == DONE)


def forwarding_of(year: Year, number: str, *names: str) -> Callable[[], str]:
    chosen = [year.proposal(name) for name in names]
    return lambda: told(lambda: forwarding.forward(chosen, number=number, by=year.economy))


def test_one_proposal_goes_into_one_register() -> None:
    year = checked_year()
    acts = [forwarding_of(year, "КЭР-3", "A1", "B2"), forwarding_of(year, "КЭР-4", "B2", "КЗ")]
    answers = together(acts, FORWARDED)
    assert answers.count(DONE) == 1
    register = ForwardingRegister.objects.get()
    assert register.total_kopecks == sum(
        line.amount_kopecks for line in BonusLine.objects.filter(proposal__registers=register)
    )
    assert BonusProposal.objects.filter(state=ProposalState.FORWARDED).count() == 2
    assert Dispatch.objects.filter(kind="forwarding_register").count() == 1


def test_two_registers_at_once_have_two_numbers() -> None:
    year = checked_year()
    acts = [forwarding_of(year, "КЭР-3", "A1"), forwarding_of(year, "КЭР-4", "B2")]
    assert together(acts, FORWARDED) == [DONE, DONE]
    assert sorted(ForwardingRegister.objects.values_list("ordinal", flat=True)) == [1, 2]
    assert broken_link() is None


def test_one_outgoing_number_is_taken_once() -> None:
    year = checked_year()
    acts = [forwarding_of(year, "КЭР-3", "A1"), forwarding_of(year, "КЭР-3", "B2")]
    answers = together(acts, FORWARDED)
    assert answers.count(DONE) == 1
    assert BonusProposal.objects.filter(state=ProposalState.FORWARDED).count() == 1


def test_looked_at_again_while_it_is_forwarded() -> None:
    year = checked_year()
    acts = [forwarding_of(year, "КЭР-3", "A1", "B2"), taking(year.proposal("A1"), "recheck", year.economy)]
    answers = together(acts, FORWARDED)
    assert answers.count(DONE) == 1
    forwarded = BonusProposal.objects.filter(state=ProposalState.FORWARDED).count()
    assert forwarded == (2 if answers[0] == DONE else 0)
    assert ForwardingRegister.objects.count() == (1 if answers[0] == DONE else 0)


def test_a_sum_in_another_proposal_does_not_change_verdicts_that_refuse() -> None:
    """Two proposals of one person pass at once: the sum over all is a note and holds nothing up."""
    year = passed_year()
    acts: list[Any] = [taking(year.proposal(name), "pass_check", year.economy) for name in ("A1", "B2", "КЗ", "КФ")]
    assert together(acts, CHECKED) == [DONE] * 4
    assert all(not one.refuses for one in verdicts_of(year.proposal("A1")))
