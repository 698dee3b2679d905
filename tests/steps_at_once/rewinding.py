"""A committed world that is put back as it was: races need rows that every connection sees, a hundred times the same.

PostgreSQL alone: rows are kept in a schema beside, barriers are taken away while they are written back.
"""

from typing import Self

from django.db import connection


class Kept:
    """The rows of all tables as they stood when it was made; use as a context, its schema goes with it."""

    def __init__(self, schema: str = "kept_by_the_trial") -> None:
        self.schema = schema
        self.tables = sorted(connection.introspection.table_names())

    def __enter__(self) -> Self:
        copies = [f'CREATE TABLE {self.schema}."{name}" AS TABLE public."{name}"' for name in self.tables]
        _run(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE", f"CREATE SCHEMA {self.schema}", *copies)
        self.marks = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        _run(f"DROP SCHEMA {self.schema} CASCADE")

    def moved(self) -> dict[str, int]:
        """By how many rows each table has grown or shrunk since it was kept; those that have not are left out."""
        now = self._read()
        return {name: now[name][0] - mark[0] for name, mark in self.marks.items() if now[name][0] != mark[0]}

    def rewind(self) -> None:
        """Every row as it was kept; numbers of new rows go on, as in life."""
        changed = [name for name, mark in self._read().items() if mark != self.marks[name]]
        back = [
            f'DELETE FROM public."{name}"; INSERT INTO public."{name}" SELECT * FROM {self.schema}."{name}"'
            for name in changed
        ]
        _run("SET session_replication_role = replica", *back, "SET session_replication_role = origin")
        self.marks = self._read()

    def _read(self) -> dict[str, tuple[int, int]]:
        """Of each table: how many rows, and the youngest transaction that has written one of them."""
        asked = (
            f"SELECT '{name}', COUNT(*), COALESCE(MAX(xmin::text::bigint), 0) FROM public.\"{name}\""
            for name in self.tables
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            return {name: (rows, youngest) for name, rows, youngest in cursor.fetchall()}


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))
