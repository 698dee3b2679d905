"""Notices of size: to each exactly what concerns him, his receipt, his paper (clause 2.6)."""

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from bonus_fund.enums import ProposalState
from bonus_fund.models import BonusProposal, FundDistribution, FundRecalculation
from bonus_fund.services import funds
from protocols import documents
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import Deadline
from ranking_portal.ui.expected import expected_of
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund import year as made
from tests.bonus_fund.test_fund_pages import page, words_of
from tests.bonus_fund.year import ACKNOWLEDGED, ANNOUNCED, Year

pytestmark = pytest.mark.django_db
LATER = date(2026, 2, 16)


@pytest.fixture
def year() -> Year:
    """Announced on Thursday, 12 February 2026; without an acknowledgement received on Friday, the 13th."""
    return made.announced_year()


def to_administration() -> Dispatch:
    return Dispatch.objects.get(kind="fund_notice_administration")


def shown(client_of: Any, user: Any, notice: Dispatch) -> str:
    answer = client_of(user).get(page("notice", notice))
    assert answer.status_code == 200
    return words_of(answer)


def test_a_project_head_is_told_of_his_project_only(year: Year, client_of: Any) -> None:
    with clock.at(ANNOUNCED):
        text = shown(client_of, year.heads["A1"], year.notice("project:A1"))
    for words in ("859 154,94", "571 205,01", "287 949,93", "429 577,47", "644 366,20", "1,5 средней", "КЗ", "КТ"):
        assert words in text, words
    for words in ("140 845,07", "1 000 000,01", "125 000,00", "211 267,60", "Белова"):
        assert words not in text, words
    assert "К предложению" in text
    assert "не позднее 20 февраля 2026" in text


def test_a_body_head_is_told_of_his_shares_only(year: Year, client_of: Any) -> None:
    text = shown(client_of, year.body_heads["КЗ"], year.notice("authority:КЗ"))
    # His shares in both projects with their averages and ceilings, the infrastructure share; no fund as a whole.
    for words in ("571 205,01", "140 845,07", "125 000,00", "429 577,47", "644 366,20", "211 267,60"):
        assert words in text, words
    for words in ("859 154,94", "287 949,93", "1 000 000,01", "Дёмина"):
        assert words not in text, words


def test_a_body_of_members_alone_has_no_term_and_no_proposal(year: Year, client_of: Any) -> None:
    text = shown(client_of, year.body_heads["КТ"], year.notice("authority:КТ"))
    assert "287 949,93" in text
    assert "Предложение направить" not in text
    assert "К предложению" not in text
    assert "присылают Вам на согласование" in text


def test_the_administration_is_told_everything(year: Year, client_of: Any) -> None:
    text = shown(client_of, year.administration, to_administration())
    for words in ("859 154,94", "140 845,07", "571 205,01", "125 000,00", "1 000 000,01", "250 000,00", "644 366,20"):
        assert words in text, words


def test_nobody_opens_the_notice_of_another(year: Year, client_of: Any) -> None:
    for code, wanted in (("A1", 200), ("B2", 404)):
        client = client_of(year.heads[code])
        notice = year.notice("project:A1")
        assert client.get(page("notice", notice)).status_code == wanted
        assert client.get(page("notice-pdf", notice)).status_code == wanted
        if wanted == 404:
            assert client.post(page("notice-acknowledge", notice)).status_code == 404
    assert client_of(year.body_heads["КТ"]).get(page("notice", year.notice("authority:КЗ"))).status_code == 404
    assert client_of(year.heads["A1"]).get(page("notice", to_administration())).status_code == 404
    assert client_of(year.administration).get(page("notice", year.notice("project:A1"))).status_code == 404
    assert client_of(year.economy).get(page("notice", year.notice("project:A1"))).status_code == 404
    assert client_of(year.auditor).get(page("notice", year.notice("project:A1"))).status_code == 200
    assert year.notice("project:A1").acknowledged_at is None
    for role in (Role.ADMIN, Role.FINANCE_COMMITTEE, Role.COUNCIL_MEMBER, Role.GOVERNOR_OFFICE):
        client = client_of(factories.user_with(role))
        for name in ("notice", "notice-pdf"):
            assert client.get(page(name, year.notice("project:A1"))).status_code == 403, (role, name)
        assert client.post(page("notice-acknowledge", year.notice("project:A1"))).status_code == 403


def test_another_document_is_no_notice(year: Year, client_of: Any) -> None:
    letter = Dispatch.objects.get(kind="general_fund")
    assert client_of(year.office).get(page("notice", letter)).status_code == 404
    assert client_of(year.office).get(page("notice-pdf", letter)).status_code == 404


