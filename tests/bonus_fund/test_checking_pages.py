"""The office passes proposals on, the Committee checks them line by line and forwards them (clause 2.6)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bonus_fund.enums import ProposalState
from bonus_fund.models import BonusLine, BonusProposal, ForwardingRegister, FundRecalculation
from bonus_fund.presenting_checks import read, remarks_digest, verdicts_shown
from bonus_fund.proposal_facts import verdicts_of
from protocols.models import Dispatch, Incoming
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.bonus_fund import year as years
from tests.bonus_fund.checked import (
    ALL,
    CHECKED,
    FORWARDED,
    PASSED,
    SENT,
    checked_year,
    keys,
    passed_year,
    sent_year,
    states,
)

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def page(name: str, *args: Any) -> str:
    return reverse(f"bonus_fund:{name}", args=args)


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ").replace("&nbsp;", " ")


# The office


def test_the_office_sees_incoming_numbers_and_passes_one(client_of: Browser) -> None:
    year = sent_year()
    browser = client_of(year.office)
    with clock.at(PASSED):
        shown = text(browser.get(page("receive")))
        assert all(str(one).replace("\u00a0", " ") in shown for one in Incoming.objects.filter(kind="team_proposal"))
        answer = browser.post(page("receive"), {"only": keys(year, "A1"), "on": "2026-02-19"})
    assert answer.status_code == 302
    assert states(year) == dict.fromkeys(ALL, "submitted") | {"A1": "under_check"}
    assert year.proposal("A1").registered_on == PASSED


def test_the_office_passes_several_at_once(client_of: Browser) -> None:
    year = sent_year()
    with clock.at(PASSED):
        client_of(year.office).post(page("receive"), {"proposals": keys(year, *ALL), "on": "2026-02-19"})
    assert states(year) == dict.fromkeys(ALL, "under_check")


def test_one_withdrawn_meanwhile_stops_all_and_is_named(client_of: Browser) -> None:
    year = sent_year()
    with clock.at(PASSED):
        perform(year.proposal("B2"), "withdraw", by=year.heads["B2"])
        answer = client_of(year.office).post(page("receive"), {"proposals": keys(year, *ALL), "on": "2026-02-19"})
    assert answer.status_code == 409
    assert "B2: сейчас «отозвано»" in text(answer)
    assert states(year) == dict.fromkeys(ALL, "submitted") | {"B2": "withdrawn"}


def test_nothing_chosen_is_told(client_of: Browser) -> None:
    year = sent_year()
    with clock.at(PASSED):
        answer = client_of(year.office).post(page("receive"), {"on": "2026-02-19"})
    assert "Выберите хотя бы одно предложение" in text(answer)


# The desk


def test_the_desk_compares_sums_with_funds_and_ceilings(client_of: Browser) -> None:
    year = passed_year()
    shown = text(client_of(year.economy).get(page("checks")))
    # A1: 700 000 of 859 154,94; the biggest bonus 500 000 of 644 366,20.
    assert "700 000,00" in shown
    assert "из 859 154,94" in shown
    assert "81,5 %" in shown
    assert "из 644 366,20" in shown
    assert "77,6 %" in shown
    assert "предела нет" in shown


def test_the_desk_shows_a_person_in_several_proposals_with_the_sum_over_all(client_of: Browser) -> None:
    year = years.approved_year()
    assert year.people
    card = year.protocol.cycle.cards.get(project__code="B2")
    years._serve(card, year.people["Белова"], date(2025, 1, 1))
    year = _announced(year)
    with clock.at(SENT):
        year.write("A1", Белова=100_000)
        year.write("B2", Белова=50_000)
    shown = text(client_of(year.economy).get(page("checks")))
    assert "В нескольких предложениях" in shown
    assert "150 000,00" in shown


def _announced(year: years.Year) -> years.Year:
    with clock.at(years.ANNOUNCED):
        letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=year.protocol.pk)
        perform(letter, "send", by=year.office, number="01-12/15")
        dispatching.acknowledge(letter, by=year.administration)
        year.fund = FundRecalculation.objects.get(year=2025)
        fund = perform(years.enter(year), "submit", by=year.administration, number="УД-1")
        fund = perform(fund, "accept", by=year.office)
        computed = perform(fund.distribution, "compute", by=year.office)
        perform(computed, "announce", by=year.office, number="12-45")
    return year


def test_filters_of_the_desk(client_of: Browser) -> None:
    year = passed_year()
    browser = client_of(year.auditor)
    shown = text(browser.get(page("checks"), {"kind": "team"}))
    assert page("check", year.proposal("A1").pk) in shown
    assert page("check", year.proposal("КЗ").pk) not in shown
    assert "Ничего не нашлось" in text(browser.get(page("checks"), {"result": "refuses"}))
    assert "Ничего не нашлось" in text(browser.get(page("checks"), {"state": "forwarded"}))


def test_the_desk_costs_the_same_for_two_proposals_and_for_four(client_of: Browser) -> None:
    year = passed_year()
    browser = client_of(year.economy)
    browser.get(page("checks"))
    with CaptureQueriesContext(connection) as few:
        browser.get(page("checks"), {"kind": "team"})
    with CaptureQueriesContext(connection) as many:
        browser.get(page("checks"), {"kind": ""})
    # Infrastructure has no project: its rows cost nothing of their own.
    assert len(many) <= len(few)


def test_a_late_sending_is_marked_for_ever(client_of: Browser) -> None:
    year = years.acknowledged_year()
    with clock.at(date(2026, 2, 25)):
        year.write("КФ", Ершов=1)
        perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
    # The term ended on the 20th; Monday the 23rd is a day off.
    with clock.at(date(2026, 3, 20)):
        assert "с опозданием на 2 рабочих дня" in text(client_of(year.economy).get(page("checks")))


# The page of one proposal


def test_the_three_places_give_identical_verdicts() -> None:
    """Clauses 3.7-3.9: the form over typed lines, the submission, the Committee; and what was written down."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000, Громов=200_000)
        proposal = year.agree_all("A1")
        typed = [BonusLine(**_fields(line)) for line in proposal.lines.all()]
        at_form = verdicts_of(proposal, typed, author=year.heads["A1"].person)
        at_submission = verdicts_of(proposal, author=year.heads["A1"].person)
        proposal = perform(proposal, "submit", by=year.heads["A1"])
    with clock.at(CHECKED):
        proposal = perform(proposal, "pass_to_check", by=year.office)
        at_committee = verdicts_of(proposal)
        proposal = perform(proposal, "pass_check", by=year.economy)
    assert at_form == at_submission == at_committee == read(proposal.verdicts)
    assert len(at_form) == 8


