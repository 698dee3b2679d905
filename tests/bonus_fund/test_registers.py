"""Registers of forwarded sums: lines, totals, receipt by the Administration, workbook and paper (clause 2.6)."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bonus_fund.models import ForwardingRegister
from bonus_fund.presenting_registers import letter_of, parts_of, register_totals
from protocols.models import Dispatch, Document
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from tests import factories
from tests.bonus_fund.checked import FORWARDED, forwarded_year
from tests.unguarded import without_barriers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
Browser = Callable[..., Client]


def page(name: str, *args: Any) -> str:
    return reverse(f"bonus_fund:{name}", args=args)


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ").replace("&nbsp;", " ")


def test_lines_and_totals_of_a_register(client_of: Browser) -> None:
    year, register = forwarded_year()
    shown = text(client_of(year.administration).get(page("register", register.pk)))
    for told in ("Белова Анна Петровна", "Консультант", "Проект A1", "500 000,00", "2.6, абз. 5", "2.6, абз. 6"):
        assert told in shown
    totals = register_totals(register)
    assert [(one.name, one.people, one.amount) for one in totals.by_body] == [
        ("КЗ", 3, 740_000_00),
        ("КТ", 1, 200_000_00),
        ("КФ", 1, 83_000_00),
    ]
    assert totals.amount == register.total_kopecks == sum(part.amount for part in parts_of(register))
    # What was not proposed is shown and given to nobody: 1 250 000,01 less 1 023 000,00 of four funds.
    assert "Не предложено из фондов" in shown


def test_each_proposal_stands_in_one_register(client_of: Browser) -> None:
    year, register = forwarded_year("A1", "КФ")
    shown = text(client_of(year.auditor).get(page("registers")))
    assert "783 000,00" in shown
    assert "КЭР-3" in shown
    assert [part.name for part in parts_of(register)] == ["проект A1", "инфраструктура, КФ"]


def test_the_administration_confirms_receipt(client_of: Browser) -> None:
    year, register = forwarded_year()
    browser = client_of(year.administration)
    with clock.at(FORWARDED):
        button = page("register-receipt", register.pk)
        assert button in text(browser.get(page("register", register.pk)))
        browser.post(page("register-receipt", register.pk))
        shown = text(browser.get(page("register", register.pk)))
    letter = letter_of(register)
    assert (letter.state, letter.received_on, letter.is_deemed) == ("received", FORWARDED, False)
    assert button not in shown
    assert "24.02.2026, подтверждено" in shown


def test_receipt_is_deemed_at_the_end_of_the_next_working_day(client_of: Browser) -> None:
    year, register = forwarded_year()
    browser = client_of(year.administration)
    with clock.at(FORWARDED.replace(day=27)):
        answer = browser.post(page("register-receipt", register.pk), follow=True)
    assert "признано состоявшимся" in text(answer)
    letter = letter_of(register)
    assert (letter.received_on, letter.is_deemed) == (FORWARDED.replace(day=25), True)


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ECONOMY_COMMITTEE, Role.AUDITOR])
def test_nobody_else_confirms(client_of: Browser, role: Role) -> None:
    _, register = forwarded_year()
    browser = client_of(factories.user_with(role))
    assert page("register-receipt", register.pk) not in text(browser.get(page("register", register.pk)))
    assert browser.post(page("register-receipt", register.pk)).status_code == 403
    assert Dispatch.objects.get(kind="forwarding_register").state == "sent"


def test_a_receipt_is_never_taken_by_looking(client_of: Browser) -> None:
    year, register = forwarded_year()
    assert client_of(year.administration).get(page("register-receipt", register.pk)).status_code == 405


def test_a_register_never_changes() -> None:
    _, register = forwarded_year()
    register.total_kopecks = 1
    with pytest.raises(RuntimeError):
        register.save()
    assert ForwardingRegister.objects.get().total_kopecks == 1_023_000_00


def book_of(browser: Client, register: ForwardingRegister) -> bytes:
    return bytes(browser.get(page("register-xlsx", register.pk)).content)


def test_the_workbook_has_numbers_dates_a_frozen_header_and_formulas(client_of: Browser) -> None:
    year, register = forwarded_year()
    content = book_of(client_of(year.administration), register)
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = book["Реестр"]
    assert sheet.freeze_panes == "C7"
    assert sheet["D3"].value.date() == FORWARDED
    amounts = [sheet.cell(row, 8).value for row in range(7, 12)]
    assert amounts == [500_000, 200_000, 140_000, 100_000, 83_000]
    assert sheet.cell(12, 8).value == "=SUM(H7:H11)"
    assert all(str(row[2].value).startswith("=SUM") for row in book["По органам"].iter_rows(min_row=2))


def test_the_workbook_adds_up_when_recomputed(client_of: Browser) -> None:
    """Every formula is computed anew here from the cells it names."""
    year, register = forwarded_year()
    content = book_of(client_of(year.administration), register)
    formulas, values = (openpyxl.load_workbook(BytesIO(content), data_only=only) for only in (False, True))
    lines = formulas["Реестр"]
    rows = [(lines.cell(r, 3).value, lines.cell(r, 6).value, lines.cell(r, 8).value) for r in range(7, 12)]
    for title, column in (("По органам", 0), ("По проектам", 1)):
        told = {row[0]: (row[1], row[2]) for row in values[title].iter_rows(min_row=2, values_only=True)}
        for name in {row[column] for row in rows}:
            paid = [row[2] for row in rows if row[column] == name]
            assert told[name] == (len(paid), sum(paid))
        assert told["Итого"] == (5, 1_023_000)
        keys = "$C$7:$C$11" if column == 0 else "$F$7:$F$11"
        assert formulas[title]["C2"].value == f"=SUMIF(Реестр!{keys},A2,Реестр!$H$7:$H$11)"


def test_a_name_that_looks_like_a_formula_stays_a_name(client_of: Browser) -> None:
    year, register = forwarded_year()
    with without_barriers(), connection.cursor() as cursor:
        cursor.execute("UPDATE bonus_fund_bonusline SET person_name = '=1+1' WHERE person_name LIKE 'Ершов%%'", [])
    book = openpyxl.load_workbook(BytesIO(book_of(client_of(year.administration), register)))
    cell = book["Реестр"].cell(11, 2)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def printed(content: bytes, tmp_path: Path) -> str:
    file = tmp_path / "register.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    return told.stdout.replace("\u00a0", " ")


def test_the_paper_is_stored_once_and_says_what_the_register_says(client_of: Browser, tmp_path: Path) -> None:
    year, register = forwarded_year()
    browser = client_of(year.administration)
    first, second = (browser.get(page("register-pdf", register.pk)).content for _ in range(2))
    assert first == second
    document = Document.objects.get(ref=letter_of(register).ref)
    told = printed(first, tmp_path)
    for words in (
        "КЭР-3",
        "24 февраля 2026 года",
        "Реестр № 1 предложений по премированию к выплате",
        "Белова Анна Петровна",
        "1 023 000,00",
        "Страница 1 из",
        "Проверка подлинности",
    ):
        assert words in told, words
    # The address breaks into lines wherever it must.
    assert document.token[:10] in "".join(told.split())


def test_heads_and_strangers_have_no_registers(client_of: Browser) -> None:
    year, register = forwarded_year()
    for user in (year.heads["A1"], year.body_heads["КЗ"], year.governor, factories.user_with(Role.ADMIN)):
        for name in ("register", "register-xlsx", "register-pdf"):
            assert client_of(user).get(page(name, register.pk)).status_code == 403
