"""Guards of proposals: agreement, nobody about himself, immutability, late is late (clauses 2.6, 3.7-3.9).

guard                                           page                  command               two connections
no submission while an agreement is missing,    here                  here                  test_guards_races
or of other lines than these
nobody agrees his own proposal or line          here                  here                  test_guards_races
nobody checks, returns, forwards his own        test_checking_pages   here: own_check       test_guards_races
checks of clauses 3.7-3.9 hold at every step    here                  here                  test_guards_races
what is forwarded never changes                 here                  here                  test_guards_races
a register never changes                        test_registers        -                     test_guards_races
late is late                                    here                  here                  -
"""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from bonus_fund.enums import ProposalState
from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import BonusLine, BonusProposal, ForwardingRegister
from bonus_fund.models.line import ProposalIsSettled
from bonus_fund.services import forwarding
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.models import Appointment
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.models import StateIsProtected
from tests import factories
from tests.attempts import REFUSED, commanded, posted
from tests.bonus_fund import year as years
from tests.bonus_fund.checked import ALL, CHECKED, FORWARDED, SENT, forwarded_year, passed_year, states
from tests.bonus_fund.year import Year
from tests.unguarded import without_barriers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LATE = date(2026, 2, 25)


def proposal_step(proposal: BonusProposal, name: str) -> str:
    return reverse("bonus_fund:proposal-step", args=(proposal.pk, name))


# No submission while an agreement is missing


def asked_year() -> Year:
    """A1 is in agreement; КЗ has agreed, КТ has not."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        proposal = perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
        perform(proposal.agreements.get(authority="КЗ"), "agree", by=year.body_heads["КЗ"])
    return year


def test_a_missing_agreement_by_page() -> None:
    year = asked_year()
    with clock.at(SENT):
        status, _ = posted(year.heads["A1"], proposal_step(year.proposal("A1"), "submit"))
    assert (status, year.proposal("A1").state) == (409, ProposalState.IN_AGREEMENT)


def test_a_missing_agreement_by_command() -> None:
    year = asked_year()
    with clock.at(SENT):
        status, _ = commanded("step", "proposal", year.proposal("A1").pk, "submit", by=year.heads["A1"])
    assert (status, year.proposal("A1").state) == (REFUSED, ProposalState.IN_AGREEMENT)


def test_a_draft_of_a_team_goes_past_no_body_and_each_is_named() -> None:
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        key = year.proposal("A1").pk
        status, words = posted(year.heads["A1"], proposal_step(year.proposal("A1"), "submit"))
        assert status == 409
        assert "Нет согласования органа «КЗ»" in words
        assert "Нет согласования органа «КТ»" in words
        status, words = commanded("step", "proposal", key, "submit", by=year.heads["A1"])
        assert status == REFUSED
        assert "Нет согласования органа «КЗ»" in words
        assert "Нет согласования органа «КТ»" in words
    assert year.proposal("A1").state == ProposalState.DRAFT


def rewritten() -> Year:
    """Both bodies have agreed; the author has taken it back and given a member of КТ another sum."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        perform(year.agree_all("A1"), "recall", by=year.heads["A1"])
        year.write("A1", Громов=210_000)
    return year


def test_an_agreement_of_other_sums_by_page_and_command() -> None:
    year = rewritten()
    with clock.at(SENT):
        status, words = posted(year.heads["A1"], proposal_step(year.proposal("A1"), "submit"))
        assert status == 409
        assert "органа «КТ»" in words
        assert "органа «КЗ»" not in words
        status, words = commanded("step", "proposal", year.proposal("A1").pk, "submit", by=year.heads["A1"])
        assert status == REFUSED
        assert "органа «КТ»" in words
    assert year.proposal("A1").state == ProposalState.DRAFT


# Nobody agrees his own


