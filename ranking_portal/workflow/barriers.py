"""What the database itself refuses, whoever writes: a state past the workflow, a change of what is settled for ever.

Pure descriptions of triggers, the same for PostgreSQL and SQLite. Each app says in its `barriers.py` what of its own
is protected; states of every object of the workflow are protected from its transitions alone. They are put in place
after every migrate, because a migration that rebuilds a table on SQLite drops its triggers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connections, models
from django_fsm import FSMFieldMixin

from ranking_portal.journal.models import Entry, Head

LONGEST_NAME = 63
# The code of a broken check constraint: Django tells it as an IntegrityError.
CHECK_VIOLATION = "23514"
GROWS = "NEW.length <= OLD.length OR NEW.id <> OLD.id"


@dataclass(frozen=True)
class Barrier:
    """A write that is refused: `verb` on a row of `table` where `when` holds (SQL over NEW and OLD)."""

    table: str
    verb: str
    name: str
    when: str
    message: str

    @property
    def trigger(self) -> str:
        """Its name in the database."""
        name = f"portal_{self.table}_{self.name}_{self.verb.lower()}"
        if len(name) > LONGEST_NAME:
            raise ValueError(f"{name}: longer than a name may be")
        return name

    def for_sqlite(self) -> list[str]:
        """Statements that put it in place."""
        return [
            f"DROP TRIGGER IF EXISTS {self.trigger}",
            f"CREATE TRIGGER {self.trigger} BEFORE {self.verb} ON {self.table} FOR EACH ROW "
            f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{self.message}'); END",
        ]

    def for_postgresql(self) -> list[str]:
        """Statements that put it in place."""
        row = "OLD" if self.verb == "DELETE" else "NEW"
        return [
            f"CREATE OR REPLACE FUNCTION {self.trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {self.when} THEN RAISE EXCEPTION '{self.message}' USING ERRCODE = '{CHECK_VIOLATION}'; END IF; "
            f"RETURN {row}; END $$",
            f"CREATE OR REPLACE TRIGGER {self.trigger} BEFORE {self.verb} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.trigger}()",
        ]


_own: list[Barrier] = []


def of_journal() -> list[Barrier]:
    """The journal is only added to, and its head only moves on."""
    head = Head._meta.db_table
    shorter = f"{head}: the journal grows only"
    return [*kept(Entry), *kept(Head, ("DELETE",)), Barrier(head, "UPDATE", "grows", GROWS, shorter)]


def protect(*barriers: Barrier) -> None:
    """Register barriers of an app."""
    _own.extend(barriers)


def all_barriers() -> list[Barrier]:
    """Those of the states, then those that the apps have registered."""
    found = [barrier for model in apps.get_models() for barrier in states_of(model)]
    return [*of_journal(), *found, *_own]


def states_of(model: type[models.Model]) -> Iterator[Barrier]:
    """States move by the transitions of the model alone, and a row is born in the first of them."""
    for field in model._meta.fields:
        if not isinstance(field, FSMFieldMixin):
            continue
        table, column = model._meta.db_table, field.column
        moves = {
            f"{source}>{move.target}" for move in field.get_all_transitions(model) for source in _sources(move.source)
        }
        born = f"NEW.{column} <> {_text(str(field.default))}"
        yield Barrier(table, "INSERT", f"{column}_first", born, f"{table}: a row begins in its first state")
        moved = f"NEW.{column} <> OLD.{column} AND (OLD.{column} || '>' || NEW.{column}) NOT IN ({_list(moves)})"
        yield Barrier(table, "UPDATE", f"{column}_moves", moved, f"{table}: no transition leads there")


def _sources(source: Any) -> Iterable[str]:
    return [str(source)] if isinstance(source, str) else [str(one) for one in source]


def kept(model: type[models.Model], verbs: Iterable[str] = ("UPDATE", "DELETE")) -> list[Barrier]:
    """A row is written once and stays for ever."""
    table = model._meta.db_table
    return [Barrier(table, verb, "kept", "1 = 1", f"{table}: a row is kept as it is") for verb in verbs]


def frozen(
    model: type[models.Model], states: Iterable[str], written_by: Mapping[Any, Iterable[str]] | None = None
) -> list[Barrier]:
    """In these states no field changes but the state, and the row is not deleted.

    `written_by`: the fields that a step writes while it leads to a state, and never again.
    """
    table = model._meta.db_table
    led: dict[str, list[str]] = {}
    for state, names in (written_by or {}).items():
        for name in names:
            led.setdefault(name, []).append(state)
    changes = []
    for field in model._meta.concrete_fields:
        if field.name != "state":
            change = f'NEW."{field.column}" IS DISTINCT FROM OLD."{field.column}"'
            if field.name in led:
                change += f" AND (NEW.state = OLD.state OR NEW.state NOT IN ({_list(led[field.name])}))"
            changes.append(f"({change})")
    changed = " OR ".join(changes)
    settled = f"OLD.state IN ({_list(states)})"
    message = f"{table}: what is settled does not change"
    return [
        Barrier(table, "UPDATE", "frozen", f"{settled} AND ({changed})", message),
        Barrier(table, "DELETE", "frozen", settled, message),
    ]


def open_while(
    model: type[models.Model],
    whole: type[models.Model],
    states: Iterable[str],
    *,
    key: str,
    free: Iterable[str] = (),
) -> list[Barrier]:
    """A part is written and deleted only while its whole is in one of the states.

    `key` gives the key of the whole in SQL, with {row} for NEW or OLD; fields that are `free` may change later too.
    """
    table, closed = model._meta.db_table, {}
    for row in ("NEW", "OLD"):
        closed[row] = (
            f"NOT EXISTS (SELECT 1 FROM {whole._meta.db_table} w "  # noqa: S608 # nosec B608 - names of our own tables
            f"WHERE w.id = ({key.format(row=row)}) AND w.state IN ({_list(states)}))"
        )
    passed_by = set(free)
    columns = [field.column for field in model._meta.concrete_fields if field.name not in passed_by]
    changed = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns)
    message = f"{table}: its time has passed"
    return [
        Barrier(table, "INSERT", "open", closed["NEW"], message),
        Barrier(table, "UPDATE", "open", f"({closed['OLD']} OR {closed['NEW']}) AND ({changed})", message),
        Barrier(table, "DELETE", "open", closed["OLD"], message),
    ]


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _list(values: Iterable[str]) -> str:
    return ", ".join(_text(str(value)) for value in sorted(values))


def install(sender: Any, using: str = "default", **told: Any) -> None:
    """After migrate: put in place the barriers of the tables of an app."""
    connection = connections[using]
    if connection.vendor == "postgresql" and "plan" not in told:
        # After a flush: emptying tables leaves their triggers where they are.
        return
    tables = {model._meta.db_table for model in sender.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        present = tables & set(connection.introspection.table_names(cursor))
        for barrier in all_barriers():
            if barrier.table in present:
                statements = barrier.for_postgresql() if connection.vendor == "postgresql" else barrier.for_sqlite()
                for statement in statements:
                    cursor.execute(statement)
