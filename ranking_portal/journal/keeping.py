"""Files that must stay as they were stored: each app tells of its own, `verify_journal` looks at every one.

The hash of each was written down when it was stored; a file that is gone or differs is named.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models.fields.files import FieldFile

MISSING, CHANGED = "файла нет", "файл изменён"


@dataclass(frozen=True)
class Kept:
    """A stored file: what it is called, its journal key, its hash, the file itself."""

    title: str
    ref: str
    sha256: str
    file: FieldFile


@dataclass(frozen=True)
class Damage:
    """A stored file that is not what it was."""

    title: str
    ref: str
    why: str


Source = Callable[[], Iterable[Kept]]
_sources: list[Source] = []


def keeps(source: Source) -> Source:
    """Register a source of files that never change."""
    if source not in _sources:
        _sources.append(source)
    return source


def problem_of(file: FieldFile, sha256: str) -> str:
    """What is wrong with a stored file; "" where nothing is."""
    try:
        with file.open("rb") as stored:
            return "" if hashlib.file_digest(stored, "sha256").hexdigest() == sha256 else CHANGED
    except (FileNotFoundError, ValueError):
        return MISSING


def damaged() -> tuple[int, list[Damage]]:
    """How many files are kept, and those of them that are gone or differ."""
    count, found = 0, []
    for source in _sources:
        for kept in source():
            count += 1
            if why := problem_of(kept.file, kept.sha256):
                found.append(Damage(kept.title, kept.ref, why))
    return count, found
