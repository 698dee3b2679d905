"""What people type is read as they mean it; what may mean two things is refused in words."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ranking_portal.fields import DayField, NumberField, RoubleField, WholeField
from ranking_portal.figures import roubles
from ranking_portal.typed import (
    FIRST_DAY,
    LAST_DAY,
    Unreadable,
    read_day,
    read_decimal,
    read_kopecks,
    whole_number,
)
from ranking_portal.words import long_day

KOPECKS = some.integers(min_value=0, max_value=10**16 - 1)
DAYS = some.dates(FIRST_DAY, LAST_DAY)


@given(KOPECKS)
def test_a_sum_is_read_back_as_the_portal_writes_it(kopecks: int) -> None:
    assert read_kopecks(roubles(kopecks)) == kopecks


@given(
    kopecks=KOPECKS,
    gap=some.sampled_from(["", " ", "\u00a0", "\u202f", "\u2009", "'", "’", "  "]),
    point=some.sampled_from([",", ".", " , "]),
    currency=some.sampled_from(["", " руб.", " руб", "₽", "\u00a0₽", " р.", " рублей", " RUB"]),
    around=some.sampled_from(["", " ", "\u00a0", "\ufeff", "\t"]),
)
def test_a_sum_is_read_in_every_way_people_write_it(
    kopecks: int, gap: str, point: str, currency: str, around: str
) -> None:
    whole, rest = divmod(kopecks, 100)
    written = f"{whole:,}".replace(",", gap)
    spellings = [f"{written}{point}{rest:02}"]
    if rest == 0:
        spellings.append(written)
    if rest % 10 == 0:
        spellings.append(f"{written}{point}{rest // 10}")
    for spelling in spellings:
        assert read_kopecks(f"{around}{spelling}{currency}{around}") == kopecks


@pytest.mark.parametrize(
    ("typed", "kopecks"),
    [
        ("78,4 тыс. руб.", 7_840_000),
        ("78,425 тыс.", 7_842_500),
        ("1,5 млн", 150_000_000),
        ("2 млрд руб.", 200_000_000_000),
        ("5 руб. 50 коп.", 550),
        ("1 234 рубля 5 копеек", 123_405),
        ("100,", 10_000),
        ("007", 700),
        ("", None),
        ("   ", None),
    ],
)
def test_other_sums_people_write(typed: str, kopecks: int | None) -> None:
    assert read_kopecks(typed) == kopecks


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("1,234,567", "по-разному"),
        ("1.234.567,89", "по-разному"),
        ("1,234.56", "по-разному"),
        ("1.234", "по-разному"),
        ("12,345", "по-разному"),
        ("1 23", "например"),
        ("12 34 567", "например"),
        ("1 234-56", "например"),
        ("1e5", "например"),
        ("ten", "например"),
        ("тыс.", "например"),
        ("\u0661\u0662", "например"),
        ("5,5 руб. 50 коп.", "дважды"),
        ("0,000001 тыс.", "копейки"),
        ("-1", "отрицательной"),
        ("\u22121 000", "отрицательной"),
        ("9" * 15, "велика"),
    ],
)
def test_what_is_no_sum_or_two_sums_is_refused(typed: str, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_kopecks(typed)


@given(some.text(max_size=12))
def test_any_text_is_a_sum_or_refused(text: str) -> None:
    try:
        found = read_kopecks(text)
    except Unreadable:
        return
    assert found is None or 0 <= found < 10**16


@given(day=DAYS)
def test_a_day_is_read_in_every_way_people_write_it(day: date) -> None:
    short = f"{day:%d.%m.}{day.year % 100:02}"
    spellings = [
        f"{day:%d.%m.%Y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d %m %Y}",
        f"{day:%d,%m,%Y}",
        f"{day:%d%m%Y}",
        f"{day:%Y-%m-%d}",
        long_day(day),
        long_day(day).removesuffix("ода") + ".",
        *([short] if day.year <= 2090 else []),
    ]
    for spelling in spellings:
        assert read_day(spelling) == day, spelling


@pytest.mark.parametrize("typed", ["1 фев 2026", "1 февр. 2026", "01 Февраля 26 г.", "1февраля 2026", " 1.2.26 "])
def test_the_first_of_february(typed: str) -> None:
    assert read_day(typed) == date(2026, 2, 1)


def test_may_has_two_forms() -> None:
    assert read_day("9 мая 2026") == read_day("9 май 2026") == date(2026, 5, 9)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("31.02.2026", "нет"),
        ("29.02.2025", "нет"),
        ("1/2/2026", "05.03.2025"),
        ("1.2", "05.03.2025"),
        ("вчера", "05.03.2025"),
        ("1 мартобря 2026", "05.03.2025"),
        ("01.01.1990", "год"),
        ("05.03.0025", "год"),
        ("01.01.2100", "год"),
    ],
)
def test_what_is_no_day_is_refused(typed: str, word: str) -> None:
    with pytest.raises(Unreadable, match=word):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1 234,5678", "1234.5678"), ("−3", "-3"), ("0.5", "0.5"), ("1'000", "1000"), ("12,", "12")],
)
def test_numbers(typed: str, number: str) -> None:
    assert read_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1e3", "1,2,3", "NaN", "1 2", "--1", "много"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable, match="число"):
        read_decimal(typed)


@pytest.mark.parametrize("text", ["", None, "-1", "1.0", "²", "\u0661", "1 ", "9" * 19, "x"])
def test_an_address_with_no_number_in_it(text: str | None) -> None:
    assert whole_number(text) is None


def test_a_number_of_an_address() -> None:
    assert (whole_number("0"), whole_number("2025")) == (0, 2025)


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown"),
    [
        (RoubleField(), "1234567.8", 123_456_780, "1\u00a0234\u00a0567,80"),
        (NumberField(max_digits=15, decimal_places=4), "1 234,5", Decimal("1234.5"), "1234,5"),
        (WholeField(), "1 200", 1200, 1200),
        (DayField(), "1 февраля 2026", date(2026, 2, 1), date(2026, 2, 1)),
    ],
)
def test_what_a_field_shows_it_reads_and_does_not_take_for_a_change(field, typed, value, shown) -> None:
    assert field.clean(typed) == value
    assert field.prepare_value(value) == shown
    assert not field.has_changed(value, field.widget.format_value(shown))
