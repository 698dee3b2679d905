"""What goes out: the year that comes back without a difference, facts by kind, text that is never a formula."""

import hashlib
import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from python_calamine import CalamineWorkbook

from projects import exporting
from projects.importing import apply_file, plan
from projects.importing.resources import resource_of
from projects.importing.sheets import SHEETS
from projects.models import Contract, Cycle, TeamMember
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Organization, Person
from tests import factories
from tests.projects.workbooks import DATA

pytestmark = pytest.mark.django_db
METHODOLOGY = settings.BASE_DIR / "ranking_portal" / "demo" / "data" / "methodology-demo.yaml"
DANGEROUS = ["=1+1", "+7 812", "-1", "@SUM(A1)", "\tтекст", "=HYPERLINK(0)"]


def sheet_of(answer: Any, name: str = "") -> list[list[Any]]:
    """Rows of a sheet of a downloaded workbook, the first where none is named."""
    content = answer.getvalue()
    book = CalamineWorkbook.from_object(io.BytesIO(content))
    return book.get_sheet_by_name(name or book.sheet_names[0]).to_python()


def loaded_and_ranked(content: bytes, year: int) -> tuple[str, bytes]:
    """SHA-256 of what `rank --json` says of a workbook in an empty portal, and the year as it goes out."""
    with clock.at(date(year + 1, 1, 20)):
        apply_file(content, year, file_name="register.xlsx", by=SYSTEM)
        call_command("load_methodology", str(METHODOLOGY), "--in-force", stdout=io.StringIO())
        told = io.StringIO()
        call_command(
            "rank", "--year", str(year), "--kind", "clarifying", "--as-of", f"{year + 1}-01-20", "--json", stdout=told
        )
        with exporting.year_book(year) as out:
            return hashlib.sha256(told.getvalue().encode()).hexdigest(), out.read()


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_goes_out_and_comes_back_with_the_same_ranking_byte_for_byte(year: int) -> None:
    with transaction.atomic():
        first, out = loaded_and_ranked((DATA / f"register-{year}.xlsx").read_bytes(), year)
        same = plan(out, year)
        assert [str(error) for error in same.errors] == []
        assert not same.changed
        transaction.set_rollback(True)
    assert not Cycle.objects.exists()
    assert not Organization.objects.exists()
    again, second = loaded_and_ranked(out, year)
    assert again == first
    names = CalamineWorkbook.from_object(io.BytesIO(out)).sheet_names
    books = [CalamineWorkbook.from_object(io.BytesIO(content)) for content in (out, second)]
    assert names == [sheet.title for sheet in SHEETS]
    for name in names:
        one, other = (book.get_sheet_by_name(name).to_python() for book in books)
        assert sorted(map(str, one)) == sorted(map(str, other))


def test_pay_goes_nowhere() -> None:
    apply_file((DATA / "register-2025.xlsx").read_bytes(), 2025, file_name="register.xlsx", by=SYSTEM)
    with exporting.year_book(2025) as out:
        rows = CalamineWorkbook.from_object(out).get_sheet_by_name("Сотрудники").to_python()[2:]
    pay = rows[0].index("Месячное денежное содержание, руб.")
    assert len(rows) > 100
    assert {row[pay] for row in rows[1:]} == {""}


def test_resources_give_the_same_columns_and_rows_as_the_book() -> None:
    card = factories.complete_card("E3")
    sheet = exporting.BY_MODEL[Contract]
    data = resource_of(sheet).export(resource_of(sheet).of_year(2025))
    assert data.headers == [column.title for column in exporting.columns_of(sheet)]
    (row,) = exporting.values_of(sheet, Contract.objects.filter(card=card))
    told = [column.value(row) for column in exporting.columns_of(sheet)]
    assert told[0] == data[0][0] == "E3"
    assert Decimal(told[4]) / 100 == data[0][4]
    assert told[2] == data[0][2] == "государственный"


@pytest.mark.sqlite
def test_facts_go_out_as_the_list_is_filtered_with_a_sum_that_counts(client_of, office) -> None:
    factories.complete_card("E3", national_project="Образование", contracts=2)
    factories.complete_card("N1", national_project="Демография", contracts=3)
    browser = client_of(office)
    rows = sheet_of(browser.get("/projects/facts/contract/xlsx/?year=2025&national=Демография"))
    assert rows[0][0] == "Контракты, 2025 год"
    assert [row[0] for row in rows[3:]] == ["N1", "N1", "N1", "Итого"]
    assert [row[4] for row in rows[3:]] == [1000.0, 1000.0, 1000.0, 3000.0]
    assert rows[3][5] == date(2025, 3, 1)
    assert browser.get("/projects/facts/nothing/xlsx/?year=2025").status_code == 404


@pytest.mark.sqlite
@pytest.mark.parametrize("text", DANGEROUS)
def test_text_never_starts_a_formula(client_of, office, text: str) -> None:
    card = factories.complete_card("E3")
    Contract.objects.filter(card=card).update(subject=text, number=text)
    assert card.head
    Person.objects.filter(pk=card.head.pk).update(full_name=text)
    for address, name in (
        ("/projects/facts/contract/xlsx/?year=2025", "xl/worksheets/sheet1.xml"),
        ("/projects/E3/2025/xlsx/", "xl/worksheets/sheet4.xml"),
        ("/projects/xlsx/?year=2025", "xl/worksheets/sheet1.xml"),
    ):
        content = client_of(office).get(address).getvalue()
        sheet = zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
        assert text.strip() in sheet
        assert f"<f>{text[1:]}" not in sheet
        assert all("SUM" in piece for piece in sheet.split("<f>")[1:])


@pytest.mark.sqlite
def test_teams_go_out_for_whom_their_people_may_be_seen(client_of, office, user_with) -> None:
    own, other = factories.complete_card("E3"), factories.complete_card("N1")
    for card in (own, other):
        assert card.head
        TeamMember.objects.create(card=card, person=card.head, role="head", since=date(2025, 1, 1))
    address = "/projects/facts/team/xlsx/?year=2025"
    assert [row[0] for row in sheet_of(client_of(office).get(address))[3:]] == ["E3", "N1"]
    assert [row[0] for row in sheet_of(client_of(factories.project_head(own)).get(address))[3:]] == ["E3"]
    assert client_of(user_with(Role.GOVERNOR_OFFICE)).get(address).status_code == 403
    governor = client_of(user_with(Role.GOVERNOR_OFFICE)).get("/projects/E3/2025/xlsx/")
    names = CalamineWorkbook.from_object(io.BytesIO(governor.getvalue())).sheet_names
    assert "Команды" not in names
    assert "Контракты" in names


@pytest.mark.sqlite
def test_the_whole_year_is_for_those_who_see_all_of_it(client_of, office, user_with) -> None:
    card = factories.complete_card("E3")
    address = "/cycles/2025/workbook.xlsx"
    assert sheet_of(client_of(office).get(address), "Проекты")[3][0] == "E3"
    assert client_of(user_with(Role.GOVERNOR_OFFICE)).get(address).status_code == 403
    assert client_of(factories.project_head(card)).get(address).status_code == 403
    assert client_of(office).get("/cycles/2019/workbook.xlsx").status_code == 404
