"""The workbook and the letter of the general fund: recomputed by reading the formulas, everything adds up."""

import io
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from bonus_fund.models import FundRecalculation
from protocols import documents
from protocols.models import Dispatch
from ranking_portal import clock
from ranking_portal.workflow.engine import perform
from tests.bonus_fund import year as made
from tests.bonus_fund.test_fund_pages import page
from tests.bonus_fund.year import SUBMITTED

pytestmark = pytest.mark.django_db
CELL = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
ZERO = Decimal(0)


class Reader:
    """A workbook whose formulas are read here, not by what the file says they give."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def value(self, sheet: str, address: str) -> Any:
        """What a cell holds, its formula computed."""
        held = self.book[sheet][address].value
        if isinstance(held, str) and held.startswith("="):
            return self.compute(sheet, held[1:])
        return Decimal(str(held)) if isinstance(held, int | float) else held

    def cells(self, sheet: str, text: str) -> list[Any]:
        found = CELL.fullmatch(text.strip())
        assert found, text
        name, column, row, last_column, last_row = found.groups()
        columns = range(column_index_from_string(column), column_index_from_string(last_column or column) + 1)
        rows = range(int(row), int(last_row or row) + 1)
        return [self.value(name or sheet, f"{get_column_letter(one)}{at}") for at in rows for one in columns]

    def compute(self, sheet: str, text: str) -> Decimal:
        """The formulas that the portal writes: SUM, SUMIF, ROUND of a quotient, a difference, a quotient."""
        if text == "0":
            return ZERO
        if found := re.fullmatch(r"SUM\((.+)\)", text):
            return sum((one for one in self.cells(sheet, found[1]) if isinstance(one, Decimal)), ZERO)
        if found := re.fullmatch(r"SUMIF\((.+),(.+),(.+)\)", text):
            keys, amounts = self.cells(sheet, found[1]), self.cells(sheet, found[3])
            wanted = None if found[2] == '""' else self.cells(sheet, found[2])[0]
            return sum((one for key, one in zip(keys, amounts, strict=True) if key == wanted), ZERO)
        if found := re.fullmatch(r"ROUND\((.+)/(.+),2\)", text):
            first, second = (self.cells(sheet, one)[0] for one in found.groups())
            return Decimal(first / second).quantize(Decimal("0.01"), "ROUND_HALF_UP")
        if found := re.fullmatch(r"(.+)/(.+)", text):
            first, second = (self.cells(sheet, one)[0] for one in found.groups())
            return Decimal(first / second)
        first, second = (self.cells(sheet, one)[0] for one in text.split("-"))
        return Decimal(first - second)

    def column(self, sheet: str, title: str) -> dict[str, Any]:
        """A column by its title: values by the first cell of their row."""
        rows = list(self.book[sheet].iter_rows())
        header = next(row for row in rows if any(one.value == title for one in row))
        at = next(one.column_letter for one in header if one.value == title)
        below = [row[0] for row in rows if row[0].row > header[0].row and row[0].value]
        return {str(one.value): self.value(sheet, f"{at}{one.row}") for one in below}


def workbook(client_of: Any, year: Any) -> Reader:
    return Reader(client_of(year.office).get(page("fund-xlsx", year.fund)).content)


def test_totals_add_up_when_the_formulas_are_read(client_of: Any) -> None:
    read = workbook(client_of, made.computed_year())
    assert read.book.sheetnames == ["Свод", "Команды", "Участники", "Распределение", "Доли органов"]
    sums = read.column("Свод", "Объём, руб.")
    assert (sums["Командная часть"], sums["Инфраструктурная часть"]) == (Decimal("1000000.01"), Decimal(250000))
    assert sums["Общий фонд"] == Decimal("1250000.01")
    funds = read.column("Распределение", "Фонд, руб.")
    assert funds == {"A1": Decimal("859154.94"), "B2": Decimal("140845.07"), "Итого": Decimal("1000000.01")}
    averages = read.column("Распределение", "Средняя премия, руб.")
    assert averages["A1"] == Decimal("429577.47")
    left = read.column("Распределение", "Расхождение, руб.")
    assert left["A1"] == left["B2"] == 0
    checks = [row for row in read.book["Распределение"].iter_rows() if "Расхождение с" in str(row[1].value)]
    assert [read.value("Распределение", row[3].coordinate) for row in checks] == [0, 0]
    assert read.column("Доли органов", "Доля, руб.")["Итого"] == Decimal("1250000.01")
    assert read.column("Команды", "Дней")["Итого"] == 365 + 184 + 90
    assert abs(read.column("Команды", "Вес")["Итого"] - Decimal(639) / 365) < Decimal("1e-9")


def test_what_the_file_says_its_formulas_give_is_what_they_give(client_of: Any) -> None:
    year = made.computed_year()
    content = client_of(year.office).get(page("fund-xlsx", year.fund)).content
    read, told = Reader(content), openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = 0
    for sheet in read.book:
        for row in sheet.iter_rows():
            for one in row:
                if isinstance(one.value, str) and one.value.startswith("="):
                    formulas += 1
                    shown = Decimal(str(told[sheet.title][one.coordinate].value))
                    assert abs(read.value(sheet.title, one.coordinate) - shown) < Decimal("1e-6"), one.coordinate
    assert formulas > 15


def test_headers_stay_and_numbers_are_numbers(client_of: Any) -> None:
    read = workbook(client_of, made.computed_year())
    for sheet in read.book:
        assert sheet.freeze_panes, sheet.title
    funds = read.book["Распределение"]
    assert {type(row[3].value) for row in funds.iter_rows(min_row=3, max_row=4)} <= {float, int}
    assert funds["D3"].number_format == "#,##0.00"


def test_before_the_sums_are_entered_there_are_teams_already(client_of: Any) -> None:
    read = workbook(client_of, made.received_year())
    assert read.book.sheetnames == ["Свод", "Команды", "Участники"]
    assert "Общий фонд" not in {key for key, value in read.column("Свод", "Объём, руб.").items() if value is not None}


def test_a_text_never_becomes_a_formula(client_of: Any) -> None:
    year = made.received_year()
    year.people["Белова"].full_name = "=1+1"
    year.people["Белова"].save()
    read = workbook(client_of, year)
    cells = [one for row in read.book["Команды"].iter_rows() for one in row if one.value == "=1+1"]
    assert [one.data_type for one in cells] in (["s"], ["f"])
    raw = client_of(year.office).get(page("fund-xlsx", year.fund)).content
    assert b"<f>1+1</f>" not in _sheets(raw)


def _sheets(content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name)


def text_of(path: Path) -> str:
    read = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(read.stdout.replace("\u00a0", " ").split())


def test_the_letter_with_the_size(client_of: Any) -> None:
    year = made.submitted_year()
    stored = documents.letter_of(Dispatch.objects.get(kind="general_fund"))
    text = text_of(Path(stored.file.path))
    for words in (
        "УПРАВЛЕНИЕ ДЕЛАМИ",
        "11 февраля 2026 года",
        "УД-1",
        "Центральный проектный офис",
        "абзацем третьим пункта 2.6",
        "полученного 10 февраля 2026 года",
        "1 000 000,01",
        "1 250 000,01",
        "Основание: Распоряжение № 7-р.",
        "в течение 2 рабочих дней",
        "Результаты не согласованы Губернатором",
        "/verify/",
        "Страница 1 из 1",
    ):
        assert words in text, words
    answer = client_of(year.office).get(page("fund-pdf", year.fund))
    assert answer.content == Path(stored.file.path).read_bytes()


def test_the_letter_before_it_is_sent_is_a_draft(client_of: Any, tmp_path: Path) -> None:
    year = made.received_year()
    desk = client_of(year.administration)
    assert desk.get(page("fund-pdf", year.fund)).status_code == 404
    with clock.at(SUBMITTED):
        made.enter(year)
        paper = tmp_path / "draft.pdf"
        paper.write_bytes(desk.get(page("fund-pdf", year.fund)).content)
    assert "Проект письма" in text_of(paper)
    assert "/verify/" not in text_of(paper)


def test_a_returned_fund_keeps_its_sent_letter_and_gets_a_new_one(client_of: Any) -> None:
    year = made.submitted_year()
    desk = client_of(year.administration)
    assert year.fund is not None
    with clock.at(SUBMITTED):
        first = desk.get(page("fund-pdf", year.fund)).content
        perform(year.fund, "send_back", by=year.office, remark="Уточните.")
        assert desk.get(page("fund-pdf", year.fund)).content == first
        year.fund = perform(FundRecalculation.objects.get(), "rework", by=year.administration)
        assert desk.get(page("fund-pdf", year.fund)).content != first
        fund = made.enter(year, 200_000_00)
        perform(fund, "submit", by=year.administration, number="УД-2")
        letters = Dispatch.objects.filter(kind="general_fund").order_by("turn")
        assert [one.number for one in letters] == ["УД-1", "УД-2"]
        assert "200 000,00" in text_of(Path(documents.letter_of(letters[1]).file.path))
