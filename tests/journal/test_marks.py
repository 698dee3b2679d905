"""The end of the journal as paper bears it: printed, typed, found again."""

import pytest

from ranking_portal.journal import marks
from ranking_portal.journal.chain import GENESIS
from ranking_portal.journal.marks import Mark
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import Actor, record, transaction

PETROVA = Actor("user:1", "Петрова Анна Сергеевна")
DIGITS = "a1b2c3d4e5f60718293a"


def test_it_may_be_read_and_typed() -> None:
    assert str(Mark(1234, DIGITS + "0" * 44)) == "запись №\u00a01\u00a0234, хеш a1b2 c3d4 e5f6 0718 293a"


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("1234", DIGITS),
        ("№\u00a01\u00a0234", "a1b2 c3d4 e5f6 0718 293a"),
        (" 1 234 ", "A1B2-C3D4-E5F6-0718-293A"),
        # Typed on a Russian keyboard: а, в (for b), с, е.
        ("1234", "а1в2 с3d4 е5f6 0718 293А"),
    ],
)
def test_it_is_read_however_it_is_typed(number: str, digits: str) -> None:
    assert marks.read(number, digits) == Mark(1234, DIGITS)


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("", DIGITS),
        ("0", DIGITS),
        ("-1", DIGITS),
        ("²", DIGITS),
        ("9" * 30, DIGITS),
        ("12", ""),
        ("12", DIGITS[:15]),
        ("12", "g" * 20),
        ("12", "a" * 65),
        ("12", "%" * 20),
    ],
)
def test_what_is_no_mark_is_refused(number: str, digits: str) -> None:
    with pytest.raises(ValueError, match="как на бумаге"):
        marks.read(number, digits)


def test_a_pair_needs_its_colon() -> None:
    with pytest.raises(ValueError, match="через двоеточие"):
        marks.read_pair(DIGITS)
    assert marks.read_pair(f"7:{DIGITS}") == Mark(7, DIGITS)


@pytest.mark.django_db
def test_it_holds_however_many_records_follow() -> None:
    assert marks.current() == Mark(0, GENESIS)
    with transaction():
        record(PETROVA, "раз")
        assert marks.current().number == 0
    mark = marks.current()
    assert mark == Mark(Entry.objects.get().pk, Entry.objects.get().hash)
    with transaction():
        record(PETROVA, "два")
    assert marks.against(mark) == ""
    assert marks.against(Mark(mark.number, mark.digits[:16])) == ""
    other = "0" if mark.digits[15] != "0" else "1"
    assert "переписан" in marks.against(Mark(mark.number, mark.digits[:15] + other))
