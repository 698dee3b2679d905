"""Reading what people type or paste in Russian: sums, numbers, days, numbers in addresses. Pure functions.

A reader gives the value or raises Unreadable with a whole Russian sentence. What could mean two things is refused,
never guessed: money and terms hang on it.
"""

import re
from datetime import date
from decimal import Decimal

from ranking_portal.words import MONTHS, NBSP

SPACE = r"[\s\u00a0\u2007\u2009\u202f]"
PARTED = SPACE[:-1] + r"'’ʼ]"
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
MINUS = re.compile(r"^[-\u2212\u2013\u2012]\s*")
# Digits without gaps, or parted by three: 1234567, 1 234 567, 1'234'567.
WHOLE = rf"(?:[0-9]+|[0-9]{{1,3}}(?:{PARTED}+[0-9]{{3}})+)"
NUMBER = re.compile(rf"({WHOLE})(?:{SPACE}*[.,]{SPACE}*([0-9]*))?")
CURRENCY = re.compile(r"(?:рубл(?:ей|я|ь)|руб|р|₽|rub)\.?$")
SCALE = re.compile(r"(тыс(?:яч[аи]?)?|млн|миллион(?:а|ов)?|млрд|миллиард(?:а|ов)?)\.?$")
THOUSANDS = {"тыс": 10**3, "млн": 10**6, "мил": 10**6, "млр": 10**9}
KOPECKS = re.compile(
    rf"(.*?){SPACE}*(?:рубл(?:ей|я|ь)|руб|р)\.?{SPACE}*([0-9]{{1,2}}){SPACE}*(?:коп(?:еек|ейк[аи])?|к)\.?"
)
KOPECK_PLACES = 2
LARGEST_SUM_ROUBLES = Decimal(10) ** 14

FIRST_DAY, LAST_DAY = date(1991, 1, 1), date(2099, 12, 31)
DAY_EXAMPLE = "Введите дату, например 05.03.2025."
FIGURES = re.compile(r"([0-9]{1,2})[. ,-]+([0-9]{1,2})[. ,-]+([0-9]{4}|[0-9]{2})(?: ?г\.?| года?)?")
ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
UNPARTED = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
WORDS = re.compile(r"([0-9]{1,2}) ?([а-я]{3,8})\.?,? ([0-9]{4}|[0-9]{2})(?: ?г\.?| года?)?")
LAST_SHORT_YEAR = 90
# Keys of rows are 64 bits: no more digits than certainly fit.
LONGEST_WHOLE = 18


class Unreadable(ValueError):
    """What was typed cannot be read; the text is a Russian sentence for the person who typed it."""


def whole_number(text: str | None) -> int | None:
    """A whole number from zero up out of an address or a posted field, or None: ASCII digits that fit a key."""
    if text and len(text) <= LONGEST_WHOLE and text.isascii() and text.isdigit():
        return int(text)
    return None


def _tidy(text: str) -> str:
    return INVISIBLE.sub("", text).strip().lower()


def read_kopecks(text: str) -> int | None:
    """A sum of roubles as whole kopecks: "1 234 567,89", "1234567.89", "78,4 тыс. руб.", "5 руб. 50 коп."; "" -> None.

    Raises Unreadable for what is negative, finer than a kopeck, or may be read in two ways ("1.234", "1,234,567").
    """
    typed = _tidy(text)
    if not typed:
        return None
    if MINUS.match(typed):
        raise Unreadable("Сумма не может быть отрицательной.")
    roubles = _roubles(typed)
    if roubles >= LARGEST_SUM_ROUBLES:
        raise Unreadable("Сумма слишком велика.")
    kopecks = roubles * 100
    if kopecks != kopecks.to_integral_value():
        raise Unreadable("В рублях не больше двух знаков после запятой: мельче копейки сумм нет.")
    return int(kopecks)


