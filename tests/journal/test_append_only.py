"""Rows of the journal are only added; personal words can be erased, and the chain holds."""

import json

import pytest
from django.db.transaction import atomic

from ranking_portal.journal.models import AppendOnly, Entry, PersonalText
from ranking_portal.journal.services import Actor, broken_link, record, transaction

PETROVA = Actor("user:1", "Петрова Анна Сергеевна")
WORDS = "Болел с 1 по 15 января"

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def entry() -> Entry:
    """An entry with personal words."""
    with transaction():
        record(PETROVA, "Возражение принято", ref="bonus:1", personal={"reason": WORDS})
    return Entry.objects.get()


def test_an_entry_is_never_written_again(entry: Entry) -> None:
    entry.action = "иное"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        Entry.objects.update(action="иное")
    with pytest.raises(AppendOnly), atomic():
        Entry.objects.bulk_update([entry], ["action"])
    with pytest.raises(AppendOnly):
        Entry.objects.update_or_create(pk=entry.pk, defaults={"action": "иное"})
    assert Entry.objects.get().action == "Возражение принято"


def test_an_entry_is_never_deleted(entry: Entry) -> None:
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        Entry.objects.all().delete()
    assert Entry.objects.count() == 1


def test_the_chain_holds_a_digest_of_personal_words(entry: Entry) -> None:
    (told,) = json.loads(entry.details).values()
    assert set(told) == {"digest"}
    assert WORDS not in entry.details
    assert PersonalText.objects.get(digest=told["digest"]).text == WORDS


def test_the_same_words_have_another_digest_each_time(entry: Entry) -> None:
    with transaction():
        record(PETROVA, "Возражение принято", ref="bonus:2", personal={"reason": WORDS})
    first, second = Entry.objects.values_list("details", flat=True)
    assert first != second


def test_personal_words_can_be_erased_and_the_chain_holds(entry: Entry) -> None:
    PersonalText.objects.all().delete()
    assert broken_link() is None
