"""Many rows into a table at once: COPY where the database has it, else in batches."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.db import connection, models

BATCH = 500
AT_ONCE = 5000
# Fewer rows are quicker by an ordinary insert, which also tells their keys.
WORTH_COPYING = 500
NULL = "\\N"


def insert(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given by names of columns (`card_id`); fields that are not named take their defaults."""
    if connection.vendor == "postgresql" and len(rows) >= WORTH_COPYING:
        _copy(model, rows)
    else:
        model._default_manager.bulk_create([model(**row) for row in rows], BATCH)


def _copy(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    given = set(rows[0])
    defaults = {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if field.attname not in given and not field.primary_key
    }
    fields = [field for field in model._meta.concrete_fields if field.attname in given or field.attname in defaults]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    order = f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')"
    names = [field.attname for field in fields]
    left = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(left, AT_ONCE)):
            cursor.cursor.copy_expert(order, _lines(({**defaults, **row} for row in some), names))


def _lines(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> io.StringIO:
    """Rows as CSV; an empty text is quoted, so that it is no NULL."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([NULL if (value := row[name]) is None else value for name in names] for row in rows)
    text.seek(0)
    return text
