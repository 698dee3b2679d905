"""Values of parameters: as an edition writes them, as the portal uses them, as a page shows them."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ranking_portal.regulation import vocabulary as known

Value = int | bool | str | Decimal | Fraction | tuple[int, ...] | tuple[Decimal, ...]
WHOLE = re.compile(r"-?\d{1,9}")
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
FRACTION = re.compile(r"(\d{1,4})/(\d{1,4})")


def _is_whole(written: object) -> bool:
    return isinstance(written, int) and not isinstance(written, bool)


def _are_whole(written: object) -> bool:
    if not isinstance(written, list) or not all(_is_whole(number) for number in written):
        return False
    return len(set(written)) == len(written) > 0


def _is_share(written: object) -> bool:
    found = FRACTION.fullmatch(written) if isinstance(written, str) else None
    return found is not None and int(found[1]) < int(found[2])


def _is_decimal(written: object) -> bool:
    return _is_whole(written) or (isinstance(written, str) and NUMBER.fullmatch(written) is not None)


def _are_decimals(written: object) -> bool:
    if not isinstance(written, list) or not all(_is_decimal(number) for number in written):
        return False
    return len({Decimal(number) for number in written}) == len(written) > 0


def _is_text(written: object) -> bool:
    return isinstance(written, str) and bool(written.strip())


_KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    known.INTEGER: (_is_whole, "нужно целое число"),
    known.INTEGERS: (_are_whole, "нужен перечень разных целых чисел"),
    known.DECIMAL: (_is_decimal, 'нужно десятичное число в кавычках, например "1.5"'),
    known.DECIMALS: (_are_decimals, 'нужен перечень разных чисел, дробные в кавычках, например [0, "0.5", 1]'),
    known.SHARE: (_is_share, "нужна дробь меньше единицы, например 1/2"),
    known.BOOLEAN: (lambda written: isinstance(written, bool), "нужно true или false"),
    known.CHOICE: (_is_text, "нужен текст"),
    known.TEXT: (_is_text, "нужен текст"),
}


def complaint(kind: str, written: object) -> str:
    """Why the written value is not of the type, in Russian; "" where it is."""
    sound, words = _KINDS[kind]
    return "" if sound(written) else words


def read(kind: str, written: Any) -> Value:
    """The value to count with; `written` has passed `complaint`."""
    match kind:
        case known.INTEGERS:
            return tuple(written)
        case known.DECIMAL:
            return Decimal(written)
        case known.DECIMALS:
            return tuple(Decimal(number) for number in written)
        case known.SHARE:
            return Fraction(written)
    value: Value = written
    return value


def write(value: Value) -> int | bool | str | list[int | str]:
    """The value as an edition writes it; `read` undoes it."""
    match value:
        case tuple():
            return [f"{number:f}" if isinstance(number, Decimal) else number for number in value]
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
    return value


def bounded(value: Value) -> tuple[int | Decimal, ...]:
    """The numbers in a value that its smallest and largest allowed ones bind."""
    match value:
        case bool() | str() | Fraction():
            return ()
        case tuple():
            return value
    return (value,)


def shown(value: Value, choices: dict[str, str] | None = None) -> str:
    """The value for people: "да", "1,5", "0, 1", "0; 0,5; 1", the words of a choice."""
    match value:
        case bool():
            return "да" if value else "нет"
        case str():
            return (choices or {}).get(value, value)
        case tuple():
            told = [f"{number}".replace(".", ",") for number in value]
            return ("; " if any("," in number for number in told) else ", ").join(told)
        case Fraction():
            return f"{value.numerator}/{value.denominator}"
    return f"{value}".replace(".", ",")
