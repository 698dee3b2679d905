"""The pages of the general fund and of its distribution, by role, as people use them."""

import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bonus_fund.enums import DistributionState, RecalculationState
from bonus_fund.menu import fund_state, proposals_state
from bonus_fund.models import FundDistribution, FundRecalculation
from protocols.models import Dispatch
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.ui.expected import expected_of
from ranking_portal.ui.navigation import AHEAD, DONE, NOW
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund import year as made
from tests.bonus_fund.year import ANNOUNCED, RECEIVED, SUBMITTED, Year

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 order"


def words_of(answer: Any) -> str:
    """The page's text with ordinary spaces."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").split())


def page(name: str, fund: Any, *more: Any) -> str:
    return reverse(f"bonus_fund:{name}", args=(fund.pk, *more))


def entered(client: Client, fund: Any, **changed: Any) -> dict[str, Any]:
    """What the form has when it is opened, with some of it changed."""
    form = client.get(page("fund-edit", fund)).context["form"]
    values = {name: form[name].value() or "" for name in form.fields if name != "file"}
    return values | {"team_kopecks": "1 000 000,01", "infrastructure_kopecks": "250000"} | changed


def titles(user: Any) -> list[str]:
    """What waits for the user besides letters and doubts of the register."""
    found = [one.title for one in expected_of(user)]
    return [title for title in found if not title.startswith(("Подтвердить", "Отправить"))]


def test_the_administration_enters_the_fund_and_sends_it(client_of: Any) -> None:
    year = made.received_year()
    assert year.fund is not None
    desk = client_of(year.administration)
    with clock.at(RECEIVED):
        assert "Пересчитать общий фонд" in titles(year.administration)
        shown = words_of(desk.get(page("fund", year.fund)))
        for words in ("Белова Анна Петровна", "184/365", "549/365", "Внести суммы", "получен 10.02.2026"):
            assert words in shown, words
        typed = entered(desk, year.fund, basis_title="Распоряжение № 7-р от 10.02.2026")
        typed["file"] = SimpleUploadedFile("приказ.pdf", PDF)
        answer = desk.post(page("fund-edit", year.fund), typed, follow=True)
        assert "Суммы сохранены" in words_of(answer)
        fund = FundRecalculation.objects.get(pk=year.fund.pk)
        assert (fund.state, fund.team_kopecks, fund.infrastructure_kopecks) == ("in_work", 100_000_001, 25_000_000)
        assert fund.basis_name == "приказ.pdf"
        step = reverse("bonus_fund:fund-step", args=(fund.pk, "submit"))
        assert desk.post(step, {"number": "УД-1", "on": "2026-02-10"}).status_code == 302
    assert FundRecalculation.objects.get(pk=fund.pk).state == RecalculationState.SUBMITTED
    assert Dispatch.objects.get(kind="general_fund").number == "УД-1"


def test_what_is_typed_is_counted_and_not_stored(client_of: Any) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    typed = entered(desk, year.fund, former_team_kopecks="900000", former_infrastructure_kopecks="250000")
    live = desk.post(page("fund-edit", year.fund), typed, headers={"HX-Request": "true"})
    plain = desk.post(page("fund-edit", year.fund), typed | {"check": "1"})
    for answer in (live, plain):
        text = words_of(answer)
        assert answer.status_code == 200
        for words in ("1 250 000,01", "859 154,94", "140 845,07", "+100 000,01", "125 000,00"):
            assert words in text, words
    assert "<html" not in live.content.decode()
    assert 'name="team_kopecks" value="1 000 000,01"' in words_of(plain)
    assert FundRecalculation.objects.get(pk=year.fund.pk).total_kopecks is None


def test_a_sum_that_cannot_be_read_is_told_and_nothing_is_stored(client_of: Any) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    for wrong in ("-5", "12,345", "миллион", "1e9"):
        answer = desk.post(page("fund-edit", year.fund), entered(desk, year.fund, team_kopecks=wrong))
        assert answer.status_code == 200
        assert "Не сохранено" in words_of(answer)
        assert "859 154,94" not in words_of(answer)
    assert FundRecalculation.objects.get(pk=year.fund.pk).state == RecalculationState.AWAITED


def test_a_stale_form_overwrites_nothing(client_of: Any) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    typed = entered(desk, year.fund, team_kopecks="5")
    assert desk.post(page("fund-edit", year.fund), entered(desk, year.fund)).status_code == 302
    answer = desk.post(page("fund-edit", year.fund), typed)
    assert answer.status_code == 409
    assert "изменил другой человек" in words_of(answer)
    assert FundRecalculation.objects.get(pk=year.fund.pk).team_kopecks == 100_000_001


def _archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.JPEG", b"\xff\xd8\xff\xe0 jpeg", "image/jpeg"),
        ("a.png", b"\x89PNG\r\n\x1a\n png", "image/png"),
        ("a.xlsx", _archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            "a.docx",
            _archive("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_the_basis_is_kept_and_given_back(client_of: Any, name: str, content: bytes, content_type: str) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    typed = entered(desk, year.fund, file=SimpleUploadedFile(name, content, "text/html"))
    assert desk.post(page("fund-edit", year.fund), typed).status_code == 302
    answer = client_of(year.auditor).get(page("fund-basis", year.fund))
    assert b"".join(answer) == content
    assert answer["Content-Type"] == content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html>not a paper</html>"),
        ("a.png", PDF),
        ("a.exe", b"MZ"),
        ("a.docx", _archive("xl/workbook.xml")),
        ("a.xlsx", b"PK\x03\x04 broken"),
        ("a.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)),
        ("a.pdf", b""),
    ],
)
def test_another_file_is_refused(client_of: Any, name: str, content: bytes) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    typed = entered(desk, year.fund, file=SimpleUploadedFile(name, content))
    answer = desk.post(page("fund-edit", year.fund), typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not FundRecalculation.objects.get(pk=year.fund.pk).basis
    assert desk.get(page("fund-basis", year.fund)).status_code == 404


def test_the_office_returns_with_a_remark_and_the_administration_corrects(client_of: Any) -> None:
    year = made.submitted_year()
    office, desk = client_of(year.office), client_of(year.administration)
    with clock.at(SUBMITTED):
        assert "Принять общий фонд или вернуть" in titles(year.office)
        back = reverse("bonus_fund:fund-step", args=(year.fund.pk, "send_back"))
        assert office.post(back, {"remark": "  "}).status_code == 200
        assert office.post(back, {"remark": "Не учтена экономия."}).status_code == 302
        assert titles(year.administration) == ["Исправить общий фонд по замечанию"]
        assert "Замечание проектного офиса:</strong> Не учтена экономия." in words_of(desk.get(page("fund", year.fund)))
        # The sums of a returned fund are written only after it is taken again.
        assert desk.get(page("fund-edit", year.fund)).status_code == 302
        assert desk.post(reverse("bonus_fund:fund-step", args=(year.fund.pk, "rework"))).status_code == 302
        assert desk.post(page("fund-edit", year.fund), entered(desk, year.fund)).status_code == 302
        again = reverse("bonus_fund:fund-step", args=(year.fund.pk, "submit"))
        assert desk.post(again, {"number": "УД-2", "on": "2026-02-11"}).status_code == 302
        assert "Замечание проектного офиса:" not in words_of(desk.get(page("fund", year.fund)))


def test_the_office_accepts_computes_and_announces(client_of: Any) -> None:
    year = made.submitted_year()
    office = client_of(year.office)
    shared = page("distribution", year.fund)
    assert office.get(shared).status_code == 404
    with clock.at(ANNOUNCED):
        assert office.post(reverse("bonus_fund:fund-step", args=(year.fund.pk, "accept"))).status_code == 302
        assert titles(year.office) == ["Рассчитать фонды к распределению"]
        assert "ещё не рассчитаны" in words_of(office.get(shared))
        assert office.post(reverse("bonus_fund:distribution-step", args=(year.fund.pk, "compute"))).status_code == 302
        assert titles(year.office) == ["Объявить размеры фондов"]
        shown = words_of(office.get(shared))
        for words in ("859 154,94", "429 577,47", "644 366,20", "140 845,07", "211 267,60", "сходятся с общим фондом"):
            assert words in shown, words
        assert "Если делить иначе" in shown
        assert "#id_parameter_distribution_method" in shown
        # Three members, a third of the team part each: the other method takes from A1 and gives to B2.
        assert "666 666,67" in shown
        announce = reverse("bonus_fund:distribution-step", args=(year.fund.pk, "announce"))
        assert "Отменить этот шаг будет нельзя" in words_of(office.get(announce))
        assert office.post(announce, {"number": "12-45", "on": "2026-02-12"}).status_code == 302
        told = words_of(office.get(shared))
        assert "Кому сообщено" in told
        assert "12-45/1" in told
        assert "Если делить иначе" not in told
        assert titles(year.office) == []
        # Announced, it is immutable: neither step is there any more.
        assert office.post(announce, {"number": "12-46", "on": "2026-02-12"}).status_code == 409
        again = reverse("bonus_fund:distribution-step", args=(year.fund.pk, "compute"))
        assert office.post(again).status_code == 409


def test_why_a_project_has_its_sum(client_of: Any) -> None:
    year = made.computed_year()
    shown = words_of(client_of(year.office).get(page("fund-why", year.fund, "A1")))
    for words in (
        "1 000 000,01 руб.</b> × <b>549/365</b> ÷ <b>639/365</b>",
        "Белова Анна Петровна",
        "365/365",
        "571 205,01",
        "287 949,93",
        "429 577,47",
        "644 366,20",
    ):
        assert words in shown, words
    assert client_of(year.office).get(page("fund-why", year.fund, "C3")).status_code == 404
    assert client_of(year.office).get(page("fund-why", year.fund, "нет")).status_code == 404


def test_where_the_odd_kopeck_of_the_infrastructure_went(client_of: Any) -> None:
    year = made.computed_year(infrastructure=250_000_01)
    first, second = year.bodies["КЗ"], year.bodies["КФ"]
    office = client_of(year.office)
    with_it = words_of(office.get(page("fund-why-body", year.fund, first.pk)))
    without = words_of(office.get(page("fund-why-body", year.fund, second.pk)))
    assert "125 000,00 руб. + 1/2 коп." in with_it
    assert "пришла сюда" in with_it
    assert "пришла сюда" not in without
    assert office.get(page("fund-why-body", year.fund, year.bodies["КТ"].pk)).status_code == 404


def test_people_without_a_position_are_named_as_left_out(client_of: Any) -> None:
    year = made.submitted_year()
    assert year.fund is not None
    year.people["Громов"].posts.all().delete()
    with clock.at(ANNOUNCED):
        perform(year.fund, "accept", by=year.office)
        distribution = FundDistribution.objects.get()
        perform(distribution, "compute", by=year.office)
    shown = words_of(client_of(year.office).get(page("distribution", year.fund)))
    assert "Громов Анна Петровна: нет должности в 2025 году" in shown


def test_an_accepted_fund_is_corrected_by_a_new_edition_that_shows_each_difference(client_of: Any) -> None:
    year = made.announced_year()
    desk, office = client_of(year.administration), client_of(year.office)
    with clock.at(ANNOUNCED + timedelta(days=1)):
        confirm = desk.get(page("fund-correct", year.fund))
        assert "уже объявлены 12.02.2026" in words_of(confirm)
        assert FundRecalculation.objects.count() == 1
        assert desk.post(page("fund-correct", year.fund)).status_code == 302
        fresh = FundRecalculation.objects.get(edition=2)
        assert fresh.former_team_kopecks == 100_000_001
        assert desk.post(page("fund-correct", year.fund)).status_code == 409
        typed = entered(desk, fresh, team_kopecks="1 100 000,01", basis_title="Распоряжение № 8-р")
        typed["file"] = SimpleUploadedFile("order.pdf", PDF)
        assert desk.post(page("fund-edit", fresh), typed).status_code == 302
        assert "+100 000,00" in words_of(desk.get(page("fund", fresh)))
        perform(FundRecalculation.objects.get(pk=fresh.pk), "submit", by=year.administration, number="УД-9")
        perform(FundRecalculation.objects.get(pk=fresh.pk), "accept", by=year.office)
        perform(FundDistribution.objects.get(recalculation=fresh), "compute", by=year.office)
        shown = words_of(office.get(page("distribution", fresh)))
        assert "Разница с прежним распределением" in shown
        assert "+85 915,49" in shown  # A1: a tenth of its former fund, to the kopeck
        assert "Было объявлено" in shown
        old = words_of(office.get(page("distribution", year.fund)))
        assert "заменено" in old
        assert "859 154,94" in old


def test_the_list_by_role_and_its_empty_states(client_of: Any) -> None:
    year = made.approved_year()
    address = reverse("bonus_fund:funds")
    assert "Общего фонда ещё нет" in words_of(client_of(year.office).get(address))
    assert "Протокол ещё не получен" in words_of(client_of(year.administration).get(address))
    assert "Уведомлений ещё нет" in words_of(client_of(year.heads["A1"]).get(address))
    assert fund_state(2025) == AHEAD
    assert proposals_state(2025) == AHEAD


def test_the_list_of_an_announced_year(client_of: Any) -> None:
    year = made.announced_year()
    address = reverse("bonus_fund:funds")
    assert "1 250 000,01" in words_of(client_of(year.auditor).get(address))
    head = words_of(client_of(year.heads["A1"]).get(address))
    assert "проект A1" in head
    assert "1 250 000,01" not in head
    assert "проект B2" not in head
    assert fund_state(2025) == DONE
    assert proposals_state(2025) == NOW


def test_a_year_without_an_approved_protocol(client_of: Any) -> None:
    factories.complete_card("A1")
    office = factories.user_with(Role.OFFICE)
    assert "пересчитывать рано" in words_of(client_of(office).get(reverse("bonus_fund:funds")))


SEES = ("office", "administration", "economy", "auditor")


def _visitors(year: Year) -> dict[str, Any]:
    told = {name: getattr(year, name) for name in (*SEES, "governor")}
    told |= {"head A1": year.heads["A1"], "head of КЗ": year.body_heads["КЗ"]}
    for role in (Role.ADMIN, Role.FINANCE_COMMITTEE, Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY):
        told[role] = factories.user_with(role)
    return told


def test_nobody_else_sees_a_fund_or_a_download(client_of: Any) -> None:
    year = made.announced_year()
    assert year.fund is not None
    addresses = [page(name, year.fund) for name in ("fund", "fund-basis", "fund-xlsx", "fund-pdf", "distribution")]
    addresses += [page("fund-why", year.fund, "A1"), page("fund-why-body", year.fund, year.bodies["КЗ"].pk)]
    for name, user in _visitors(year).items():
        client = client_of(user)
        wanted = 200 if name in SEES else 403
        for address in addresses:
            assert client.get(address).status_code == wanted, (name, address)


def test_nobody_else_takes_a_step_through_the_pages(client_of: Any) -> None:
    year = made.submitted_year()
    assert year.fund is not None
    accept = reverse("bonus_fund:fund-step", args=(year.fund.pk, "accept"))
    supersede = reverse("bonus_fund:fund-step", args=(year.fund.pk, "supersede"))
    for name, user in _visitors(year).items():
        client = client_of(user)
        if name != "office":
            assert client.post(accept).status_code == 403, name
        assert client.post(supersede).status_code == 403, name
        if name != "administration":
            assert client.post(page("fund-edit", year.fund), {"team_kopecks": "1"}).status_code == 403, name
            assert client.post(page("fund-correct", year.fund)).status_code == 403, name
    fund = FundRecalculation.objects.get(pk=year.fund.pk)
    assert (fund.state, fund.team_kopecks) == ("submitted", 100_000_001)


def test_a_submitted_fund_is_not_edited_by_the_administration_either(client_of: Any) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    typed = entered(desk, year.fund, team_kopecks="7")
    with clock.at(SUBMITTED):
        fund = made.enter(year)
        perform(fund, "submit", by=year.administration, number="УД-1")
        assert desk.get(page("fund-edit", fund)).status_code == 302
        assert desk.post(page("fund-edit", fund), typed).status_code == 409
    assert FundRecalculation.objects.get().team_kopecks == 100_000_001


def test_last_year_stands_beside(client_of: Any) -> None:
    year = made.announced_year()
    assert year.distribution is not None
    assert year.distribution.state == DistributionState.ANNOUNCED
    shown = words_of(client_of(year.office).get(page("fund", year.fund)))
    assert "За прошлый год" in shown
    assert date(2026, 2, 12).strftime("%d.%m.%Y") in shown


def test_texts_of_people_are_escaped(client_of: Any) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    typed = entered(desk, year.fund, comment="<script>alert(1)</script>", basis_title="<b>x</b>")
    assert desk.post(page("fund-edit", year.fund), typed).status_code == 302
    shown = desk.get(page("fund", year.fund)).content.decode()
    assert "<script>alert" not in shown
    assert "<b>x</b>" not in shown


def test_a_replaced_fund_offers_its_letter_only_if_one_was_sent(client_of: Any) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    assert desk.post(page("fund-edit", year.fund), entered(desk, year.fund)).status_code == 302
    assert page("fund-pdf", year.fund) in words_of(desk.get(page("fund", year.fund)))
    perform(FundRecalculation.objects.get(), "supersede", by=SYSTEM)
    assert page("fund-pdf", year.fund) not in words_of(desk.get(page("fund", year.fund)))
    assert desk.get(page("fund-pdf", year.fund)).status_code == 404
