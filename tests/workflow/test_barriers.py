"""The database refuses what the workflow forbids, when the code is bypassed: raw SQL, against every table.

The year of the tests has been forwarded, so that every kind of object stands in some state.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, models, transaction
from django_fsm import FSMFieldMixin

from protocols.models import Document
from ranking_portal import clock
from ranking_portal.journal.models import Entry, Head
from ranking_portal.workflow.barriers import Barrier, all_barriers
from tests.bonus_fund.checked import forwarded_year
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def forwarded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One year for the module: nothing here may change it."""
    with django_db_blocker.unblock(), clock.at(TODAY), transaction.atomic():
        forwarded_year()
        Document.objects.create(
            ref="protocols.protocol:1",
            kind="x",
            title="Протокол",
            sha256="0" * 64,
            token="t" * 20,
            created_at=clock.now(),
            file=ContentFile(b"x", name="x.pdf"),
        )
        yield
        transaction.set_rollback(True)


def refused(sql: str, *params: Any) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except IntegrityError:
        return True
    return False


def stateful() -> list[type[models.Model]]:
    return [one for one in apps.get_models() if any(isinstance(f, FSMFieldMixin) for f in one._meta.fields)]


@pytest.mark.parametrize("model", stateful(), ids=lambda model: model.__name__)
def test_no_state_is_reached_past_the_transitions(forwarded: None, model: Any) -> None:
    """Every row that stands is pushed into every state that no transition leads to from its own."""
    table, field = model._meta.db_table, model._meta.get_field("state")
    moves = {(move.source, str(move.target)) for move in field.get_all_transitions(model)}
    rows = model._default_manager.order_by("pk").values_list("pk", "state")
    tried = 0
    for pk, state in {state: (pk, state) for pk, state in rows}.values():
        for wanted, _ in field.choices:
            if wanted != state and (state, str(wanted)) not in moves:
                tried += 1
                assert refused(f"UPDATE {table} SET state = %s WHERE id = %s", str(wanted), pk), (state, wanted)
    assert tried or not rows


@pytest.mark.parametrize("model", stateful(), ids=lambda model: model.__name__)
def test_nothing_is_born_past_its_first_state(forwarded: None, model: Any) -> None:
    row = model._default_manager.first()
    if row is None:
        pytest.skip("none in this year")
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if field.column not in {"id", "state"}]
    listed = ", ".join(f'"{column}"' for column in columns)
    for wanted, _ in model._meta.get_field("state").choices:
        if wanted != model._meta.get_field("state").default:
            copied = f"INSERT INTO {table} ({listed}, state) SELECT {listed}, %s FROM {table} WHERE id = %s"
            assert refused(copied, str(wanted), row.pk), wanted


SETTLED = {
    "protocols_protocol": ("number", "'999'"),
    "protocols_question": ("title", "'иное'"),
    "protocols_candidate": ("justification", "'иное'"),
    "protocols_attendance": ("seat_id", "seat_id + 1"),
    "protocols_vote": ("choice", "'against'"),
    "protocols_document": ("sha256", "'1'"),
    "ranking_ranking": ("result", "'{}'"),
    "ranking_methodology": ("title", "'иное'"),
    "bonus_fund_bonusline": ("amount_kopecks", "amount_kopecks + 1"),
    "bonus_fund_forwardingregister": ("total_kopecks", "0"),
    "bonus_fund_forwardingregister_proposals": ("bonusproposal_id", "1"),
    "journal_entry": ("action", "'иное'"),
    "journal_head": ("last_hash", "'0'"),
}


@pytest.mark.parametrize(("table", "change"), SETTLED.items(), ids=SETTLED)
def test_what_is_settled_is_neither_changed_nor_deleted(forwarded: None, table: str, change: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        assert cursor.fetchone()[0]
    assert refused(f"UPDATE {table} SET {change[0]} = {change[1]}")
    assert refused(f"DELETE FROM {table}")


def test_what_a_step_has_written_is_not_written_again(forwarded: None) -> None:
    """What the Governor has decided comes with the step that says so (clause 2.6), never before or after it."""
    approved = "UPDATE protocols_protocol SET {} WHERE state = 'approved'"
    assert refused(approved.format("decision = 'agreed'"))
    assert refused(approved.format("passed_on = '2026-02-12'"))
    assert refused(approved.format("state = 'with_governor', decision = 'agreed'"))
    with transaction.atomic():
        assert not refused(approved.format("state = 'with_governor', passed_on = '2026-02-12'"))
        assert refused("UPDATE protocols_protocol SET passed_on = '2026-02-13'")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "table", ["protocols_vote", "protocols_candidate", "protocols_attendance", "bonus_fund_bonusline"]
)
def test_nothing_is_added_to_what_is_settled(forwarded: None, table: str) -> None:
    model: Any = next(one for one in apps.get_models() if one._meta.db_table == table)
    columns = ", ".join(f'"{f.column}"' for f in model._meta.concrete_fields if f.column != "id")
    assert refused(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}")


def test_the_journal_grows_and_nothing_else(forwarded: None) -> None:
    assert refused(f"UPDATE {Head._meta.db_table} SET length = length - 1")
    assert not refused(f"UPDATE {Head._meta.db_table} SET length = length + 1")
    assert Entry.objects.exists()


def test_every_barrier_stands_in_the_database() -> None:
    """By its name: whatever a migration rebuilds, they come back."""
    names = "SELECT tgname FROM pg_trigger" if connection.vendor == "postgresql" else "SELECT name FROM sqlite_master"
    with connection.cursor() as cursor:
        cursor.execute(names)
        present = {name for (name,) in cursor.fetchall()}
    wanted = {barrier.trigger for barrier in all_barriers()}
    assert wanted <= present
    assert len(wanted) == len(all_barriers())


def test_a_name_too_long_for_the_database_is_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        _ = Barrier("t" * 60, "UPDATE", "kept", "1 = 1", "").trigger