def _fields(line: BonusLine) -> dict[str, Any]:
    return {field.attname: getattr(line, field.attname) for field in BonusLine._meta.concrete_fields}


def test_refused_sums_have_the_same_verdicts_everywhere_too() -> None:
    year = years.acknowledged_year()
    with clock.at(SENT):
        proposal = year.write("B2", Дёмина=140_845)
        line = proposal.lines.get()
        line.amount_kopecks = 300_000_00
        at_form = verdicts_of(proposal, [line], author=year.heads["B2"].person)
        line.save()
        at_submission = verdicts_of(proposal, author=year.heads["B2"].person)
        assert [one.code for one in at_form if one.refuses] == ["total_within_fund", "within_ceiling"]
        assert at_form == at_submission == verdicts_shown(BonusProposal.objects.get(pk=proposal.pk))


def test_written_verdicts_outlive_the_edition(client_of: Browser, monkeypatch) -> None:
    year = checked_year()
    proposal = year.proposal("A1")
    monkeypatch.setattr("bonus_fund.presenting_checks.verdicts_of", lambda *a, **k: pytest.fail("counted anew"))
    shown = text(client_of(year.auditor).get(page("check", proposal.pk)))
    assert f"Записано при проверке {CHECKED:%d.%m.%Y}" in shown
    assert "соответствует" in shown


def test_remarks_are_kept_as_a_draft_and_go_back_with_the_return(client_of: Browser) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.get(person_name__startswith="Громов")
    browser = client_of(year.economy)
    with clock.at(CHECKED):
        posted = {"shown": remarks_digest(proposal), f"remark-{line.pk}": "Обоснуйте подробнее.", "return": "1"}
        answer = browser.post(page("check", proposal.pk), posted)
        assert answer["Location"] == page("check-step", proposal.pk, "send_back")
        assert year.proposal("A1").state == ProposalState.UNDER_CHECK
        assert "Есть замечания к строкам (1)" in text(browser.get(answer["Location"]))
        browser.post(answer["Location"], {"remark": "Исправьте строку Громова."})
    returned = year.proposal("A1")
    assert (returned.state, returned.remark) == ("returned", "Исправьте строку Громова.")
    assert returned.lines.get(pk=line.pk).remark == "Обоснуйте подробнее."
    assert returned.submitted_on is None


def test_a_return_without_a_remark_is_refused(client_of: Browser) -> None:
    year = passed_year()
    answer = client_of(year.economy).post(page("check-step", year.proposal("A1").pk, "send_back"), {"remark": "  "})
    assert answer.status_code == 200
    assert year.proposal("A1").state == "under_check"


