"""Terms and days of the money's chain where steps come in an unusual order (clause 2.6)."""

from datetime import date

import pytest

from bonus_fund.models import Agreement, BonusProposal, ForwardingRegister, FundDistribution, FundRecalculation
from bonus_fund.services import forwarding, funds
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.models import Appointment
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from tests import factories
from tests.bonus_fund import year as years

pytestmark = pytest.mark.django_db
SENT, LATER = date(2026, 2, 18), date(2026, 2, 25)


def fund_of(year: years.Year) -> FundRecalculation:
    assert year.fund is not None
    return year.fund


def distribution_of(year: years.Year) -> FundDistribution:
    assert year.distribution is not None
    return year.distribution


def terms(code: str) -> list[tuple[str, str, date]]:
    rows = Deadline.objects.filter(code=code).order_by("pk")
    return [(row.object_key, row.state, row.due_on) for row in rows]


def test_whoever_sends_before_he_acknowledges_has_his_notice_in_hand():
    """His term opens and closes with his step: a receipt deemed later opens nothing."""
    year = years.announced_year()
    with clock.at(years.ANNOUNCED):
        year.write("A1", Белова=100)
        perform(year.agree_all("A1"), "submit", by=year.heads["A1"])
        year.write("КФ", Ершов=100)
        perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
    with clock.at(LATER):
        dispatching.deem_receipts()
    assert ("project:A1", "met", date(2026, 2, 19)) in terms("team_proposal")
    assert ("authority:КФ", "met", date(2026, 2, 19)) in terms("infrastructure_proposal")
    assert year.notice("project:A1").acknowledged_by == year.heads["A1"].full_name


def test_a_corrected_size_gives_the_office_its_two_days_anew():
    year = years.computed_year()
    with clock.at(date(2026, 2, 16)):
        year.fund = funds.correct(fund_of(year), by=year.administration)
        years.enter(year, team=900_000_00)
        fund = perform(fund_of(year), "submit", by=year.administration, number="УД-2")
    with clock.at(date(2026, 2, 17)):
        fund = perform(fund, "accept", by=year.office)
    with clock.at(date(2026, 2, 19)):
        computed = perform(fund.distribution, "compute", by=year.office)
        perform(computed, "announce", by=year.office, number="12-45")
    first, second = terms("fund_notices")
    assert first[1] == "cancelled"
    assert second == ("", "met", date(2026, 2, 19))


def test_a_returned_correction_leaves_the_former_size_to_be_announced(client_of):
    """The former fund is in force: what the office announces then closes the term, and a mistake may be given up."""
    year = years.computed_year()
    accepted, computed = fund_of(year), distribution_of(year)
    with clock.at(date(2026, 2, 16)):
        year.fund = funds.correct(accepted, by=year.administration)
        years.enter(year, team=900_000_00)
        sent = perform(fund_of(year), "submit", by=year.administration, number="УД-2")
    with clock.at(date(2026, 2, 17)):
        returned = perform(sent, "send_back", by=year.office, remark="Не та сумма.")
        assert terms("fund_notices")[-1] == ("", "open", date(2026, 2, 19))
        client, page = client_of(year.administration), f"/funds/{returned.pk}/"
        assert f"{page}do/drop/" in client.get(page).content.decode()
        assert client.get(f"{page}do/drop/").status_code == 200
        assert client_of(year.office).post(f"{page}do/drop/").status_code == 403
        assert client.post(f"{page}do/drop/").status_code == 302
        assert "Исправить принятый фонд" in client.get(f"/funds/{accepted.pk}/").content.decode()
    with clock.at(date(2026, 2, 20)):
        perform(computed, "announce", by=year.office, number="12-45")
        assert terms("fund_notices")[-1] == ("", "met_late", date(2026, 2, 19))
        assert funds.correct(accepted, by=year.administration).edition == 3


def test_the_first_fund_of_a_protocol_cannot_be_given_up(client_of):
    year = years.received_year()
    with clock.at(date(2026, 2, 16)):
        years.enter(year)
        page = client_of(year.administration).get(f"/funds/{fund_of(year).pk}/").content.decode()
        assert "Отказаться от исправления" not in page
        with pytest.raises(NotAllowed):
            perform(FundRecalculation.objects.get(), "drop", by=year.administration)


def test_a_size_is_not_sent_anew_with_a_day_before_its_return():
    year = years.submitted_year()
    with clock.at(date(2026, 2, 16)):
        fund = perform(fund_of(year), "send_back", by=year.office, remark="Нет подписи.")
    with clock.at(SENT):
        fund = perform(fund, "rework", by=year.administration)
        with pytest.raises(Refused, match=r"возвращён 16\.02\.2026"):
            perform(fund, "submit", by=year.administration, on=date(2026, 2, 12), number="УД-2")


def test_a_proposal_is_not_passed_on_with_a_day_before_it_was_sent():
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("КФ", Ершов=100)
        perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
        with pytest.raises(Refused, match=r"направлено 18\.02\.2026"):
            perform(year.proposal("КФ"), "pass_to_check", by=year.office, on=date(2026, 2, 13))


