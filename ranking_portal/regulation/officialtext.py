"""The file of the official text: what it must be, told by its own first bytes."""

import zipfile
from pathlib import PurePath
from typing import IO

LARGEST_BYTES = 20 * 1024 * 1024
CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".rtf": "application/rtf",
}
SUFFIXES = ",".join(CONTENT_TYPES)


def kind_of(file: IO[bytes]) -> str:
    """The suffix that the content deserves: ".pdf", ".docx", ".rtf", or "" where it is none of them."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"{\\rtf"):
        return ".rtf"
    if start.startswith(b"PK\x03\x04") and _is_word(file):
        return ".docx"
    return ""


def _is_word(file: IO[bytes]) -> bool:
    try:
        # Only the table of contents is read: nothing is unpacked.
        with zipfile.ZipFile(file) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False
    finally:
        file.seek(0)


def complaint(name: str, size: int, file: IO[bytes]) -> str:
    """Why the file cannot be the official text, in Russian; "" where it can."""
    if size == 0:
        return "Файл пуст."
    if size > LARGEST_BYTES:
        return f"Файл больше {LARGEST_BYTES // 1024 // 1024} МБ."
    kind = kind_of(file)
    if not kind:
        return "Нужен файл PDF, DOCX или RTF: содержимое этого файла – другое."
    if PurePath(name).suffix.lower() != kind:
        return f"Содержимое файла – {kind[1:].upper()}, а расширение другое: переименуйте файл."
    return ""