def _roubles(typed: str) -> Decimal:
    if with_kopecks := KOPECKS.fullmatch(typed):
        return _sum_of(with_kopecks[1], whole=True) + Decimal(with_kopecks[2]) / 100
    typed = CURRENCY.sub("", typed).rstrip()
    scale = SCALE.search(typed)
    if scale is None:
        return _sum_of(typed)
    return _sum_of(typed[: scale.start()].rstrip(), scaled=True) * THOUSANDS[scale[1][:3]]


def _sum_of(typed: str, *, scaled: bool = False, whole: bool = False) -> Decimal:
    """The number of a sum. Three decimals make sense in thousands ("78,425 тыс."), in roubles they part thousands."""
    example = f"1{NBSP}234{NBSP}567,89"
    found = NUMBER.fullmatch(typed)
    if found is None:
        if re.fullmatch(r"[0-9]{1,3}(?:[.,][0-9]{3})+(?:[.,][0-9]*)?", typed):
            raise Unreadable(_ambiguous(typed))
        raise Unreadable(f"Введите сумму в рублях, например {example}.")
    if whole and found[2]:
        raise Unreadable(f"Копейки указаны дважды. Введите сумму в рублях, например {example}.")
    if not scaled and len(found[2] or "") > KOPECK_PLACES:
        raise Unreadable(_ambiguous(typed))
    return _decimal(found)


def _ambiguous(typed: str) -> str:
    return (
        f"«{typed}» можно прочесть по-разному. Тысячи разделяйте пробелом, копейки — запятой: "
        f"в рублях с двумя знаками, например 1{NBSP}234{NBSP}567,89."
    )


def _decimal(found: "re.Match[str]") -> Decimal:
    return Decimal(re.sub(PARTED, "", found[1]) + (f".{found[2]}" if found[2] else ""))


def read_decimal(text: str) -> Decimal | None:
    """Any number: "1 234,5678", "1234.5", "−3"; "" -> None. Raises Unreadable for words, exponents, two commas."""
    typed = _tidy(text)
    if not typed:
        return None
    digits = MINUS.sub("", typed)
    found = NUMBER.fullmatch(digits)
    if found is None:
        raise Unreadable("Введите число, например 12,5.")
    return -_decimal(found) if digits != typed else _decimal(found)


def read_day(text: str) -> date | None:
    """A day: "1.2.2026", "01.02.26", "1 февраля 2026 г.", "2026-02-01", "01022026"; "" -> None.

    The day stands before the month; with slashes it may be either, so they are refused. A year of two digits is that of
    1991-2090. Raises Unreadable, for a day outside 1991-2099 too.
    """
    typed = re.sub(SPACE + "+", " ", _tidy(text)).replace("ё", "е")
    if not typed:
        return None
    year, month, day = _parts(typed)
    try:
        found = date(year, month, day)
    except ValueError as error:
        raise Unreadable(f"Такого дня в календаре нет. {DAY_EXAMPLE}") from error
    if not FIRST_DAY <= found <= LAST_DAY:
        raise Unreadable(f"Проверьте год: {found:%d.%m.}{found.year:04}.")
    return found


def _parts(typed: str) -> tuple[int, int, int]:
    """Year, month, day."""
    if found := ISO.fullmatch(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := FIGURES.fullmatch(typed) or UNPARTED.fullmatch(typed):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := WORDS.fullmatch(typed):
        return _year(found[3]), _month(found[2]), int(found[1])
    raise Unreadable(DAY_EXAMPLE)


def _year(digits: str) -> int:
    if len(digits) > 2:
        return int(digits)
    return int(digits) + (1900 if int(digits) > LAST_SHORT_YEAR else 2000)


def _month(word: str) -> int:
    """Number of a month by its name after a day or the beginning of it: "февраля", "фев", "сент", "май"."""
    for number, name in enumerate(MONTHS, 1):
        if name.startswith(word) or word == name[:-1] + "й":
            return number
    raise Unreadable(DAY_EXAMPLE)
