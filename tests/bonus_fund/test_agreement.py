"""Agreement by bodies: each head sees and decides his people only, and nobody decides about himself (clause 2.6)."""

import io
from datetime import date
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import Agreement, BonusProposal
from bonus_fund.papers.proposal import context_of
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Appointment
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from tests import factories
from tests.bonus_fund.year import ACKNOWLEDGED, Year, acknowledged_year

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

# What the head of КЗ must not learn from anything of A1: the fund, the ceiling, the average, КТ's people and sums.
SECRETS = ("859 154,94", "644 366,20", "429 577,47", "Громов", "300 000,00", "287 949,93")


@pytest.fixture
def year() -> Any:
    """A1 is being agreed by КЗ (500 000) and КТ (300 000); it is 13 February 2026."""
    made = acknowledged_year()
    with clock.at(ACKNOWLEDGED):
        made.write("A1", Белова=500_000, Громов=300_000)
        perform(made.proposal("A1"), "ask_agreement", by=made.heads["A1"])
        yield made


def words_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("&nbsp;", " ").replace("\u00a0", " ")


def of(year: Year, body: str) -> Agreement:
    return year.proposal("A1").agreements.get(authority=body)


def page(agreement: Agreement, tail: str = "") -> str:
    return f"/agreements/{agreement.pk}/{tail}"


def decision(agreement: Agreement, remark: str = "") -> dict[str, str]:
    return {"shown": digest_of(Agreement.objects.get(pk=agreement.pk)), "remark": remark}


# What is seen


def test_a_head_of_a_body_sees_his_people_and_nothing_else(year: Year, client_of) -> None:
    head, proposal = client_of(year.body_heads["КЗ"]), year.proposal("A1")
    for address in (page(of(year, "КЗ")), "/proposals/", "/"):
        shown = words_of(head.get(address))
        assert not [secret for secret in SECRETS if secret in shown], address
    shown = words_of(head.get(page(of(year, "КЗ"))))
    assert "Белова Анна Петровна" in shown
    assert "500 000,00" in shown
    assert "до 20.02.2026" in shown
    assert head.get(f"/proposals/{proposal.pk}/").url == page(of(year, "КЗ"))
    for tail in ("edit/", "import/", "template/", "do/ask_agreement/", "do/recall/"):
        assert head.get(f"/proposals/{proposal.pk}/{tail}").status_code == 403, tail
    assert head.get(page(of(year, "КТ"))).status_code == 404


def test_downloads_hold_the_rows_of_the_body_only(year: Year, client_of) -> None:
    head, proposal = client_of(year.body_heads["КЗ"]), year.proposal("A1")
    book = CalamineWorkbook.from_object(io.BytesIO(head.get(f"/proposals/{proposal.pk}/xlsx/").content))
    told = str([sheet.to_python() for sheet in map(book.get_sheet_by_name, book.sheet_names)])
    assert "Белова" in told
    assert not [secret for secret in ("Громов", "859154.94", "300000", "Фонд") if secret in told]
    lines = list(proposal.lines.filter(authority="КЗ"))
    sheet = context_of(proposal, lines, whole=False)
    assert [one["authority"] for one in sheet["decisions"]] == ["КЗ"]
    assert head.get(f"/proposals/{proposal.pk}/pdf/").content.startswith(b"%PDF")


def test_a_body_that_is_not_asked_sees_nothing(year: Year, client_of) -> None:
    stranger = client_of(year.body_heads["КФ"])
    assert stranger.get(f"/proposals/{year.proposal('A1').pk}/").status_code == 404
    assert stranger.get(page(of(year, "КЗ"))).status_code == 404
    assert stranger.post(page(of(year, "КЗ"), "do/agree/"), decision(of(year, "КЗ"))).status_code == 404


def test_what_the_author_has_taken_back_to_change_is_his_again(year: Year, client_of) -> None:
    head, proposal = client_of(year.body_heads["КЗ"]), year.proposal("A1")
    perform(proposal, "recall", by=year.heads["A1"])
    year.write("A1", Белова=123_456)
    shown = words_of(head.get(page(of(year, "КЗ"))))
    assert "Автор дорабатывает предложение" in shown
    assert "123 456" not in shown
    assert head.get(f"/proposals/{proposal.pk}/xlsx/").status_code == 404
    assert head.get(f"/proposals/{proposal.pk}/pdf/").status_code == 404