def own_year() -> tuple[Year, Any]:
    """The head of КТ is given a bonus among his own people; both bodies are asked."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    # Громов becomes the head of his body by an order of the same day.
    head = Appointment.objects.get(office="body:КТ")
    head.person = year.people["Громов"]
    head.save()
    user = factories.user_with(person=year.people["Громов"])
    return year, (year.proposal("A1").agreements.get(authority="КТ"), user)


def test_ones_own_line_by_page() -> None:
    _, (agreement, user) = own_year()
    with clock.at(SENT):
        address = reverse("bonus_fund:agreement-step", args=(agreement.pk, "agree"))
        status, words = posted(user, address, remark="", shown=digest_of(agreement))
    agreement = type(agreement).objects.get(pk=agreement.pk)
    assert (status, agreement.state) == (409, "awaited")
    assert "о себе не решают" in words


def test_ones_own_line_by_command() -> None:
    _, (agreement, user) = own_year()
    with clock.at(SENT):
        status, words = commanded("step", "agreement", agreement.pk, "agree", by=user)
        assert status == REFUSED
        assert "о себе не решают" in words
        status, _ = commanded("step", "agreement", agreement.pk, "refuse", "--input", "remark=Нет.", by=user)
        assert status == REFUSED
    assert type(agreement).objects.get(pk=agreement.pk).state == "awaited"


def authored() -> tuple[Year, Any]:
    """The head of the project heads the body of its people too."""
    year = years.acknowledged_year()
    author = year.heads["A1"]
    head = Appointment.objects.get(office="body:КТ")
    assert author.person is not None
    head.person = author.person
    head.save()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        perform(year.proposal("A1"), "ask_agreement", by=author)
    return year, year.proposal("A1").agreements.get(authority="КТ")


def test_ones_own_proposal_by_page_and_command() -> None:
    year, agreement = authored()
    author = User.objects.get(pk=year.heads["A1"].pk)
    with clock.at(SENT):
        address = reverse("bonus_fund:agreement-step", args=(agreement.pk, "agree"))
        status, words = posted(author, address, remark="", shown=digest_of(agreement))
        assert status == 409
        assert "Вы сами предложили эти премии" in words
        status, words = commanded("step", "agreement", agreement.pk, "agree", by=author)
        assert status == REFUSED
        assert "исполняющий обязанности" in words
    assert type(agreement).objects.get(pk=agreement.pk).state == "awaited"


def test_a_stranger_agrees_nothing() -> None:
    year = asked_year()
    agreement = year.proposal("A1").agreements.get(authority="КТ")
    address = reverse("bonus_fund:agreement-step", args=(agreement.pk, "agree"))
    with clock.at(SENT):
        # Another body's head has no such page; those who see sums have the page and no right.
        assert posted(year.body_heads["КФ"], address, remark="")[0] == 404
        for user in (year.office, year.economy, year.administration, year.auditor):
            assert posted(user, address, remark="")[0] in (403, 404)
        for one in (year.body_heads["КФ"], year.body_heads["КЗ"], year.office, year.economy, None):
            assert commanded("step", "agreement", agreement.pk, "agree", by=one)[0] == REFUSED
    assert type(agreement).objects.get(pk=agreement.pk).state == "awaited"


@pytest.mark.parametrize("part", ["recipient", "author", "agreed"])
def test_ones_own_check_by_command(part: str) -> None:
    year = passed_year()
    person = {
        "recipient": year.people["Белова"],
        "author": year.heads["A1"].person,
        "agreed": year.body_heads["КТ"].person,
    }[part]
    user = User.objects.filter(person=person).first() or factories.user_with(person=person)
    RoleGrant.objects.create(user=user, role=Role.ECONOMY_COMMITTEE, since=factories.LONG_AGO, order="приказ № 1")
    key = year.proposal("A1").pk
    with clock.at(CHECKED):
        for step in (("pass_check",), ("send_back", "--input", "remark=Нет.")):
            status, words = commanded("step", "proposal", key, *step, by=user)
            assert status == REFUSED
            assert "Вы участвуете в этом предложении" in words
        with pytest.raises(Refused, match="Вы участвуете"):
            forwarding.remark_lines(year.proposal("A1"), {}, by=user)
        perform(year.proposal("A1"), "pass_check", by=year.economy)
        status, words = commanded("step", "proposal", key, "forward", by=user)
        assert status == REFUSED
        assert commanded("step", "proposal", key, "recheck", by=user)[0] == REFUSED
    assert year.proposal("A1").state == ProposalState.CHECKED


# The checks hold at every step


def spoilt_after_agreement(name: str) -> Year:
    """A sum past the fund gets into an agreed proposal past all services."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        if name != "draft":
            year.agree_all("A1")
    _overwrite(year.proposal("A1").lines.first(), 900_000_00)
    return year


def _overwrite(line: Any, kopecks: int) -> None:
    with without_barriers(), connection.cursor() as cursor:
        cursor.execute("UPDATE bonus_fund_bonusline SET amount_kopecks = %s WHERE id = %s", [kopecks, line.pk])


@pytest.mark.parametrize(("state", "step"), [("draft", "ask_agreement"), ("agreed", "submit")])
def test_refusals_of_checks_by_page_and_command(state: str, step: str) -> None:
    year = spoilt_after_agreement(state)
    key = year.proposal("A1").pk
    with clock.at(SENT):
        status, words = posted(year.heads["A1"], proposal_step(year.proposal("A1"), step))
        assert status == 409
        assert "(пункт 3.7)" in words
        assert "(пункт 3.8)" in words
        status, words = commanded("step", "proposal", key, step, by=year.heads["A1"])
        assert status == REFUSED
        assert "(пункт 3.7)" in words
        assert "(пункт 3.8)" in words
    assert year.proposal("A1").state == state


