"""Numbers, sums and days in Russian notation."""

from datetime import date
from decimal import Decimal

from ranking_portal.words import NBSP

NOTHING = "—"


def grouped(number: Decimal, places: int) -> str:
    """A number with a decimal comma and thousands parted by non-breaking spaces: "1 234 567,89"."""
    return f"{number:,.{places}f}".replace(",", NBSP).replace(".", ",").replace("-", "−")


def roubles(kopecks: int | None) -> str:
    """Whole kopecks as roubles: 123456789 -> "1 234 567,89"; nothing -> a dash."""
    return NOTHING if kopecks is None else grouped(Decimal(kopecks) / 100, 2)


def decimal_ru(number: Decimal | int | None) -> str:
    """A number without idle zeros: 12.5000 -> "12,5"; nothing -> a dash."""
    if number is None:
        return NOTHING
    exact = Decimal(number).normalize()
    exponent = exact.as_tuple().exponent
    return grouped(exact, max(0, -exponent) if isinstance(exponent, int) else 0)


def short_day(day: date | None) -> str:
    """A day in figures: "05.03.2026"; nothing -> a dash."""
    return f"{day:%d.%m.%Y}" if day else NOTHING