# What is decided


def test_all_bodies_agree_by_their_pages(year: Year, client_of) -> None:
    for body in ("КЗ", "КТ"):
        assert year.proposal("A1").state == "in_agreement"
        agreement = of(year, body)
        answer = client_of(year.body_heads[body]).post(page(agreement, "do/agree/"), decision(agreement))
        assert answer.url == page(agreement)
    assert year.proposal("A1").state == "agreed"
    again = client_of(year.body_heads["КЗ"]).post(page(of(year, "КЗ"), "do/agree/"), decision(of(year, "КЗ")))
    assert again.status_code == 409


def test_another_body_does_not_decide(year: Year) -> None:
    with pytest.raises(NotAllowed):
        perform(of(year, "КЗ"), "agree", by=year.body_heads["КТ"])
    for user in (year.office, year.economy, year.administration, year.auditor, year.heads["A1"], year.heads["B2"]):
        with pytest.raises(NotAllowed):
            perform(of(year, "КЗ"), "agree", by=user)


def test_a_refusal_needs_a_reason_and_the_author_reads_it(year: Year, client_of) -> None:
    head, agreement = client_of(year.body_heads["КТ"]), of(year, "КТ")
    assert head.post(page(agreement, "do/refuse/"), decision(agreement)).status_code == 200
    assert year.proposal("A1").state == "in_agreement"
    assert head.post(page(agreement, "do/refuse/"), decision(agreement, "Громову мало.")).status_code == 302
    shown = words_of(client_of(year.heads["A1"]).get(f"/proposals/{year.proposal('A1').pk}/"))
    assert "Громову мало." in shown
    assert "черновик" in shown


def test_agreements_of_bodies_whose_lines_did_not_change_are_kept(year: Year) -> None:
    perform(of(year, "КЗ"), "agree", by=year.body_heads["КЗ"])
    perform(of(year, "КТ"), "refuse", by=year.body_heads["КТ"], remark="Мало.")
    year.write("A1", Громов=310_000)
    perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    assert (of(year, "КЗ").state, of(year, "КТ").state) == ("agreed", "awaited")
    perform(of(year, "КТ"), "agree", by=year.body_heads["КТ"])
    assert year.proposal("A1").state == "agreed"


def test_lines_changed_after_an_agreement_are_asked_anew(year: Year) -> None:
    perform(of(year, "КЗ"), "agree", by=year.body_heads["КЗ"])
    perform(year.proposal("A1"), "recall", by=year.heads["A1"])
    year.write("A1", Белова=500_001)
    with pytest.raises(Refused, match="Нет согласования органа «КЗ»"):
        perform(year.proposal("A1"), "submit", by=year.heads["A1"])
    perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    assert of(year, "КЗ").state == "awaited"


def test_sums_that_were_not_seen_are_not_agreed(year: Year, client_of) -> None:
    agreement, head = of(year, "КЗ"), client_of(year.body_heads["КЗ"])
    seen = decision(agreement)
    perform(year.proposal("A1"), "recall", by=year.heads["A1"])
    year.write("A1", Белова=1)
    perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    answer = head.post(page(agreement, "do/agree/"), seen)
    assert "изменил премии ваших сотрудников" in words_of(answer)
    assert of(year, "КЗ").state == "awaited"
    assert head.post(page(agreement, "do/agree/"), {"remark": ""}).status_code == 200
    assert of(year, "КЗ").state == "awaited"
    assert head.get(page(agreement, "do/agree/")).url == page(agreement)


def test_steps_of_the_portal_are_not_taken_by_hand(year: Year, client_of) -> None:
    assert client_of(year.body_heads["КЗ"]).post(page(of(year, "КЗ"), "do/ask_again/")).status_code == 404


# About himself