def test_a_body_asked_anew_is_asked_from_that_day():
    year = years.acknowledged_year()
    with clock.at(date(2026, 2, 16)):
        year.write("A1", Белова=100)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
        perform(year.proposal("A1"), "recall", by=year.heads["A1"])
    with clock.at(date(2026, 2, 19)):
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    assert set(Agreement.objects.values_list("asked_on", flat=True)) == {date(2026, 2, 19)}


def test_an_agreement_of_whoever_heads_the_project_now_is_asked_anew():
    """The head of КЗ has agreed, then acts for the head of the project: a substitute decides for КЗ."""
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=100, Громов=100)
        year.agree_all("A1")
    agreed = year.body_heads["КЗ"]
    assert agreed.person is not None
    Appointment.objects.create(
        office="project:A1:2025", office_label="A1", person=agreed.person, since=SENT, acting=True, order="№ 1"
    )
    acting = User.objects.get(pk=agreed.pk)
    with clock.at(date(2026, 2, 19)):
        with pytest.raises(Refused, match="сам согласует"):
            perform(year.proposal("A1"), "submit", by=acting)
        perform(year.proposal("A1"), "recall", by=acting)
        perform(year.proposal("A1"), "ask_agreement", by=acting)
        assert Agreement.objects.get(authority="КЗ").state == "awaited"
        substitute = factories.body_head(year.bodies["КЗ"], since=date(2026, 2, 19))
        perform(Agreement.objects.get(authority="КЗ"), "agree", by=substitute)
        assert perform(year.proposal("A1"), "submit", by=acting).state == "submitted"


def test_what_was_forwarded_before_stands_beside_the_new_sum(client_of):
    year = years.acknowledged_year()
    for number, roubles in ((1, 1000), (2, 900)):
        with clock.at(SENT):
            year.write("КФ", Ершов=roubles)
            perform(year.proposal("КФ"), "submit", by=year.body_heads["КФ"])
            checked = perform(
                perform(year.proposal("КФ"), "pass_to_check", by=year.office), "pass_check", by=year.economy
            )
            forwarding.forward([checked], number=f"КЭР-{number}", by=year.economy)
            if number == 1:
                year.fund = funds.correct(fund_of(year), by=year.administration)
                years.enter(year, team=900_000_00)
                fund = perform(fund_of(year), "submit", by=year.administration, number="УД-3")
                fund = perform(fund, "accept", by=year.office)
                computed = perform(fund.distribution, "compute", by=year.office)
                perform(computed, "announce", by=year.office, number="12-46")
    second = ForwardingRegister.objects.get(ordinal=2)
    client = client_of(year.economy)
    page = client.get(f"/registers/{second.pk}/").content.decode().replace("\u00a0", " ")
    assert "ранее передано 1 000,00, разница −100,00" in page
    assert "реестры по прежним размерам фондов: № 1 от 18.02.2026 на 1 000,00 руб." in page
    listed = client.get("/registers/?year=2025").content.decode().replace("\u00a0", " ")
    assert "заменён, в итог не входит" in listed
    assert "1 900,00" not in listed


def test_a_replaced_draft_shows_a_body_nothing_that_was_not_sent_to_it(client_of):
    year = years.acknowledged_year()
    with clock.at(SENT):
        year.write("A1", Белова=500_000)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
        perform(year.proposal("A1"), "recall", by=year.heads["A1"])
        year.write("A1", Белова=333_333)
        replaced = BonusProposal.objects.get(scope="project:A1")
        year.fund = funds.correct(fund_of(year), by=year.administration)
        years.enter(year, team=900_000_00)
        perform(perform(fund_of(year), "submit", by=year.administration, number="УД-3"), "accept", by=year.office)
        agreement = replaced.agreements.get(authority="КЗ")
        client = client_of(User.objects.get(pk=year.body_heads["КЗ"].pk))
        page = client.get(f"/agreements/{agreement.pk}/").content.decode()
        book = client.get(f"/proposals/{replaced.pk}/xlsx/")
    assert "333" not in page
    assert book.status_code in (302, 403, 404)


def test_the_office_may_use_a_number_of_another_year():
    year = years.computed_year()
    Dispatch.objects.filter(number="01-12/15").update(number="12-45/1", number_key="office:2025:12-45/1")
    with clock.at(years.ANNOUNCED):
        assert perform(distribution_of(year), "announce", by=year.office, number="12-45").state == "announced"


@pytest.mark.parametrize(
    "address",
    ["/checks/?year=²", "/registers/?year=²", "/proposals/receive/?year=²", "/proposals/of/2025/project/%00/"],
)
def test_odd_addresses_get_an_answer(client_of, address):
    year = years.announced_year()
    assert client_of(year.office).get(address).status_code in (200, 404)


def test_odd_keys_get_a_message(client_of):
    year = years.announced_year()
    data = {"proposals": ["9" * 30, "²"], "on": "2026-02-09"}
    assert client_of(year.office).post("/proposals/receive/", data).status_code in (200, 409)
