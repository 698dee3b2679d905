"""The chain of hashes: whatever is done to a row behind the portal's back is found."""

import json
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from ranking_portal.journal.chain import GENESIS, canonical, diff
from ranking_portal.journal.checking import check
from ranking_portal.journal.models import Entry, Head, PersonalText
from ranking_portal.journal.services import Actor, broken_link, history, record, reworded, transaction
from tests.conftest import TODAY
from tests.races import needs_postgres, together
from tests.unguarded import without_barriers

PETROVA = Actor("user:1", "Петрова Анна Сергеевна")
THIRD = 2

pytestmark = pytest.mark.sqlite


class InterruptionError(RuntimeError):
    """Something went wrong on the way."""


def told(*actions: str) -> list[Entry]:
    """Entries of one transaction, in order."""
    with transaction():
        for action in actions:
            record(PETROVA, action, ref="project:E3", label="Цифровая среда", clause="2.2", details={"on": TODAY})
    return list(Entry.objects.order_by("pk"))


def interrupted(action: str, **personal: str) -> None:
    """A transaction that tells and then falls."""
    with transaction():
        record(PETROVA, action, personal=personal)
        raise InterruptionError


def spoil(sql: str, *values: str | int | datetime) -> None:
    """Change the database behind the portal's back."""
    with without_barriers(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.django_db
def test_an_empty_journal_holds() -> None:
    assert broken_link() is None


@pytest.mark.django_db
def test_each_entry_carries_the_hash_of_the_one_before() -> None:
    first, second = told("раз", "два")
    (third,) = told("три")[THIRD:]
    assert first.previous_hash == GENESIS
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    head = Head.objects.get()
    assert (head.last_hash, head.length) == (third.hash, 3)
    assert broken_link() is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "user:2"),
        ("actor_label", "Иванов"),
        ("action", "другое"),
        ("ref", "project:N4"),
        ("label", "Другой проект"),
        ("clause", "2.3"),
        ("details", "{}"),
        ("previous_hash", "f" * 64),
        ("hash", "e" * 64),
    ],
)
def test_a_changed_row_is_named(column: str, value: str) -> None:
    entries = told("раз", "два", "три")
    spoil(f"UPDATE journal_entry SET {column} = %s WHERE id = %s", value, entries[1].pk)
    assert broken_link() == entries[1].pk


@pytest.mark.django_db
def test_a_moved_moment_is_found() -> None:
    (entry,) = told("раз")
    spoil("UPDATE journal_entry SET at = %s WHERE id = %s", entry.at + timedelta(microseconds=1), entry.pk)
    assert broken_link() == entry.pk


@pytest.mark.django_db
def test_a_row_taken_out_is_found_at_the_next_one() -> None:
    entries = told("раз", "два", "три")
    spoil("DELETE FROM journal_entry WHERE id = %s", entries[1].pk)
    assert broken_link() == entries[2].pk


@pytest.mark.django_db
def test_a_cut_tail_is_found() -> None:
    entries = told("раз", "два", "три")
    spoil("DELETE FROM journal_entry WHERE id = %s", entries[2].pk)
    assert broken_link() == 0


@pytest.mark.django_db
def test_the_command_tells_that_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    told("раз", "два")
    call_command("verify_journal")
    assert capsys.readouterr().out.strip() == (
        "Журнал цел, записей: 2. Документы целы, файлов: 0. Решения целы: 0. Сходится с записями на документах: 0."
    )
    call_command("verify_journal", "--json")
    assert json.loads(capsys.readouterr().out) == {
        "ok": True,
        "broken": None,
        "entries": 2,
        "documents": 0,
        "papers": 0,
        "decisions": 0,
        "damaged": [],
    }


@pytest.mark.django_db
def test_the_command_tells_where_it_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    entries = told("раз", "два")
    spoil("UPDATE journal_entry SET action = 'иное' WHERE id = %s", entries[0].pk)
    with pytest.raises(CommandError, match=f"разорвана на записи №\u00a0{entries[0].pk}") as refusal:
        call_command("verify_journal", "--json")
    assert refusal.value.returncode == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["broken"], answer["entries"]) == (False, entries[0].pk, 2)


@pytest.mark.django_db
def test_nothing_is_told_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        record(PETROVA, "раз")


@pytest.mark.django_db
def test_nothing_is_told_of_what_did_not_happen() -> None:
    with pytest.raises(InterruptionError):
        interrupted("раз", note="тайна")
    assert not Entry.objects.exists()
    assert not PersonalText.objects.exists()
    assert broken_link() is None


@pytest.mark.django_db
def test_an_inner_whole_that_fell_is_not_told_by_the_outer_one() -> None:
    with transaction():
        record(PETROVA, "до")
        with pytest.raises(InterruptionError):
            interrupted("внутри")
        record(PETROVA, "после")
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["до", "после"]


@pytest.mark.django_db
def test_the_history_of_an_object_is_its_own_newest_first() -> None:
    told("раз", "два")
    with transaction():
        record(PETROVA, "о другом", ref="project:N4")
    assert [entry.action for entry in history("project:E3")] == ["два", "раз"]


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Writers at the same moment wait for one another at the end of the chain."""

    pytestmark = needs_postgres

    def test_the_chain_never_forks(self) -> None:
        writers, times = 4, 10

        def write(number: int) -> None:
            for time in range(times):
                with transaction():
                    record(PETROVA, f"писатель {number}, раз {time}")

        together([partial(write, number) for number in range(writers)], TODAY)
        previous = list(Entry.objects.values_list("previous_hash", flat=True))
        assert len(previous) == len(set(previous)) == writers * times
        assert broken_link() is None

    def test_the_check_holds_while_others_write(self) -> None:
        told("раз")

        def write() -> None:
            for time in range(30):
                with transaction():
                    record(PETROVA, f"раз {time}")

        def check() -> list[int]:
            return [broken for _ in range(20) if (broken := broken_link()) is not None]

        assert together([write, check], TODAY) == [None, []]


def test_one_text_for_one_value() -> None:
    assert canonical({"б": TODAY, "а": [1, None]}) == '{"а":[1,null],"б":"2026-02-09"}'


def test_a_difference_names_what_was_and_what_is() -> None:
    assert diff({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": [2, 3], "c": [None, 4]}


@pytest.mark.django_db
def test_altered_words_that_can_be_erased_are_named_and_erased_ones_are_not() -> None:
    for typed in ("ivanova", "petrova"):
        with transaction():
            record(PETROVA, "Неудачная попытка входа", personal={"login": typed})
    assert reworded() == []
    PersonalText.objects.filter(text="ivanova").delete()
    assert reworded() == []
    spoil("UPDATE journal_personaltext SET text = 'sidorova' WHERE text = 'petrova'")
    assert reworded() == [Entry.objects.latest("pk")]
    assert "слова, хранимые при ней, изменены" in check().reasons[0]
