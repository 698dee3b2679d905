"""Files that are no workbooks, whatever they are called: a sentence, never a breakdown."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from projects.importing import plan, unreadable, workbook
from tests.projects.workbooks import Register

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(**parts: bytes) -> bytes:
    """A zip of parts, called by names with _ for /."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def locked(content: bytes) -> bytes:
    """A zip whose parts are marked as encrypted."""
    marked = bytearray(content)
    for sign, shift in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = marked.find(sign)
        while place >= 0:
            marked[place + shift] |= 1
            place = marked.find(sign, place + 4)
    return bytes(marked)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Файл пуст"),
        (b"a b", "не книга Excel"),
        (b"a;b\0;c\n1;2;3", "не книга Excel"),
        (b"<html><table></table></html>", "веб-страница"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><Workbook/>", "веб-страница"),
        (b"PK\x03\x04 and nothing more", "повреждён"),
        (packed(a=b"1"), "не книга Excel"),
        (packed(xl__workbook=b"1"), "не книга Excel"),
        (OLE + b"\0" * 600, "повреждён"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "паролем"),
        (locked(Register().file()), "паролем"),
        (Register().file()[:-2000], "повреждён"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes, message: str) -> None:
    found = plan(content, 2025)
    assert [error.message for error in found.errors if message in error.message]
    assert not found.possible
    assert found.counts() == {}


def test_damage_inside_a_part_is_found() -> None:
    damaged = bytearray(Register().file())
    place = damaged.find(b"xl/worksheets/sheet1.xml") + 60
    damaged[place : place + 40] = bytes(40)
    with pytest.raises(workbook.Unreadable, match="повреждён"):
        workbook.open_book(bytes(damaged))


def test_a_sheet_that_is_no_xml_is_refused() -> None:
    parts = {}
    with zipfile.ZipFile(io.BytesIO(Register().file())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet3.xml"] = b"<worksheet><sheetData><row r='1'><c r='A1'"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(workbook.Unreadable, match="повреждён"):
        workbook.open_book(file.getvalue())


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.xlsx"
    with huge.open("wb") as file:
        file.truncate(unreadable.MOST_BYTES + 1)
    with pytest.raises(workbook.Unreadable, match="больше 20 МБ"):
        workbook.load(huge)


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_opened() -> None:
    bomb = packed(xl__workbook_xml=b"", a=bytes(unreadable.MOST_UNPACKED + 1))
    assert len(bomb) < unreadable.MEGABYTE
    with pytest.raises(workbook.Unreadable, match="больше 200 МБ"):
        workbook.open_book(bomb)


def test_one_stray_cell_in_the_far_corner_does_not_lay_out_the_whole_sheet() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "здесь"
    book.worksheets[0]["XFD1048576"] = "и там"
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(workbook.Unreadable, match="слишком много места"):
        workbook.open_book(file.getvalue())


def test_failed_formulas_are_no_empty_cells() -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Лист & «1»"
    page["B2"], page["C2"], page["D2"] = "#REF!", "=1+1", 5
    file = io.BytesIO()
    book.save(file)
    rows = workbook.open_book(file.getvalue()).sheets["Лист & «1»"]
    assert [str(cell) for cell in rows[1]] == ["", "#REF!", "формула без значения", "5.0"]


@pytest.mark.parametrize("kind", ["xls", "ods"])
@pytest.mark.django_db
def test_a_book_saved_by_an_office_program_says_the_same(kind: str) -> None:
    """`saved/register.*` is Register().file() saved by LibreOffice (soffice --headless --convert-to xls)."""
    saved = Path(__file__).parent / "saved" / f"register.{kind}"
    found, same = plan(saved.read_bytes(), 2025), plan(Register().file(), 2025)
    assert [str(error) for error in found.errors] == []
    assert found.digest == same.digest
