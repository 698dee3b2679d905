"""How people type dates, sums and words into cells, and what of it cannot be read."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.enums import WorkKind
from projects.importing import cells
from projects.importing.cells import BadCell


@pytest.mark.parametrize(
    ("typed", "kopecks"),
    [
        (1897601694.25, 189760169425),
        (0.1 + 0.2, 30),
        (1.005, 101),
        (78400.0, 7840000),
        ("78 400,00", 7840000),
        ("78\u00a0400,5", 7840050),
        ("78\u202f400.50", 7840050),
        ("1 234 567,89 руб.", 123456789),
        ("100 руб", 10000),
        ("100 ₽", 10000),
        ("0", 0),
        ("1,500", 150),
    ],
)
def test_sums_are_read_to_the_kopeck(typed: Any, kopecks: int) -> None:
    assert cells.read_kopecks(cells.tidy(typed) if isinstance(typed, str) else typed) == kopecks


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("сто рублей", "не сумма"),
        ("1 23 456,00", "не сумма"),
        ("1,234,567.89", "не сумма"),
        ("12,345", "слишком много знаков после запятой"),
        ("nan", "не сумма"),
        (float("nan"), "не сумма"),
        (float("inf"), "не сумма"),
        (True, "не сумма"),
        (date(2025, 1, 1), "не сумма"),
        (-0.01, "сумма отрицательна"),
        ("-5,00", "сумма отрицательна"),
        ("−5,00", "сумма отрицательна"),
        (1e15, "больше допустимого"),
        ("9" * 400, "больше допустимого"),
    ],
)
def test_what_is_no_sum_is_named(typed: Any, message: str) -> None:
    with pytest.raises(BadCell, match=message):
        cells.read_kopecks(typed)


@given(st.integers(min_value=0, max_value=10**13))
def test_a_sum_of_excel_keeps_every_kopeck(kopecks: int) -> None:
    assert cells.read_kopecks(kopecks / 100) == kopecks


@pytest.mark.parametrize(
    "typed",
    [
        date(2025, 3, 5),
        datetime(2025, 3, 5),
        datetime(2025, 3, 5, 14, 30),
        "05.03.2025",
        "5.3.2025",
        "05.03.2025 г.",
        "05.03.2025 0:00:00",
        "2025-03-05",
        "2025-03-05 00:00:00",
    ],
)
def test_days_are_read(typed: Any) -> None:
    assert cells.read_day(typed) == date(2025, 3, 5)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31.02.2025", "такого дня нет"),
        ("2025-13-01", "такого дня нет"),
        ("05.03.25", "не дата"),
        ("05/03/2025", "не дата"),
        ("в марте", "не дата"),
        (45721.0, "дата записана числом"),
        (True, "не дата"),
        (time(1, 2), "не дата"),
        (date(1905, 3, 5), "вне пределов"),
        ("05.03.2205", "вне пределов"),
    ],
)
def test_what_is_no_day_is_named(typed: Any, message: str) -> None:
    with pytest.raises(BadCell, match=message):
        cells.read_day(typed)


def test_whole_numbers() -> None:
    assert cells.read_whole(2025.0) == 2025
    assert cells.read_whole("42 397") == 42397
    for typed, message in ((2.5, "целое"), ("2,5", "целое"), (-1, "отрицательно"), (3e9, "больше"), ("x", "не число")):
        with pytest.raises(BadCell, match=message):
            cells.read_whole(typed)


def test_values_of_targets_may_be_negative_and_have_four_decimals() -> None:
    assert cells.read_decimal("-1,2345") == Decimal("-1.2345")
    assert cells.read_decimal(0.1 + 0.2) == Decimal("0.3000")
    with pytest.raises(BadCell, match="не больше 4"):
        cells.read_decimal("1,23456")
    with pytest.raises(BadCell, match="больше допустимого"):
        cells.read_decimal(10**11)


def test_a_personnel_number_keeps_its_zeros() -> None:
    assert cells.read_personnel_number("001053") == "001053"
    assert cells.read_personnel_number(1053.0) == "001053"
    assert cells.read_personnel_number("1053") == "1053"
    with pytest.raises(BadCell, match="табельный номер"):
        cells.read_personnel_number(10.5)


def test_text_made_a_number_by_excel() -> None:
    assert cells.read_text(145001.0) == "145001"
    with pytest.raises(BadCell, match="15 цифр"):
        cells.read_text(1.4556175905890123e16)
    with pytest.raises(BadCell, match="текст"):
        cells.read_text(date(2025, 1, 1))


def test_words_of_a_choice_are_known_in_any_spelling() -> None:
    kind = cells.choice(WorkKind)
    assert kind.read("Капитальный  ремонт") == WorkKind.MAJOR_REPAIR
    with pytest.raises(BadCell, match="допускается: строительство, реконструкция, капитальный ремонт"):
        kind.read("снос")


def test_yes_and_no() -> None:
    assert cells.read_yes_or_no("Да") is True
    assert cells.read_yes_or_no(False) is False
    with pytest.raises(BadCell, match="да, нет"):
        cells.read_yes_or_no("может быть")


def test_text_is_tidied() -> None:
    assert cells.tidy(" Луж\u00adский\u00a0 район\n\ufeff") == "Лужский район"
    assert cells.tidy("и\u0306") == "й"
    assert cells.tidy("а\x00б") == "аб"
