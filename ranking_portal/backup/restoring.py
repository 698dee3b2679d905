"""Restoring an archive into an empty installation: everything or nothing, and only what it says it is."""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, models, transaction

from ranking_portal.backup.archive import (
    BATCH,
    FILES,
    MANIFEST,
    ROWS,
    BadArchive,
    Manifest,
    applied_migrations,
    head_told,
    rows_of,
    stored_models,
)
from ranking_portal.journal.models import Head
from ranking_portal.journal.services import broken_link

CHUNK = 1 << 20
# What migrating alone puts into the database: the shipped edition and the entry that tells of it.
BY_MIGRATION = {"regulation", "journal", "auth", "contenttypes"}


def restore(source: Path) -> Manifest:
    """Fill this empty installation from the archive. Raises BadArchive (with the reason), and then changes nothing."""
    try:
        archive = zipfile.ZipFile(source)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadArchive(f"{source} не читается как архив портала.") from error
    with archive:
        manifest = _checked(archive)
        _check_place(manifest)
        with (
            _files_of(archive, manifest) as unpacked,
            connection.constraint_checks_disabled(),
            transaction.atomic(),
        ):
            _load(archive, manifest)
            # Before the commit: rows never name a file that is not there.
            _move(unpacked)
    return manifest


def _checked(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of an archive whose every part is as it was written."""
    if MANIFEST not in archive.namelist():
        raise BadArchive("В архиве нет описи: копия снята не до конца или это не архив портала.")
    manifest = Manifest.read(archive.read(MANIFEST))
    if set(archive.namelist()) != {MANIFEST, *manifest.parts}:
        raise BadArchive("Состав архива не сходится с описью.")
    for name, expected in manifest.parts.items():
        if ".." in PurePosixPath(name).parts or not name.startswith((ROWS, FILES)):
            raise BadArchive(f"Недопустимое имя в архиве: {name}.")
        digest = hashlib.sha256()
        try:
            with archive.open(name) as part:
                while chunk := part.read(CHUNK):
                    digest.update(chunk)
        except (zipfile.BadZipFile, OSError) as error:
            raise BadArchive(f"Часть архива повреждена: {name}.") from error
        if digest.hexdigest() != expected:
            raise BadArchive(f"Часть архива изменена: {name}.")
    return manifest


def _check_place(manifest: Manifest) -> None:
    """The schema is that of the archive, and nothing would be lost here."""
    here, there = set(applied_migrations()), set(manifest.migrations)
    if here != there:
        reasons = []
        if there - here:
            reasons.append("в архиве новее: " + ", ".join(sorted(there - here)))
        if here - there:
            reasons.append("здесь новее: " + ", ".join(sorted(here - there)))
        raise BadArchive(
            f"Схема базы другая ({'; '.join(reasons)}). Поставьте ту же версию портала, восстановите, затем обновите."
        )
    full = [
        str(model._meta.verbose_name)
        for model in stored_models()
        if model._meta.app_label not in BY_MIGRATION and models.QuerySet(model).exists()
    ]
    if full:
        raise BadArchive(f"База не пуста ({', '.join(full[:5])}): восстанавливают только в пустую установку.")
    if settings.MEDIA_ROOT.exists() and any(settings.MEDIA_ROOT.iterdir()):
        raise BadArchive(f"Папка файлов не пуста: {settings.MEDIA_ROOT}.")


def _load(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Rows as they were, past every barrier; then the barriers, the constraints, and the journal itself are tried."""
    _drop_triggers()
    found = stored_models()
    with connection.cursor() as cursor:
        for model in found:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 # nosec B608
    for model in found:
        with archive.open(f"{ROWS}{model._meta.db_table}.jsonl") as lines:
            rows, table = rows_of(model, lines), models.QuerySet[Any](model)
            while batch := list(islice(rows, BATCH)):
                table.bulk_create(batch)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), found):
            cursor.execute(statement)
    connection.check_constraints()
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=[])
    head = Head.objects.filter(pk=1).first()
    if head_told(head) != manifest.journal:
        raise BadArchive("Голова журнала не та, что в описи.")
    if broken_link() is not None:
        raise BadArchive("Цепочка журнала в архиве разорвана.")


def _drop_triggers() -> None:
    """Barriers are for whoever works; they come back before anybody does."""
    if connection.vendor == "postgresql":
        listed = (
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
        )
    else:
        listed = "SELECT name, '' FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(listed)
        for name, table in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name} ON {table}" if table else f"DROP TRIGGER {name}")


@contextmanager
def _files_of(archive: zipfile.ZipFile, manifest: Manifest) -> Iterator[Path]:
    """The stored files, unpacked beside their place."""
    settings.MEDIA_ROOT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.MEDIA_ROOT.parent, prefix=".restoring-") as folder:
        unpacked = Path(folder) / "files"
        unpacked.mkdir()
        for name in manifest.parts:
            if name.startswith(FILES):
                target = unpacked / name.removeprefix(FILES)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as part, target.open("wb") as file:
                    shutil.copyfileobj(part, file)
        yield unpacked


def _move(unpacked: Path) -> None:
    if settings.MEDIA_ROOT.exists():
        settings.MEDIA_ROOT.rmdir()
    unpacked.replace(settings.MEDIA_ROOT)
