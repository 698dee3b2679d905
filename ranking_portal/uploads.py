"""Files that people attach: what a file must be is told by its own first bytes, its name has to agree."""

import zipfile
from collections.abc import Collection
from pathlib import PurePath
from typing import IO

from ranking_portal.answers import DOCX, PDF, XLSX

MEGABYTE = 1024 * 1024
CONTENT_TYPES = {".pdf": PDF, ".docx": DOCX, ".xlsx": XLSX, ".jpg": "image/jpeg", ".png": "image/png"}
ALIASES = {".jpeg": ".jpg"}
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
UNKNOWN = "application/octet-stream"


def accepted(taken: Collection[str]) -> str:
    """The suffixes as a form's field names them to the browser."""
    return ",".join([*taken, *(alias for alias, suffix in ALIASES.items() if suffix in taken)])


def suffix_of(name: str) -> str:
    """The suffix that a name claims, in its usual spelling."""
    suffix = PurePath(name).suffix.lower()
    return ALIASES.get(suffix, suffix)


def content_type_of(name: str) -> str:
    """The content type by the suffix of a name that has been checked."""
    return CONTENT_TYPES.get(suffix_of(name), UNKNOWN)


def kind_of(file: IO[bytes]) -> str:
    """The suffix that the content deserves, "" where it is none of those known."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if start == b"\x89PNG\r\n\x1a\n":
        return ".png"
    return _office_kind(file) if start.startswith(b"PK\x03\x04") else ""


def _office_kind(file: IO[bytes]) -> str:
    try:
        # Only the table of contents is read: nothing is unpacked.
        with zipfile.ZipFile(file) as archive:
            parts = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    finally:
        file.seek(0)
    return next((suffix for suffix, part in OFFICE_PARTS.items() if part in parts), "")


def names_of(taken: Collection[str]) -> str:
    """The kinds as people call them: "PDF, JPG или PNG"."""
    *most, last = (suffix[1:].upper() for suffix in taken)
    return f"{', '.join(most)} или {last}" if most else last


def complaint(name: str, size: int, file: IO[bytes], *, taken: Collection[str], largest: int) -> str:
    """Why the file cannot be taken, in Russian; "" where it can. `size` and `largest` in bytes."""
    if size == 0:
        return "Файл пуст."
    if size > largest:
        return f"Файл больше {largest // MEGABYTE}\u00a0МБ."
    kind = kind_of(file)
    if kind not in taken:
        return f"Нужен файл {names_of(taken)}: содержимое этого файла — другое."
    if suffix_of(name) != kind:
        return f"Содержимое файла — {kind[1:].upper()}, а расширение другое: переименуйте файл."
    return ""
