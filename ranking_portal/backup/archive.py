"""What stands in an archive: its manifest, the tables it holds, rows as text and back. One format, numbered."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, time
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from ranking_portal.journal.models import Head

FORMAT = 1
MANIFEST, ROWS, FILES = "manifest.json", "rows/", "files/"
BATCH = 1000
# Made by migrations themselves, or worth nothing on another day.
LEFT_OUT = {"contenttypes.contenttype", "auth.permission", "sessions.session"}


class _Exact(DjangoJSONEncoder):
    """Moments to the microsecond: the framework's own encoder cuts them, and the journal's chain would break."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


class BadArchive(Exception):
    """The archive cannot be restored here; the text says why, in Russian."""


@dataclass(frozen=True)
class Manifest:
    """What an archive holds: hashes of its parts, rows by table, applied migrations, the head of the journal."""

    made_at: str
    migrations: list[str]
    tables: dict[str, int]
    journal: dict[str, Any]
    parts: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    def text(self) -> str:
        """As it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def read(cls, text: bytes) -> "Manifest":
        """From the archive. Raises BadArchive."""
        try:
            told = json.loads(text)
            if told.get("format") != FORMAT:
                raise BadArchive(f"Архив вида {told.get('format')}, портал читает вид {FORMAT}.")
            return cls(**told)
        except (ValueError, TypeError, AttributeError) as error:
            raise BadArchive("Опись архива не читается.") from error


def stored_models() -> list[type[models.Model]]:
    """Every table of the portal, those of many-to-many relations included, in a settled order."""
    found = apps.get_models(include_auto_created=True)
    kept = [one for one in found if one._meta.managed and not one._meta.proxy and one._meta.label_lower not in LEFT_OUT]
    return sorted(kept, key=lambda one: one._meta.db_table)


def applied_migrations() -> list[str]:
    """Migrations of this database: the version of its schema."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def head_told(head: Head | None) -> dict[str, Any]:
    """The end of the journal: how many entries, and the hash of the last."""
    return {"length": head.length, "hash": head.last_hash} if head else {"length": 0, "hash": ""}


def lines_of(model: type[models.Model]) -> Iterator[str]:
    """Every row of a table as a line of JSON: the values of its columns in order."""
    names = [one.attname for one in model._meta.concrete_fields]
    # Managers of the portal may hide or refuse; a copy takes everything.
    for values in models.QuerySet(model).order_by("pk").values_list(*names).iterator(chunk_size=BATCH):
        yield json.dumps(values, cls=_Exact, ensure_ascii=False) + "\n"


def rows_of(model: type[models.Model], lines: Iterable[bytes]) -> Iterator[models.Model]:
    """Rows of a table from their lines."""
    fields = model._meta.concrete_fields
    for line in lines:
        values = json.loads(line)
        yield model(**{one.attname: _value(one, value) for one, value in zip(fields, values, strict=True)})


def _value(column: Any, value: Any) -> Any:
    if isinstance(column, models.JSONField):
        return value
    return column.target_field.to_python(value) if isinstance(column, models.ForeignKey) else column.to_python(value)
