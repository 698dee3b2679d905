"""Details of an entry in the words of people."""

import pytest

from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.journal.reading import ERASED, NOTHING, Line, in_words, lines_of, roubles, told
from ranking_portal.journal.services import Actor, record, transaction

PETROVA = Actor("user:1", "Петрова Анна Сергеевна")

pytestmark = pytest.mark.sqlite


@pytest.mark.parametrize(
    ("value", "name", "words"),
    [
        (None, "", NOTHING),
        ("", "", NOTHING),
        (True, "", "да"),
        (False, "", "нет"),
        (0, "", "0"),
        ("2026-02-09", "", "09.02.2026"),
        ("№ 7 от 2026-02-09", "", "№ 7 от 2026-02-09"),
        (123456789, "price_kopecks", "1\u00a0234\u00a0567,89\u00a0₽"),
        (["E3", "N4"], "", "E3, N4"),
        ("2026-02-09 12:00:30.5+03:00", "", "09.02.2026 12:00"),
        (f"sha256:{'0a' * 32}", "", "отпечаток SHA-256 0a0a0a0a…0a0a0a0a"),
        ({"price_kopecks": 100, "since": "2026-01-01"}, "", "price_kopecks: 1,00\u00a0₽; since: 01.01.2026"),
    ],
)
def test_values_are_told_as_people_write_them(value: object, name: str, words: str) -> None:
    assert in_words(value, name) == words


@pytest.mark.parametrize(
    ("kopecks", "words"), [(0, "0,00\u00a0₽"), (-5, "-0,05\u00a0₽"), (100000, "1\u00a0000,00\u00a0₽")]
)
def test_money(kopecks: int, words: str) -> None:
    assert roubles(kopecks) == words


def test_fields_are_named_by_their_models() -> None:
    details = {"is_active": [True, False], "state": ["черновик", "действует"], "other": 7}
    assert lines_of("accounts.user:5", details, {}) == [
        Line("может входить", "нет", "да"),
        Line("состояние", "действует", "черновик"),
        Line("other", "7"),
    ]


def test_choices_are_told_by_their_labels() -> None:
    assert lines_of("accounts.rolegrant:1", {"role": "auditor"}, {}) == [Line("роль", "контроль")]


def test_texts_that_only_programs_read_are_not_poured_out() -> None:
    details = {"names": '{"E3": {"name": "Цифровая среда"}}', "snapshot": f"sha256:{'0a' * 32}"}
    assert [line.name for line in lines_of("ranking.ranking:1", details, {})] == ["снимок фактов"]


@pytest.mark.parametrize("ref", ["", "project:E3:2025", "gone.model:5", "gone"])
def test_an_object_of_no_model_is_told_all_the_same(ref: str) -> None:
    assert lines_of(ref, {"сумма": "5"}, {}) == [Line("сумма", "5")]


@pytest.mark.django_db
def test_personal_words_are_shown_until_they_are_erased() -> None:
    with transaction():
        record(PETROVA, "Возражение", personal={"слова": "Болел"})
    assert told(Entry.objects.all())[0].lines == (Line("слова", "Болел"),)
    PersonalText.objects.all().delete()
    assert told(Entry.objects.all())[0].lines == (Line("слова", ERASED),)
