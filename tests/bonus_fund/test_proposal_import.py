"""Sums of a proposal from a workbook: its form, errors by row and column, nothing by halves (clause 2.6)."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from bonus_fund import proposal_import
from bonus_fund.models import BonusProposal
from ranking_portal import clock
from tests.bonus_fund.year import ACKNOWLEDGED, Year, acknowledged_year

pytestmark = pytest.mark.django_db

HEADER = ("Табельный номер", "Сотрудник", "Орган", "Должность", "Премия, руб.", "Обоснование")


@pytest.fixture
def year() -> Any:
    """Everybody has his notice; it is 13 February 2026."""
    made = acknowledged_year()
    with clock.at(ACKNOWLEDGED):
        yield made


@pytest.fixture
def proposal(year: Year) -> BonusProposal:
    """The draft of A1: Белова of КЗ, Громов of КТ."""
    return year.proposal("A1")


def book(*rows: tuple[Any, ...], header: tuple[str, ...] = HEADER, sheet: str = "Премии") -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate((header, *rows)):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    page.write_formula(number, column, cell, None, "#DIV/0!" if "/0" in cell else 7.5)
                elif isinstance(cell, bool):
                    page.write_boolean(number, column, cell)
                elif isinstance(cell, date):
                    page.write_datetime(number, column, cell, made.add_format({"num_format": "dd.mm.yyyy"}))
                elif isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write_number(number, column, cell)
    return buffer.getvalue()


def number(year: Year, surname: str) -> str:
    return year.people[surname].personnel_number


def belova(year: Year, amount: Any, why: str = "За результат.") -> tuple[Any, ...]:
    return number(year, "Белова"), "Белова Анна Петровна", "КЗ", "Консультант", amount, why


def gromov(year: Year, amount: Any) -> tuple[Any, ...]:
    return number(year, "Громов"), "Громов Анна Петровна", "КТ", "Консультант", amount, ""


def read(proposal: BonusProposal, content: bytes) -> proposal_import.Read:
    return proposal_import.read(content, list(proposal.lines.select_related("person")))


def sums(proposal: BonusProposal, found: proposal_import.Read) -> dict[str, int]:
    names = {line.pk: line.person_name.split()[0] for line in proposal.lines.all()}
    return {names[key]: value.amount_kopecks for key, value in found.values.items()}


def errors(found: proposal_import.Read) -> list[str]:
    return [str(one) for one in found.problems]


def test_the_form_comes_back_as_it_went(proposal: BonusProposal, year: Year) -> None:
    year.write("A1", Белова=500_000, Громов=300_000)
    lines = list(proposal.lines.select_related("person"))
    content = proposal_import.form_of(proposal, lines)
    found = read(proposal, content)
    assert (errors(found), found.missing) == ([], ())
    assert sums(proposal, found) == {"Белова": 500_000_00, "Громов": 300_000_00}
    rows = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_name("Премии").to_python()
    assert rows[-1][3:5] == ["Итого", 800_000.0]


@pytest.mark.parametrize(
    ("cell", "kopecks"), [(500000.01, 500_000_01), ("1 234,5", 1234_50), (0.1 + 0.2, 30), ("", 0), (0, 0), ("=A1", 750)]
)
def test_sums_are_read_exactly(proposal: BonusProposal, year: Year, cell: Any, kopecks: int) -> None:
    found = read(proposal, book(belova(year, cell), gromov(year, 1)))
    assert errors(found) == []
    assert sums(proposal, found) == {"Белова": kopecks, "Громов": 100}


@pytest.mark.parametrize(
    "cell", [-1, "-5", "сто", 1e15, 33333.333, "0,001", True, date(2026, 2, 9), "=1/0", "9" * 30, 1e300]
)
def test_what_is_no_sum_is_told_with_its_row_and_column(proposal: BonusProposal, year: Year, cell: Any) -> None:
    found = read(proposal, book(gromov(year, 1), belova(year, cell)))
    assert len(errors(found)) == 1
    assert errors(found)[0].startswith("Лист «Премии», строка 3, столбец «Премия, руб.»: ")
    assert found.values == {}


def test_people_are_found_by_number_body_and_name(proposal: BonusProposal, year: Year) -> None:
    wrong = (
        ("999999", "Никто", "КЗ", "", 1, ""),
        (number(year, "Белова"), "Белова Анна Петровна", "КТ", "", 1, ""),
        (number(year, "Громов"), "Другой Человек", "КТ", "", 1, ""),
        ("", "Без номера", "КЗ", "", 1, ""),
        (number(year, "Дёмина"), "Дёмина Анна Петровна", "КЗ", "", 1, ""),
    )
    told = errors(read(proposal, book(*wrong)))
    assert [one.partition(": ")[0] for one in told] == [
        "Лист «Премии», строка 2, столбец «Табельный номер»",
        "Лист «Премии», строка 3, столбец «Орган»",
        "Лист «Премии», строка 4, столбец «Сотрудник»",
        "Лист «Премии», строка 5, столбец «Табельный номер»",
        "Лист «Премии», строка 6, столбец «Табельный номер»",
    ]


def test_a_person_twice_is_an_error(proposal: BonusProposal, year: Year) -> None:
    told = errors(read(proposal, book(belova(year, 1), belova(year, 2))))
    assert told == [
        "Лист «Премии», строка 3, столбец «Табельный номер»: "
        f"Белова Анна Петровна уже стоит в строке 2 (в ячейке: «{number(year, 'Белова')}»)"
    ]


def test_a_number_that_excel_has_stripped_of_zeros_is_found(proposal: BonusProposal, year: Year) -> None:
    stripped = (int(number(year, "Белова")), *belova(year, 5)[1:])
    assert sums(proposal, read(proposal, book(stripped))) == {"Белова": 5_00}


def test_who_is_not_in_the_book_keeps_his_sum_and_is_named(proposal: BonusProposal, year: Year) -> None:
    assert read(proposal, book(belova(year, 5))).missing == ("Громов Анна Петровна",)


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken", b"<html></html>"])
def test_what_is_no_workbook_is_told_so(proposal: BonusProposal, content: bytes) -> None:
    assert len(errors(read(proposal, content))) == 1


def test_a_workbook_that_unpacks_to_a_flood_is_not_opened(proposal: BonusProposal) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in range(9):
            packed.writestr(f"xl/{part}.xml", b" " * (25 * 1024 * 1024))
    assert "распакованном виде" in errors(read(proposal, buffer.getvalue()))[0]


def test_a_book_without_its_header_is_told_so(proposal: BonusProposal, year: Year) -> None:
    told = errors(read(proposal, book(belova(year, 1), header=("а", "б", "в"))))
    assert "нет строки заголовков" in told[0]


def upload(browser: Any, proposal: BonusProposal, content: bytes, name: str = "premii.xlsx") -> Any:
    return browser.post(f"/proposals/{proposal.pk}/import/", {"file": SimpleUploadedFile(name, content)})


def test_a_good_book_fills_the_form_and_writes_nothing_itself(proposal, year: Year, client_of) -> None:
    author = client_of(year.heads["A1"])
    answer = upload(author, proposal, book(belova(year, 500000.01), gromov(year, 3)))
    assert "ещё не сохранены" in answer.content.decode()
    assert answer.context["table"].total == 500_003_01
    assert proposal.lines.filter(amount_kopecks__gt=0).count() == 0
    form = answer.context["form"]
    filled = {name: form[name].value() for name in form.fields} | {"action": "save"}
    assert author.post(f"/proposals/{proposal.pk}/edit/", filled).status_code == 302
    assert sorted(proposal.lines.values_list("amount_kopecks", flat=True)) == [3_00, 500_000_01]


def test_one_error_and_nothing_of_the_book_counts(proposal, year: Year, client_of) -> None:
    answer = upload(client_of(year.heads["A1"]), proposal, book(belova(year, 5), gromov(year, "сто")))
    assert "черновик не изменился" in answer.content.decode()
    assert [(one.row, one.column, one.value) for one in answer.context["problems"]] == [(3, "Премия, руб.", "сто")]
    assert proposal.lines.filter(amount_kopecks__gt=0).count() == 0


def test_only_the_author_loads_a_book(proposal, year: Year, client_of) -> None:
    content = book(belova(year, 5))
    assert upload(client_of(year.heads["B2"]), proposal, content).status_code == 404
    assert upload(client_of(year.office), proposal, content).status_code == 403
    assert upload(client_of(year.heads["A1"]), proposal, content, name="premii.exe").status_code == 200
    assert client_of(year.heads["A1"]).get(f"/proposals/{proposal.pk}/template/").content.startswith(b"PK")
