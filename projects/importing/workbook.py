"""Opening a workbook that may be anything at all: broken, protected, huge, or a web page by another name."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetMetadata, SheetTypeEnum

from projects.importing import texts, unreadable
from projects.importing.packages import Cells, Package, examine
from projects.importing.unreadable import MEGABYTE, MOST_BYTES
from projects.importing.unreadable import Unreadable as Unreadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
MACRO_STREAM = "_VBA_PROJECT".encode("utf-16-le")
ONLY_SHEET = "Таблица"  # what a sheet without a name is called

Rows = list[list[Any]]


@dataclass(frozen=True)
class Book:
    """Sheets by name: rows of raw cells from the very first row and column; dates are dates, errors are ErrorCell.

    `notes` are worth telling to whoever sent it.
    """

    sheets: Mapping[str, Rows] = field(repr=False)
    notes: tuple[str, ...] = ()


def load(file: bytes | Path) -> bytes:
    """The file's bytes; raises Unreadable where it is larger than a workbook may be."""
    size = len(file) if isinstance(file, bytes) else file.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable(f"Файл больше {MOST_BYTES // MEGABYTE} МБ: это не книга реестра.")
    return file if isinstance(file, bytes) else file.read_bytes()


def open_book(content: bytes) -> Book:
    """Read a whole workbook (XLSX, XLS, ODS, CSV), judged by its content. Raises Unreadable."""
    package = Package()
    if content.startswith(ZIP):
        package = examine(content)
    elif content.startswith(OLE):
        if ENCRYPTED_STREAM in content:
            raise Unreadable(unreadable.PROTECTED)
        if MACRO_STREAM in content:
            raise Unreadable(unreadable.MACROS)
    else:
        return _text(content)
    sheets = _read(content)
    for name, cells in package.failed.items():
        _mark(sheets.get(name, []), cells)
    return Book(sheets, package.notes)


def _text(content: bytes) -> Book:
    if not content:
        raise Unreadable("Файл пуст.")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unreadable(unreadable.WEB_PAGE)
    rows = texts.rows_of(content)
    if rows is None:
        raise Unreadable(unreadable.NOT_A_WORKBOOK)
    return Book({ONLY_SHEET: rows})


def _mark(rows: Rows, failed: Cells) -> None:
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
        raise Unreadable(unreadable.PROTECTED) from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise Unreadable(unreadable.BROKEN) from error
    except BaseException as error:
        # The reader's own breakdown on garbage is no Exception of Python and has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(unreadable.BROKEN) from error


def _rows(book: CalamineWorkbook, page: SheetMetadata) -> Rows:
    """Rows of a page; one that holds a chart or a macro has none."""
    if page.typ != SheetTypeEnum.WorkSheet:
        return []
    return book.get_sheet_by_name(page.name).to_python(skip_empty_area=False)
