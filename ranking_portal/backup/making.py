"""Making an archive: one moment of the database, then the files that its rows name."""

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from ranking_portal import clock
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.backup.archive import (
    FILES,
    MANIFEST,
    ROWS,
    Manifest,
    applied_migrations,
    head_told,
    lines_of,
    stored_models,
)
from ranking_portal.journal import services as journal
from ranking_portal.journal.models import Head

CHUNK = 1 << 20


def make(target: Path) -> Manifest:
    """Write the archive to `target`, which appears only when it is whole. Raises FileExistsError, OSError."""
    if target.exists():
        raise FileExistsError(target)
    with journal.transaction():
        journal.record(SYSTEM.actor, "Начато снятие резервной копии", details={"file": target.name})
    beside = target.with_name(f"{target.name}.part")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _fill(archive)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return manifest


def _fill(archive: zipfile.ZipFile) -> Manifest:
    parts: dict[str, str] = {}
    tables: dict[str, int] = {}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Whatever is written meanwhile is not seen: every table is of the same moment.
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        told = head_told(Head.objects.filter(pk=1).first())
        for model in stored_models():
            table = model._meta.db_table
            tables[table] = _write(archive, parts, f"{ROWS}{table}.jsonl", (one.encode() for one in lines_of(model)))
        migrations = applied_migrations()
    # Files are stored once and never change: those that the rows name are there by now.
    for path in sorted(settings.MEDIA_ROOT.rglob("*")):
        if path.is_file():
            _write(archive, parts, f"{FILES}{path.relative_to(settings.MEDIA_ROOT).as_posix()}", _chunks(path))
    manifest = Manifest(clock.now().isoformat(), migrations, tables, told, parts)
    archive.writestr(MANIFEST, manifest.text())
    return manifest


def _write(archive: zipfile.ZipFile, parts: dict[str, str], name: str, pieces: Iterable[bytes]) -> int:
    """Write a part, remember its hash; how many pieces it had."""
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as part:
        for piece in pieces:
            part.write(piece)
            digest.update(piece)
            count += 1
    parts[name] = digest.hexdigest()
    return count


def _chunks(path: Path) -> Iterable[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