def appoint(office: str, user: User) -> None:
    assert user.person is not None
    Appointment.objects.create(
        office=office, office_label="руководитель", person=user.person, since=ACKNOWLEDGED, acting=True, order="№ 3"
    )


def test_nobody_agrees_his_own_line(year: Year, client_of) -> None:
    recipient = factories.user_with(person=year.people["Белова"])
    appoint("body:КЗ", recipient)
    agreement = of(year, "КЗ")
    shown = words_of(client_of(recipient).get(page(agreement)))
    assert "о себе не решают" in shown
    assert f"/directory/organizations/{year.bodies['КЗ'].pk}/" in shown
    assert client_of(recipient).post(page(agreement, "do/agree/"), decision(agreement)).status_code == 409
    assert client_of(recipient).post(page(agreement, "do/refuse/"), decision(agreement, "Так.")).status_code == 409
    assert of(year, "КЗ").state == "awaited"
    deputy = substitute("КЗ", ACKNOWLEDGED, ACKNOWLEDGED)
    assert client_of(deputy).post(page(agreement, "do/agree/"), decision(agreement)).status_code == 302


def test_nobody_agrees_what_he_has_proposed(year: Year, client_of) -> None:
    author = year.heads["A1"]
    appoint("body:КЗ", author)
    author = type(author).objects.get(pk=author.pk)
    agreement = of(year, "КЗ")
    assert "Вы сами предложили эти премии" in words_of(client_of(author).get(page(agreement)))
    assert client_of(author).post(page(agreement, "do/agree/"), decision(agreement)).status_code == 409
    assert of(year, "КЗ").state == "awaited"


def test_who_has_agreed_for_a_body_does_not_send_it_as_the_new_head(year: Year) -> None:
    agreed = year.body_heads["КЗ"]
    for body in ("КЗ", "КТ"):
        perform(of(year, body), "agree", by=year.body_heads[body])
    appoint("project:A1:2025", agreed)
    with pytest.raises(Refused, match="сам согласует их"):
        perform(year.proposal("A1"), "submit", by=type(agreed).objects.get(pk=agreed.pk))


# A substitute, a replaced head


def substitute(body: str, since: date, until: date) -> User:
    person = factories.PersonFactory.create()
    Appointment.objects.create(
        office=f"body:{body}", office_label="и. о.", person=person, since=since, until=until, acting=True, order="№ 5"
    )
    return factories.user_with(person=person)


@pytest.mark.parametrize(("day", "seen"), [(15, 403), (16, 200), (18, 200), (19, 403)])
def test_a_substitute_decides_from_the_first_to_the_last_day(year: Year, client_of, day: int, seen: int) -> None:
    deputy, agreement = substitute("КТ", date(2026, 2, 16), date(2026, 2, 18)), of(year, "КТ")
    with clock.at(date(2026, 2, day)):
        assert client_of(deputy).get(page(agreement)).status_code == seen
        answer = client_of(deputy).post(page(agreement, "do/agree/"), decision(agreement))
        assert answer.status_code == (302 if seen == 200 else 403)
    assert of(year, "КТ").state == ("agreed" if seen == 200 else "awaited")


def test_a_head_replaced_in_the_middle_decides_no_more(year: Year, client_of) -> None:
    former, agreement = year.body_heads["КТ"], of(year, "КТ")
    Appointment.objects.filter(office="body:КТ").update(until=date(2026, 2, 15))
    successor = factories.body_head(year.bodies["КТ"], since=date(2026, 2, 16))
    with clock.at(date(2026, 2, 16)):
        assert client_of(former).post(page(agreement, "do/agree/"), decision(agreement)).status_code == 403
        assert client_of(successor).post(page(agreement, "do/agree/"), decision(agreement)).status_code == 302
    assert of(year, "КТ").decided_by == successor.person


def test_a_replaced_proposal_is_agreed_no_more(year: Year) -> None:
    agreement = of(year, "КТ")
    perform(BonusProposal.objects.get(pk=agreement.proposal_id), "supersede", by=SYSTEM)
    with pytest.raises(Refused, match="согласовывать нечего"):
        perform(agreement, "agree", by=year.body_heads["КТ"])
