"""The office passes proposals on; the Committee compares them on its desk (clause 2.6)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bonus_fund.models import FundRecalculation
from protocols.models import Dispatch, Incoming
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.workflow.engine import perform
from tests.bonus_fund import year as years
from tests.bonus_fund.checked import (
    ALL,
    PASSED,
    SENT,
    keys,
    passed_year,
    sent_year,
    states,
)
from tests.bonus_fund.pages import Browser, page, text

pytestmark = pytest.mark.django_db


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