def test_refusals_of_checks_at_the_committee() -> None:
    year = passed_year()
    _overwrite(year.proposal("A1").lines.first(), 900_000_00)
    key = year.proposal("A1").pk
    with clock.at(CHECKED):
        status, words = posted(year.economy, reverse("bonus_fund:check-step", args=(key, "pass_check")))
        assert status == 409
        assert "(пункт 3.7)" in words
        status, words = commanded("step", "proposal", key, "pass_check", by=year.economy)
        assert status == REFUSED
        assert "(пункт 3.8)" in words
    assert year.proposal("A1").state == ProposalState.UNDER_CHECK


# What is forwarded never changes


def test_forwarded_by_page() -> None:
    year, _ = forwarded_year()
    with clock.at(FORWARDED):
        for name in ALL:
            proposal = year.proposal(name)
            author = year.heads.get(name) or year.body_heads[name]
            for step in ("withdraw", "rework", "submit", "recall", "ask_agreement"):
                assert posted(author, proposal_step(proposal, step))[0] in (403, 404, 409), step
            for step, data in (("recheck", {}), ("send_back", {"remark": "Нет."}), ("pass_check", {})):
                address = reverse("bonus_fund:check-step", args=(proposal.pk, step))
                assert posted(year.economy, address, **data)[0] == 409, step
            edit = reverse("bonus_fund:proposal-edit", args=(proposal.pk,))
            line = proposal.lines.first()
            assert line is not None
            posted(author, edit, **{f"amount-{line.pk}": "1"})
        posted(
            year.economy, reverse("bonus_fund:forward"), proposals=[year.proposal("A1").pk], number="2", confirmed="1"
        )
    assert states(year) == dict.fromkeys(ALL, "forwarded")
    assert sum(BonusLine.objects.values_list("amount_kopecks", flat=True)) == 1_023_000_00
    assert ForwardingRegister.objects.get().total_kopecks == 1_023_000_00


def test_forwarded_by_command() -> None:
    year, _ = forwarded_year()
    with clock.at(FORWARDED):
        for name in ALL:
            key = year.proposal(name).pk
            author = year.heads.get(name) or year.body_heads[name]
            acts = [(step, author) for step in ("withdraw", "rework", "submit", "recall", "ask_agreement")]
            acts += [(step, year.economy) for step in ("recheck", "pass_check", "forward", "supersede")]
            for step, user in acts:
                assert commanded("step", "proposal", key, step, by=user)[0] == REFUSED, step
    assert states(year) == dict.fromkeys(ALL, "forwarded")


def test_forwarded_rows_refuse_to_change_past_the_services() -> None:
    year, _ = forwarded_year()
    line = BonusLine.objects.all()[0]
    line.amount_kopecks = 1
    for act in (
        line.save,
        lambda: BonusLine.objects.update(amount_kopecks=1),
        lambda: BonusLine.objects.update(remark="Нет."),
        lambda: BonusLine.objects.all().delete(),
    ):
        with pytest.raises(ProposalIsSettled):
            act()
    with pytest.raises(StateIsProtected):
        BonusProposal.objects.update(state=ProposalState.DRAFT)
    with pytest.raises(StateIsProtected):
        BonusProposal(kind="team", distribution=year.distribution, state=ProposalState.FORWARDED).save()
    assert sum(BonusLine.objects.values_list("amount_kopecks", flat=True)) == 1_023_000_00


# Late is late


def late_row(year: Year, name: str) -> tuple[str, int]:
    row = Deadline.objects.get(code="infrastructure_proposal", object_key=f"authority:{name}")
    return row.state, row.late_working_days


def test_late_by_page() -> None:
    """The term ended on Friday the 20th; Monday the 23rd is a day off: Wednesday is two working days late."""
    year = years.acknowledged_year()
    with clock.at(LATE):
        year.write("КФ", Ершов=83_000)
        status, _ = posted(year.body_heads["КФ"], proposal_step(year.proposal("КФ"), "submit"))
    assert status == 302
    assert year.proposal("КФ").state == ProposalState.SUBMITTED
    with clock.at(date(2027, 6, 1)):
        assert late_row(year, "КФ") == ("met_late", 2)


def test_late_by_command() -> None:
    year = years.acknowledged_year()
    with clock.at(LATE):
        year.write("КФ", Ершов=83_000)
        assert commanded("step", "proposal", year.proposal("КФ").pk, "submit", by=year.body_heads["КФ"])[0] == 0
    assert late_row(year, "КФ") == ("met_late", 2)


def test_a_legal_day_before_the_term_is_not_late_and_one_before_the_announcement_is_refused() -> None:
    year = years.acknowledged_year()
    with clock.at(LATE):
        year.write("КФ", Ершов=83_000)
        key, head = year.proposal("КФ").pk, year.body_heads["КФ"]
        assert commanded("step", "proposal", key, "submit", "--on", "2026-02-11", by=head)[0] == REFUSED
        assert commanded("step", "proposal", key, "submit", "--on", "2026-02-26", by=head)[0] == REFUSED
        assert commanded("step", "proposal", key, "submit", "--on", "2026-02-20", by=head)[0] == 0
    assert late_row(year, "КФ") == ("met", 0)