def test_remarks_of_a_colleague_are_not_overwritten_unseen(client_of: Browser) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.first()
    assert line is not None
    stale = remarks_digest(proposal)
    browser = client_of(year.economy)
    with clock.at(CHECKED):
        browser.post(page("check", proposal.pk), {"shown": stale, f"remark-{line.pk}": "Первое."})
        answer = browser.post(page("check", proposal.pk), {"shown": stale, f"remark-{line.pk}": "Второе."})
    assert answer.status_code == 409
    assert "Второе." in text(answer)
    assert "записано: Первое." in text(answer)
    assert BonusLine.objects.get(pk=line.pk).remark == "Первое."


def test_passed_and_looked_at_again(client_of: Browser) -> None:
    year = passed_year()
    key = year.proposal("КЗ").pk
    browser = client_of(year.economy)
    with clock.at(CHECKED):
        browser.post(page("check-step", key, "pass_check"))
        assert year.proposal("КЗ").state == "checked"
        assert year.proposal("КЗ").verdicts
        browser.post(page("check-step", key, "recheck"))
    assert (year.proposal("КЗ").state, year.proposal("КЗ").verdicts) == ("under_check", "")


@pytest.mark.parametrize("name", ["submit", "forward", "supersede", "nothing"])
def test_the_check_page_takes_no_other_steps(client_of: Browser, name: str) -> None:
    year = passed_year()
    answer = client_of(year.economy).post(page("check-step", year.proposal("A1").pk, name))
    assert answer.status_code == 404
    assert year.proposal("A1").state == "under_check"


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ADMINISTRATION, Role.AUDITOR])
def test_those_who_only_read_take_no_step_and_write_no_remark(client_of: Browser, role: Role) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    line = proposal.lines.first()
    assert line is not None
    browser = client_of(factories.user_with(role))
    assert browser.get(page("check", proposal.pk)).status_code == 200
    assert browser.post(page("check-step", proposal.pk, "pass_check")).status_code == 403
    assert browser.post(page("check-step", proposal.pk, "send_back"), {"remark": "Нет."}).status_code == 403
    posted = {"shown": remarks_digest(proposal), f"remark-{line.pk}": "Нет."}
    assert browser.post(page("check", proposal.pk), posted).status_code == 403
    assert not BonusLine.objects.exclude(remark="").exists()


def committee_worker(person: Any) -> Any:
    """The person works in the Committee too."""
    user = User.objects.filter(person=person).first()
    if user is None:
        return factories.user_with(Role.ECONOMY_COMMITTEE, person=person)
    RoleGrant.objects.create(user=user, role=Role.ECONOMY_COMMITTEE, since=factories.LONG_AGO, order="приказ № 1")
    return user


@pytest.mark.parametrize("part", ["recipient", "author", "agreed"])
def test_whoever_takes_part_in_a_proposal_does_not_check_it(client_of: Browser, part: str) -> None:
    year = passed_year()
    proposal = year.proposal("A1")
    person = {
        "recipient": year.people["Белова"],
        "author": year.heads["A1"].person,
        "agreed": year.body_heads["КТ"].person,
    }[part]
    browser = client_of(committee_worker(person))
    line = proposal.lines.first()
    assert line is not None
    with clock.at(CHECKED):
        shown = text(browser.get(page("check", proposal.pk)))
        assert "Вы участвуете в этом предложении" in shown
        assert "<textarea" not in shown
        for name, data in (("pass_check", {}), ("send_back", {"remark": "Нет."})):
            answer = browser.post(page("check-step", proposal.pk, name), data)
            assert answer.status_code == 409
            assert "Вы участвуете в этом предложении" in text(answer)
        posted = {"shown": remarks_digest(proposal), f"remark-{line.pk}": "Нет."}
        assert browser.post(page("check", proposal.pk), posted).status_code == 409
        # Another one is no business of his.
        browser.post(page("check-step", year.proposal("КФ").pk, "pass_check"))
    assert states(year) == dict.fromkeys(ALL, "under_check") | {"КФ": "checked"}


# Forwarding


def test_forwarding_asks_to_confirm_totals_by_project_and_body(client_of: Browser) -> None:
    year = checked_year()
    browser = client_of(year.economy)
    with clock.at(FORWARDED):
        first = text(browser.get(page("forward")))
        assert first.count(" checked>") == 4
        posted = {"proposals": keys(year, *ALL), "number": "КЭР-3", "on": "2026-02-24"}
        answer = browser.post(page("forward"), posted)
        shown = text(answer)
        assert "Подтвердите передачу" in shown
        assert "проект A1" in shown
        assert "инфраструктура, КФ" in shown
        assert "1 023 000,00" in shown
        assert not ForwardingRegister.objects.exists()
        digest = answer.context["totals"].digest
        done = browser.post(page("forward"), posted | {"confirmed": "1", "shown": digest})
    register = ForwardingRegister.objects.get()
    assert done["Location"] == page("register", register.pk)
    assert register.total_kopecks == 1_023_000_00
    assert states(year) == dict.fromkeys(ALL, "forwarded")


