"""Names of people in the journal: shown to whoever reads, erased for good without breaking the chain."""

from typing import Any

import pytest

from ranking_portal.journal import names
from ranking_portal.journal.models import Entry, Name
from ranking_portal.journal.services import Actor, broken_link, history, record, reworded, transaction

PETROVA = Actor("user:1", "Петрова Анна Сергеевна")
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def tell(actor: Actor = PETROVA, **told: Any) -> None:
    with transaction():
        record(actor, "Роль выдана", **told)


def in_the_chain() -> str:
    return " ".join(str(row) for row in Entry.objects.values_list())


def test_the_chain_holds_a_mark_and_the_reader_sees_the_name() -> None:
    tell(ref="accounts.user:7", label="Сидоров Пётр Ильич")
    assert "Петрова" not in in_the_chain()
    assert "Сидоров" not in in_the_chain()
    entry = Entry.objects.get()
    assert (entry.actor_label, entry.label) == ("Петрова Анна Сергеевна", "Сидоров Пётр Ильич")
    assert str(entry).endswith("Петрова Анна Сергеевна: Роль выдана")


def test_a_name_is_kept_once_and_a_new_one_beside_it() -> None:
    for label in ("Петрова Анна Сергеевна", "Петрова Анна Сергеевна", "Волкова Анна Сергеевна"):
        tell(Actor("user:1", label))
    assert Name.objects.count() == 2
    assert [one.actor_label for one in Entry.objects.all()] == [
        "Волкова Анна Сергеевна",
        "Петрова Анна Сергеевна",
        "Петрова Анна Сергеевна",
    ]


def test_namesakes_are_erased_apart() -> None:
    tell()
    tell(Actor("user:2", PETROVA.label))
    assert names.erase(1) == 1
    assert [one.actor_label for one in Entry.objects.all()] == [PETROVA.label, names.ERASED]


def test_what_is_no_person_stands_as_it_is() -> None:
    tell(Actor("system", "Портал (система)"), ref="projects.projectyear:5", label="E3 Цифровая среда")
    assert "Портал (система)" in in_the_chain()
    assert "E3 Цифровая среда" in in_the_chain()
    assert not Name.objects.exists()


def test_an_erased_name_leaves_the_chain_whole() -> None:
    tell(ref="accounts.user:1", label=PETROVA.label)
    names.erase(1)
    assert broken_link() is None
    assert [(one.actor_label, one.label) for one in history("accounts.user:1")] == [(names.ERASED, names.ERASED)]


def test_a_name_that_was_put_in_place_of_another_is_found() -> None:
    tell()
    assert reworded() == []
    Name.objects.update(text="Подставной Лев Ильич")
    assert [one.pk for one in reworded()] == [Entry.objects.get().pk]


def test_names_cost_one_query_for_all_rows(django_assert_num_queries) -> None:
    for number in range(5):
        tell(Actor(f"user:{number}", f"Человек {number}"))
    with django_assert_num_queries(2):
        assert len({one.actor_label for one in Entry.objects.all()}) == 5
