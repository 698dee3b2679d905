"""Workbooks damaged in one way each, as they come by mail: whoever reads them must say so in words."""

import io
import random
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

HEAD = 3  # the line of headers
JUNK = ("", "#REF!", -1, "1e400", "32.13.2025", "=1+1", "нет", "Р1", " ", 10**20, "2025-02-30", "\u00a0", "x" * 5000)
OTHER_ALPHABET = str.maketrans("ABCEHKMOPTXF", "АВСЕНКМОРТХФ")
Damage = Callable[[random.Random, bytes], bytes]


def _in_book(change: Callable[[random.Random, openpyxl.Workbook, Worksheet], None]) -> Damage:
    """A damage done by an office program: the file itself stays whole."""

    def damage(chance: random.Random, whole: bytes) -> bytes:
        book = openpyxl.load_workbook(io.BytesIO(whole))
        change(chance, book, chance.choice(book.worksheets))
        packed = io.BytesIO()
        book.save(packed)
        return packed.getvalue()

    return damage


def _place(chance: random.Random, page: Worksheet) -> tuple[int, int]:
    return chance.randint(HEAD + 1, max(HEAD + 1, page.max_row)), chance.randint(1, page.max_column)


def cut(chance: random.Random, whole: bytes) -> bytes:
    """The mail has broken off."""
    return whole[: chance.randrange(1, len(whole))]


def flipped(chance: random.Random, whole: bytes) -> bytes:
    """Some bytes are others."""
    spoilt = bytearray(whole)
    for _ in range(chance.randint(1, 50)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def web_page(chance: random.Random, whole: bytes) -> bytes:
    """What many systems call XLS."""
    return b"<html><body><table>" + b"<tr><td>1</td></tr>" * chance.randint(1, 99) + b"</table></body></html>"


def bomb(chance: random.Random, whole: bytes) -> bytes:
    """A small file that unpacks to a huge one."""
    packed = io.BytesIO(whole)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(4):
            archive.writestr(f"xl/media/image{number}.bmp", bytes(60 * 1024 * 1024))
    return packed.getvalue()


def macros(chance: random.Random, whole: bytes) -> bytes:
    """A workbook with a program in it."""
    packed = io.BytesIO(whole)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"1")
    return packed.getvalue()


def text(chance: random.Random, whole: bytes) -> bytes:
    """A letter, or a table of something else."""
    line = chance.choice(("Добрый день; отправляю книгу", "a,b,c", "\t".join("абв"), "просто письмо"))
    return (f"{line}\n" * chance.randint(1, 20)).encode(chance.choice(("utf-8", "cp1251", "utf-16")))


@_in_book
def renamed_sheet(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """A sheet is called otherwise."""
    page.title = chance.choice(("Лист1", f"{page.title} ", "=2+2", f"{page.title} (2)"))


@_in_book
def spoilt_cells(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """Junk in some cells: wrong types, formulas never computed, impossible days."""
    for _ in range(chance.randint(1, 5)):
        page.cell(*_place(chance, page)).value = chance.choice(JUNK)


@_in_book
def deleted_rows(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """Rows are gone, the header perhaps."""
    page.delete_rows(chance.randint(1, 6), chance.randint(1, 3))


@_in_book
def deleted_column(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """A column is gone."""
    page.delete_cols(chance.randint(1, page.max_column))


@_in_book
def merged(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """Cells are merged: all but the first are empty."""
    page.merge_cells(start_row=HEAD, start_column=1, end_row=chance.randint(HEAD, 9), end_column=2)


@_in_book
def doubled(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """A row stands there twice."""
    row = chance.randint(HEAD + 1, max(HEAD + 1, page.max_row))
    page.append([page.cell(row, column).value for column in range(1, page.max_column + 1)])


@_in_book
def other_alphabet(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """Latin letters of a code are Russian ones that look the same."""
    pages = [each for each in book.worksheets if each.cell(HEAD, 1).value == "Код проекта"]
    cell = chance.choice(pages).cell(HEAD + 1, 1)
    cell.value = str(cell.value).translate(OTHER_ALPHABET)


@_in_book
def other_spaces(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """Non-breaking spaces around and inside of texts: no damage to a careful reader."""
    for row in page.iter_rows(min_row=HEAD, max_row=HEAD + 2):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = "\u00a0" + cell.value.replace(" ", "\u00a0") + "\u202f"


@_in_book
def since_1904(chance: random.Random, book: openpyxl.Workbook, page: Worksheet) -> None:
    """Days are counted from 1904, as on old Macintoshes: no damage to a careful reader."""
    book.epoch = CALENDAR_MAC_1904


HARMLESS: tuple[Damage, ...] = (other_spaces, since_1904)
DAMAGES: tuple[Damage, ...] = (
    cut,
    flipped,
    web_page,
    bomb,
    macros,
    text,
    renamed_sheet,
    spoilt_cells,
    spoilt_cells,
    spoilt_cells,
    deleted_rows,
    deleted_column,
    merged,
    doubled,
    other_alphabet,
)
