"""The file of the document that the general fund rests on: what it must be, told by its own first bytes."""

import zipfile
from pathlib import PurePath
from typing import IO

LARGEST_BYTES = 10 * 1024 * 1024
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}
ALIASES = {".jpeg": ".jpg"}
SUFFIXES = ",".join([*CONTENT_TYPES, *ALIASES])
OFFICE_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}


def suffix_of(name: str) -> str:
    """The suffix that a name claims, in its usual spelling."""
    suffix = PurePath(name).suffix.lower()
    return ALIASES.get(suffix, suffix)


def kind_of(file: IO[bytes]) -> str:
    """The suffix that the content deserves, "" where it is none of those taken."""
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


def complaint(name: str, size: int, file: IO[bytes]) -> str:
    """Why the file cannot be taken, in Russian; "" where it can."""
    if size == 0:
        return "Файл пуст."
    if size > LARGEST_BYTES:
        return f"Файл больше {LARGEST_BYTES // 1024 // 1024}\u00a0МБ."
    kind = kind_of(file)
    if not kind:
        return "Нужен файл PDF, DOCX, XLSX, JPG или PNG: содержимое этого файла — другое."
    if suffix_of(name) != kind:
        return f"Содержимое файла — {kind[1:].upper()}, а расширение другое: переименуйте файл."
    return ""
