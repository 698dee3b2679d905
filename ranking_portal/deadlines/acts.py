"""Texts of the acts by which the calendar was changed: kept as they were given, with their hash."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride
from ranking_portal.journal.keeping import Kept, keeps
from ranking_portal.journal.services import ref_of


def fields_of(file: "UploadedFile[bytes] | None") -> dict[str, Any]:
    """What a row keeps of the text of its act; nothing where none is given."""
    if file is None:
        return {}
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return {"file": file, "sha256": digest.hexdigest()}


@keeps
def texts() -> Iterator[Kept]:
    """Every text that is kept."""
    rows: list[CalendarOverride | CalendarDecree] = [
        *CalendarOverride.objects.exclude(file=""),
        *CalendarDecree.objects.exclude(file=""),
    ]
    for row in rows:
        yield Kept(row.act, ref_of(row), row.sha256, row.file)
