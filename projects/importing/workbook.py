"""Opening a workbook that may be anything at all: broken, protected, huge, or a web page by another name."""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetMetadata, SheetTypeEnum

from projects.importing.cells import ErrorCell

MEGABYTE = 1024 * 1024
MOST_BYTES, MOST_UNPACKED = 20 * MEGABYTE, 200 * MEGABYTE
MOST_CELLS = 5_000_000
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

PROTECTED = "Книга защищена паролем: снимите защиту и сохраните её заново."
BROKEN = "Файл повреждён: книга не открывается. Сохраните её заново в Excel."
NOT_A_WORKBOOK = "Это не книга Excel: нужен файл XLSX."
WEB_PAGE = "Это веб-страница или текст, названные книгой. Откройте файл в Excel и сохраните как «Книга Excel (*.xlsx)»."
NEVER_COMPUTED = "формула без значения"

Rows = list[list[Any]]

SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
REFERENCE = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?P<head>[^>]*?\br=["'](?P<column>[A-Z]{1,3})(?P<row>\d{1,7})["'][^>]*?)(?<!/)>"""
    rb"""(?P<body>.*?)</(?:\w+:)?c>""",
    re.DOTALL,
)
FAILED = re.compile(rb"""\bt=["']e["']""")
VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b")


class Unreadable(Exception):
    """The file cannot be read as a workbook; the text is a Russian sentence for the person who sent it."""


@dataclass(frozen=True)
class Book:
    """Sheets by name: rows of raw cells from the very first row and column; dates are dates, errors are ErrorCell."""

    sheets: Mapping[str, Rows] = field(repr=False)


def load(file: bytes | Path) -> bytes:
    """The file's bytes; raises Unreadable where it is larger than a workbook may be."""
    size = len(file) if isinstance(file, bytes) else file.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(f"Файл больше {MOST_BYTES // MEGABYTE} МБ: это не книга реестра.")
    return file if isinstance(file, bytes) else file.read_bytes()


def open_book(content: bytes) -> Book:
    """Read a whole workbook (XLSX, also XLS and ODS), judged by its content. Raises Unreadable."""
    failed: dict[str, dict[tuple[int, int], ErrorCell]] = {}
    if content.startswith(ZIP):
        failed = _examine(content)
    elif content.startswith(OLE):
        if ENCRYPTED_STREAM in content:
            raise Unreadable(PROTECTED)
    elif content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unreadable(WEB_PAGE)
    else:
        raise Unreadable(NOT_A_WORKBOOK if content else "Файл пуст.")
    sheets = _read(content)
    for name, cells in failed.items():
        _mark(sheets.get(name, []), cells)
    return Book(sheets)


def _mark(rows: Rows, failed: Mapping[tuple[int, int], ErrorCell]) -> None:
    """Put errors where the reader shows nothing; it leaves out the last rows where it sees nothing at all."""
    width = len(rows[0]) if rows else 0
    for (row, column), error in failed.items():
        if column < width:
            rows.extend([""] * width for _ in range(row + 1 - len(rows)))
            rows[row][column] = error


def _read(content: bytes) -> dict[str, Rows]:
    try:
        with CalamineWorkbook.from_object(io.BytesIO(content)) as book:
            return {page.name: _rows(book, page) for page in book.sheets_metadata}
    except PasswordError as error:
        raise Unreadable(PROTECTED) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise Unreadable(BROKEN) from error
    except BaseException as error:
        # The reader's own breakdown on garbage is no Exception of Python and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(BROKEN) from error


def _rows(book: CalamineWorkbook, page: SheetMetadata) -> Rows:
    """Rows of a page; one that holds a chart or a macro has none."""
    if page.typ != SheetTypeEnum.WorkSheet:
        return []
    return book.get_sheet_by_name(page.name).to_python(skip_empty_area=False)


def _examine(content: bytes) -> dict[str, dict[tuple[int, int], ErrorCell]]:
    """Refuse a packed file that must not be opened; find the failed formulas, which the reader shows as empty cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Unreadable(f"Файл в распакованном виде больше {MOST_UNPACKED // MEGABYTE} МБ: он не открывается.")
            if any(entry.flag_bits & 1 for entry in entries):
                raise Unreadable(PROTECTED)
            if packed.testzip() is not None:
                raise Unreadable(BROKEN)
            names = set(packed.namelist())
            if "xl/workbook.xml" in names:
                return {name: _failed_cells(packed.read(part)) for name, part in _parts(packed) if part in names}
            if "content.xml" in names:
                if b"encryption-data" in (
                    packed.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
                ):
                    raise Unreadable(PROTECTED)
                return {}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise Unreadable(BROKEN) from error
    raise Unreadable(NOT_A_WORKBOOK)


def _attributes(tag: bytes) -> dict[str, str]:
    found = ATTRIBUTE.findall(tag.decode("utf-8", "replace"))
    return {name.rpartition(":")[2]: _unescaped(double or single) for name, double, single in found}


def _unescaped(text: str) -> str:
    for code, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text


def _parts(packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Names of the sheets, each with its part of the package."""
    if "xl/_rels/workbook.xml.rels" not in packed.namelist():
        return []
    relations = [_attributes(tag) for tag in RELATION.findall(packed.read("xl/_rels/workbook.xml.rels"))]
    targets = {relation.get("Id", ""): relation.get("Target", "") for relation in relations}
    sheets = [_attributes(tag) for tag in SHEET.findall(packed.read("xl/workbook.xml"))]
    found = [(sheet.get("name", ""), targets.get(sheet.get("id", ""), "")) for sheet in sheets]
    return [(name, part[1:] if part.startswith("/") else f"xl/{part}") for name, part in found if part]


def _failed_cells(part: bytes) -> dict[tuple[int, int], ErrorCell]:
    """Cells of a sheet with an error instead of a value, by row and column from zero."""
    references = REFERENCE.findall(part)
    rows = max((int(row) for row in {row for _, row in references}), default=0)
    columns = max((_column(letters) for letters in {letters for letters, _ in references}), default=-1) + 1
    # One stray cell in the far corner would make the reader lay out the whole sheet.
    if rows * columns > MOST_CELLS:
        raise Unreadable("На листе книги занято слишком много места: удалите пустые строки и столбцы после таблицы.")
    if not FAILED.search(part) and not FORMULA.search(part):
        return {}
    failed = {}
    for cell in CELL.finditer(part):
        place = int(cell["row"]) - 1, _column(cell["column"])
        value = VALUE.search(cell["body"])
        if FAILED.search(cell["head"]):
            failed[place] = ErrorCell(value[1].decode("utf-8", "replace") if value else "#ОШИБКА")
        elif value is None and FORMULA.search(cell["body"]) and not re.search(rb"""\bt=["']str["']""", cell["head"]):
            failed[place] = ErrorCell(NEVER_COMPUTED)
    return failed


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
