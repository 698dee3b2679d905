"""The Committee forwards checked proposals to the Administration (clause 2.6)."""

import pytest

from bonus_fund.models import ForwardingRegister
from ranking_portal import clock
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests.bonus_fund.checked import (
    ALL,
    FORWARDED,
    PASSED,
    checked_year,
    keys,
    sent_year,
    states,
)
from tests.bonus_fund.pages import Browser, committee_worker, page, text

pytestmark = pytest.mark.django_db


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