def test_acknowledgement_starts_five_working_days(year: Year, client_of: Any) -> None:
    notice, head = year.notice("project:A1"), year.heads["A1"]
    with clock.at(ANNOUNCED):
        assert any(one.title.startswith("Подтвердить получение: Уведомление") for one in expected_of(head))
        answer = client_of(head).post(page("notice-acknowledge", notice), follow=True)
    assert "Получение подтверждено 12.02.2026" in words_of(answer)
    term = Deadline.objects.get(code="team_proposal", object_key="project:A1")
    assert (term.event_on, term.due_on) == (ANNOUNCED, date(2026, 2, 19))
    assert "до 19 февраля 2026 года" in words_of(client_of(head).get(page("notice", notice)))
    # Neither the office nor a second press of the button moves anything.
    assert client_of(year.office).post(page("notice-acknowledge", notice)).status_code == 403
    with clock.at(ACKNOWLEDGED):
        client_of(head).post(page("notice-acknowledge", notice))
    assert year.notice("project:A1").received_on == ANNOUNCED


def test_a_late_acknowledgement_is_written_down_and_moves_nothing(year: Year, client_of: Any) -> None:
    with clock.at(LATER):
        dispatching.deem_receipts()
        answer = client_of(year.heads["A1"]).post(page("notice-acknowledge", year.notice("project:A1")), follow=True)
    assert "считается полученным 13.02.2026" in words_of(answer)
    assert year.notice("project:A1").received_on == ACKNOWLEDGED


def test_the_office_sees_who_has_been_told(year: Year, client_of: Any) -> None:
    address = page("distribution", year.fund)
    with clock.at(ANNOUNCED):
        dispatching.acknowledge(year.notice("project:A1"), by=year.heads["A1"])
        text = words_of(client_of(year.office).get(address))
        assert "подтверждено</span> 12.02.2026" in text
        assert "ещё 1 рабочий день, потом считается полученным (13.02.2026)" in text
    with clock.at(ACKNOWLEDGED):
        assert "последний день" in words_of(client_of(year.office).get(address))
    with clock.at(LATER):
        dispatching.deem_receipts()
        text = words_of(client_of(year.office).get(address))
        assert "считается полученным</span> 13.02.2026" in text
        assert "ждёт" not in text.partition("Кому сообщено")[2].partition("</table>")[0]


def text_of(notice: Dispatch) -> str:
    """The stored paper as pdftotext reads it, on one line."""
    path = Path(documents.letter_of(notice).file.path)
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.replace("\u00a0", " ").split())


def test_the_paper_of_a_project_head(year: Year) -> None:
    text = text_of(year.notice("project:A1"))
    for words in (
        "ПРАВИТЕЛЬСТВО ЛЕНИНГРАДСКОЙ",
        "12 февраля 2026 года",
        "12-45/",
        "Руководителю проекта",
        "859 154,94",
        "571 205,01",
        "429 577,47",
        "1,5 размера средней премии, руб. 644 366,20",
        "в течение 5 рабочих дней с момента получения",
        "абзац пятый пункта 2.6",
        "в конце дня 13 февраля 2026 года",
        "Результаты не согласованы Губернатором",
        "методом наибольшего остатка",
        "/verify/",
        "Страница 1 из",
    ):
        assert words in text, words
    assert "140 845,07" not in text


def test_the_papers_of_bodies_and_of_the_administration(year: Year) -> None:
    body = text_of(year.notice("authority:КЗ"))
    for words in ("Комитет КЗ", "571 205,01", "140 845,07", "125 000,00", "абзац шестой"):
        assert words in body, words
    assert "859 154,94" not in body
    members = text_of(year.notice("authority:КТ"))
    assert "абзац шестой" not in members
    everything = text_of(to_administration())
    for words in ("859 154,94", "140 845,07", "250 000,00", "Приложение к письму от 12.02.2026", "УД-1"):
        assert words in everything, words


def test_the_stored_paper_is_served_the_same_for_ever(year: Year, client_of: Any) -> None:
    client, notice = client_of(year.heads["A1"]), year.notice("project:A1")
    first = client.get(page("notice-pdf", notice))
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert client.get(page("notice-pdf", notice)).content == first.content


def test_a_replaced_notice_says_so_and_the_new_one_names_it(year: Year, client_of: Any) -> None:
    old = year.notice("project:A1")
    with clock.at(LATER):
        fresh = funds.correct(FundRecalculation.objects.get(), by=year.administration)
        year.fund = fresh
        fund = made.enter(year, 110_000_001)
        fund = perform(fund, "submit", by=year.administration, number="УД-9")
        fund = perform(fund, "accept", by=year.office)
        distribution = perform(FundDistribution.objects.get(recalculation=fund), "compute", by=year.office)
        perform(distribution, "announce", by=year.office, number="12-50")
        text = shown(client_of, year.heads["A1"], old)
        assert "эти размеры больше не действуют" in text
        assert "Предложение направить" not in text
        new = text_of(year.notice("project:A1"))
    assert "Заменяет сведения, сообщённые 12.02.2026 (№ 12-45)" in new
    assert BonusProposal.objects.filter(state=ProposalState.SUPERSEDED).count() == 4


def test_a_notice_links_to_the_proposal_of_its_addressee(year: Year, client_of: Any) -> None:
    proposal = year.proposal("A1")
    assert f'href="{reverse("bonus_fund:proposal", args=(proposal.pk,))}"' in shown(
        client_of, year.heads["A1"], year.notice("project:A1")
    )