def test_a_concurrent_change_forwards_none_and_is_told_by_name(client_of: Browser) -> None:
    year = checked_year()
    browser = client_of(year.economy)
    with clock.at(FORWARDED):
        posted = {"proposals": keys(year, *ALL), "number": "КЭР-3", "on": "2026-02-24"}
        digest = browser.post(page("forward"), posted).context["totals"].digest
        perform(year.proposal("B2"), "recheck", by=year.economy)
        answer = browser.post(page("forward"), posted | {"confirmed": "1", "shown": digest})
    assert answer.status_code == 409
    assert "B2: сейчас «на проверке в Комитете»" in text(answer)
    assert not ForwardingRegister.objects.exists()
    assert states(year) == dict.fromkeys(ALL, "checked") | {"B2": "under_check"}


def test_sums_changed_and_checked_anew_are_confirmed_anew(client_of: Browser) -> None:
    year = checked_year()
    browser = client_of(year.economy)
    with clock.at(FORWARDED):
        posted = {"proposals": keys(year, "КФ"), "number": "КЭР-3", "on": "2026-02-24"}
        digest = browser.post(page("forward"), posted).context["totals"].digest
        proposal = perform(year.proposal("КФ"), "recheck", by=year.economy)
        perform(proposal, "send_back", by=year.economy, remark="Меньше.")
        perform(year.proposal("КФ"), "rework", by=year.body_heads["КФ"])
        year.write("КФ", Ершов=1)
        perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
        perform(year.proposal("КФ"), "pass_to_check", by=year.office)
        perform(year.proposal("КФ"), "pass_check", by=year.economy)
        answer = browser.post(page("forward"), posted | {"confirmed": "1", "shown": digest})
    assert answer.status_code == 409
    assert "суммы предложений изменились" in text(answer)
    assert not ForwardingRegister.objects.exists()


def test_a_taken_number_forwards_none(client_of: Browser) -> None:
    year = checked_year()
    browser = client_of(year.economy)
    with clock.at(FORWARDED):
        for name, status in (("КФ", 302), ("КЗ", 409)):
            posted = {"proposals": keys(year, name), "number": "КЭР-3", "on": "2026-02-24"}
            digest = browser.post(page("forward"), posted).context["totals"].digest
            answer = browser.post(page("forward"), posted | {"confirmed": "1", "shown": digest})
            assert answer.status_code == status
    assert ForwardingRegister.objects.count() == 1
    assert year.proposal("КЗ").state == "checked"


def test_a_recipient_in_the_committee_does_not_forward(client_of: Browser) -> None:
    year = checked_year()
    browser = client_of(committee_worker(year.people["Ершов"]))
    with clock.at(FORWARDED):
        posted = {"proposals": keys(year, *ALL), "number": "КЭР-3", "on": "2026-02-24"}
        digest = browser.post(page("forward"), posted).context["totals"].digest
        answer = browser.post(page("forward"), posted | {"confirmed": "1", "shown": digest})
    assert answer.status_code == 409
    assert "Вы участвуете в этом предложении" in text(answer)
    assert states(year) == dict.fromkeys(ALL, "checked")


def test_only_the_committee_forwards_and_only_the_office_receives(client_of: Browser) -> None:
    year = checked_year()
    for user in (year.office, year.administration, year.auditor, year.heads["A1"]):
        assert client_of(user).get(page("forward")).status_code == 403
    for user in (year.economy, year.administration, year.auditor, year.heads["A1"]):
        assert client_of(user).get(page("receive")).status_code == 403
    with pytest.raises(Refused):
        perform(year.proposal("A1"), "pass_to_check", by=year.office)


def test_home_tells_the_office_and_the_committee_what_waits(client_of: Browser) -> None:
    year = sent_year()
    with clock.at(PASSED):
        assert "Зарегистрировать и передать в Комитет 4 предложения" in text(client_of(year.office).get("/"))
        for name in ALL:
            perform(year.proposal(name), "pass_to_check", by=year.office)
        perform(year.proposal("КФ"), "pass_check", by=year.economy)
        shown = text(client_of(year.economy).get("/"))
    assert "Проверить предложение: A1" in shown
    assert "Передать в Управление делами 1 предложение" in shown
