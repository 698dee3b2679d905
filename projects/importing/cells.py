"""Cells of a workbook as values: people type dates and sums in many ways, and Excel has its own.

Pure functions. A kind of value reads a cell (text is tidy already, an empty cell never gets here) or raises BadCell
with a Russian sentence, and shows the value back.
"""

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from typing import Any

from django.db.models import TextChoices

from ranking_portal.figures import decimal_ru, roubles, short_day
from ranking_portal.typed import whole_number

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)
MOST_ROUBLES = Decimal(10) ** 13
MOST_WHOLE = 2_147_483_647
# Excel keeps fifteen digits of a number: what is longer has already lost its end.
EXACT = 10**15
PERSONNEL_DIGITS = 6

SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# Anything but ordinary signs with single spaces between them.
UNTIDY = re.compile(r"[^ -~А-Яа-яЁё№«»–—]|  |^ | $")
# Small letters that look the same in both alphabets.
LOOK_ALIKE = str.maketrans("авекмнорстухі", "abekmhopctyxi")
DASHES = re.compile(r"[‐‑‒–—−]")
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: ?г\.?| 0?0:00(?::00)?)?")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
NUMBER = re.compile(r"-?(?:\d{1,3}(?: \d{3})+|\d+)(?:[.,]\d+)?")
# As a program that knows no error cells writes them, and as Excel calls them in Russian.
EXCEL_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}) | frozenset(
    {"#ССЫЛКА!", "#Н/Д", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!"}
)
CURRENCY = re.compile(r" ?(?:руб(?:\.|лей|ля|ль)?|р\.|₽)$", re.IGNORECASE)


class BadCell(Exception):
    """The cell cannot be read as its column needs; the text is a Russian sentence without a full stop."""


@dataclass(frozen=True)
class ErrorCell:
    """What Excel shows where a formula failed ("#REF!") or has never been computed."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Kind:
    """A kind of value: how it is read from a cell, shown to a person, and put into a cell again."""

    read: Callable[[Any], Any]
    show: Callable[[Any], str] = str
    cell: Callable[[Any], Any] = lambda value: value


def tidy(text: str) -> str:
    """Text with single ordinary spaces and composed letters, without what nobody sees."""
    if not UNTIDY.search(text):
        return text
    seen = SPACES.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    return "".join(sign for sign in seen if sign.isprintable()).strip()


def alike(text: str) -> str:
    """The same key for spellings that differ in case, ё or dashes only."""
    return DASHES.sub("-", tidy(text)).lower().replace("ё", "е")


def look_alike(text: str) -> str:
    """The same key for spellings that look the same: one typed in the letters of the other alphabet too."""
    return alike(text).translate(LOOK_ALIKE)


def as_seen(raw: Any) -> str:
    """A raw cell as the person sees it, cut to a readable length."""
    match raw:
        case datetime():
            text = f"{raw:%d.%m.%Y}" if raw.time() == time() else f"{raw:%d.%m.%Y %H:%M:%S}"
        case date():
            text = short_day(raw)
        case bool():
            text = "да" if raw else "нет"
        case float() if math.isfinite(raw) and raw.is_integer() and abs(raw) < EXACT:
            text = str(int(raw))
        case _:
            text = tidy(str(raw))
    return text if len(text) <= 100 else f"{text[:99]}…"


def read_text(raw: Any) -> str:
    """Text; a whole number typed where text stands is its digits."""
    match raw:
        case str():
            return raw
        case bool() | date() | time() | timedelta():
            raise BadCell("нужен текст: задайте ячейке текстовый формат и наберите значение заново")
        case int() | float():
            if not math.isfinite(raw):
                raise BadCell("нужен текст, а в ячейке не число")
            if abs(raw) >= EXACT:
                raise BadCell("число длиннее 15 цифр: Excel теряет последние, наберите его текстом")
            return str(int(raw)) if float(raw).is_integer() else str(raw)
    raise BadCell("нужен текст")


def read_personnel_number(raw: Any) -> str:
    """A personnel number as text; a number of Excel gets back its leading zeros, up to six digits."""
    text = read_text(raw)
    if isinstance(raw, str):
        return text
    if whole_number(text) is None:
        raise BadCell("нужен табельный номер")
    return text.zfill(PERSONNEL_DIGITS)


def read_day(raw: Any) -> date:
    """A day: a date of Excel or text "05.03.2025" or "2025-03-05"."""
    match raw:
        case datetime():
            day = raw.date()
        case date():
            day = raw
        case str():
            day = _typed_day(raw)
        case int() | float() if not isinstance(raw, bool):
            raise BadCell("дата записана числом: задайте ячейке формат даты")
        case _:
            raise BadCell("не дата: нужна вида 05.03.2025")
    if not EARLIEST <= day <= LATEST:
        raise BadCell(f"дата вне пределов {EARLIEST.year}–{LATEST.year} годов")
    return day


def _typed_day(text: str) -> date:
    if found := DAY.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise BadCell("не дата: нужна вида 05.03.2025")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadCell("такого дня нет в календаре") from error


def _number(raw: Any, *, places: int, what: str) -> Decimal:
    """A number half up to `places`: more of them are noise in a number of Excel, and an error in text."""
    wrong = f"не {what}: нужно число вида 78\u00a0400,50"
    match raw:
        case bool():
            raise BadCell(wrong)
        case int() | float():
            if not math.isfinite(raw):
                raise BadCell(wrong)
            number = Decimal(repr(raw))
        case str():
            text = DASHES.sub("-", CURRENCY.sub("", raw))
            if not NUMBER.fullmatch(text):
                raise BadCell(wrong)
            number = Decimal(text.replace(" ", "").replace(",", "."))
            if _places(number) > places:
                raise BadCell(f"слишком много знаков после запятой: не больше {places}")
        case _:
            raise BadCell(wrong)
    if abs(number) >= MOST_ROUBLES:
        raise BadCell(f"{what} больше допустимого")
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def read_kopecks(raw: Any) -> int:
    """A sum in roubles as whole kopecks, not negative: 78400.5, "78 400,50", "78 400,50 руб."."""
    sum_ = _number(raw, places=2, what="сумма")
    if sum_ < 0:
        raise BadCell("сумма отрицательна")
    return int(sum_ * 100)


def read_decimal(raw: Any) -> Decimal:
    """A value of a target: any number with up to four decimals."""
    number = _number(raw, places=4, what="число")
    if abs(number) >= 10**11:
        raise BadCell("число больше допустимого")
    return number


def read_whole(raw: Any) -> int:
    """A whole number from zero up; Excel's 2025.0 is whole, 2.5 is not."""
    number = _number(raw, places=9, what="число")
    if number != number.to_integral_value():
        raise BadCell("нужно целое число")
    if number < 0:
        raise BadCell("число отрицательно")
    if number > MOST_WHOLE:
        raise BadCell("число больше допустимого")
    return int(number)


YES, NO = frozenset({"да", "1", "+", "истина"}), frozenset({"нет", "0", "-", "ложь"})


def read_yes_or_no(raw: Any) -> bool:
    """ "да" or "нет", or a logical value of Excel."""
    if isinstance(raw, bool):
        return raw
    word = alike(as_seen(raw))
    if word in YES | NO:
        return word in YES
    raise BadCell("допускается: да, нет")


def choice(words: type[TextChoices]) -> Kind:
    """One of the words of an enumeration, by its Russian label."""
    by_label = {alike(str(label)): value for value, label in words.choices}
    allowed = ", ".join(str(label) for label in words.labels)

    def read(raw: Any) -> str:
        found = by_label.get(alike(as_seen(raw)))
        if found is None:
            near = get_close_matches(alike(as_seen(raw)), by_label, 1)
            hint = f"; возможно, {words(by_label[near[0]]).label}" if near else ""
            raise BadCell(f"такого вида нет; допускается: {allowed}{hint}")
        return str(found)

    def show(value: Any) -> str:
        return str(words(value).label)

    return Kind(read, show, show)


def _told(show: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else show(value)


TEXT = Kind(read_text)
PERSONNEL_NUMBER = Kind(read_personnel_number)
DAY_KIND = Kind(read_day, _told(short_day))
KOPECKS = Kind(read_kopecks, _told(roubles), lambda kopecks: Decimal(kopecks) / 100)
DECIMAL = Kind(read_decimal, _told(decimal_ru))
WHOLE = Kind(read_whole)


def _yes_or_no(value: Any) -> str:
    return "да" if value else "нет"


YES_OR_NO = Kind(read_yes_or_no, _yes_or_no, _yes_or_no)
