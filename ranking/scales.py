"""The methodology as plain values (clause 2.1): criteria, indicators, scales, and what may be wrong with them.

Points are `Decimal`, rounded half up to two decimals, an indicator at a time.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ranking_portal.region import REGION, worded

# The register can measure these and no others; clause 2.2 (in another region, its own act) says to which criterion
# each belongs.
CRITERION_OF_INDICATOR: Mapping[str, int] = {code: one.number for one in REGION.criteria for code in one.indicators}
# What each is called where a methodology gives it no title of its own.
TITLE_OF_INDICATOR: Mapping[str, str] = {
    "executive_authorities": "Органы исполнительной власти",
    "municipalities": "Муниципальные образования",
    "authority_institutions": "Учреждения органов исполнительной власти",
    "municipal_institutions": "Учреждения муниципальных образований",
    "contracts": "Заключённые контракты",
    "construction_objects": "Объекты строительства",
    "public_private_partnerships": "Государственно-частное партнёрство",
    "federal_property_works": "Работы на федеральной собственности",
    "individual_recipients": "Физические лица – получатели средств",
    "new_technologies": "Новые технологии",
    "unique_it_products": "Уникальные IT-продукты",
    "unique_construction_objects": "Уникальные объекты строительства",
    "other_unique_results": "Иные уникальные результаты",
    "steps_on_time": "Мероприятия и контрольные точки в срок",
    "reports_on_time": "Отчёты в срок",
    "change_requests_on_time": "Запросы на изменение паспорта в срок",
}
# Measured as a share 0..1 of the items that fell due; all the others are counts.
SHARE_INDICATORS = frozenset({"steps_on_time", "reports_on_time", "change_requests_on_time"})
SCALES = ("bands", "flag", "share")
_SCALES_IN_WORDS = "bands (по порогам), flag (наличие) и share (доля в срок)"

_DIGITS_BEFORE, _DIGITS_AFTER = 12, 6
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Round a value that is not negative half up, exactly: no precision of a context is involved."""
    scale: int = 10**decimals
    units = (2 * scale * value.numerator + value.denominator) // (2 * value.denominator)
    return Decimal(units).scaleb(-decimals)


def plain_number(value: Decimal) -> str:
    """The one spelling of a number in snapshots and JSON: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a methodology, and where; both in Russian for the user."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


class MethodologyError(ValueError):
    """A methodology cannot be computed with; `problems` names everything at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a scale: `points` from the value `lower` on ("from" in the file)."""

    lower: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of a criterion: `bands` for the scale "bands", `points` for "flag" and "share"."""

    code: str
    title: str
    scale: str
    points: Decimal | None = None
    bands: tuple[Band, ...] = ()

    def score(self, value: int | Fraction) -> tuple[Decimal, Band | None]:
        """Points for a value (a count, or a share 0..1) and the band that gave them, if the scale has bands."""
        if self.scale == "bands":
            # Fractions, because a share does not compare with a Decimal.
            band = self.bands[bisect_right([Fraction(band.lower) for band in self.bands], value) - 1]
            return half_up(Fraction(band.points), 2), band
        full = Fraction(self.points or 0)
        if self.scale == "flag":
            return half_up(full if value > 0 else Fraction(0), 2), None
        # The share is never rounded before it is multiplied.
        return half_up(full * value, 2), None

    def maximum(self) -> Decimal:
        """The most points that the scale can give."""
        best = max(band.points for band in self.bands) if self.scale == "bands" else self.points or Decimal(0)
        return half_up(Fraction(best), 2)

    def as_plain(self) -> dict[str, Any]:
        """As the methodology file writes it, numbers as strings."""
        plain: dict[str, Any] = {"code": self.code, "title": self.title, "scale": self.scale}
        if self.scale == "bands":
            plain["bands"] = [
                {"from": plain_number(band.lower), "points": plain_number(band.points)} for band in self.bands
            ]
        else:
            plain["points"] = plain_number(self.points or Decimal(0))
        return plain


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of clause 2.2, numbered as its item."""

    number: int
    title: str
    clause: str
    indicators: tuple[Indicator, ...]

    def maximum(self) -> Decimal:
        """The most points that the criterion can give."""
        return sum((indicator.maximum() for indicator in self.indicators), Decimal("0.00"))

    def as_plain(self) -> dict[str, Any]:
        """As the methodology file writes it."""
        return {
            "number": self.number,
            "title": self.title,
            "clause": self.clause,
            "indicators": [indicator.as_plain() for indicator in self.indicators],
        }


@dataclass(frozen=True, slots=True)
class MethodologyContent:
    """The criteria of clause 2.2, in order of number."""

    criteria: tuple[Criterion, ...]

    def maximum(self) -> Decimal:
        """The most points that a project can have."""
        return sum((criterion.maximum() for criterion in self.criteria), Decimal("0.00"))

    def indicator(self, code: str) -> Indicator | None:
        """The indicator of that code, if this methodology counts it."""
        found = (one for criterion in self.criteria for one in criterion.indicators if one.code == code)
        return next(found, None)

    def as_plain(self) -> dict[str, Any]:
        """A mapping fit for JSON; `parse` reads it back to an equal content."""
        return {"criteria": [criterion.as_plain() for criterion in self.criteria]}


def named(code: str, title: object = "") -> str:
    """An indicator as a person knows it: by its own title, else the usual one; an unknown code as it was typed."""
    if code not in TITLE_OF_INDICATOR:
        return code
    own = title.strip() if isinstance(title, str) else ""
    return f"«{own or TITLE_OF_INDICATOR[code]}»"


def parse(content: Mapping[str, Any]) -> MethodologyContent:
    """Read the `criteria` of a methodology file.

    Raises MethodologyError with every problem at once.
    """
    reader = _Reader()
    methodology = reader.content(content)
    if reader.problems:
        raise MethodologyError(reader.problems)
    return methodology


def problems(content: Mapping[str, Any]) -> list[Problem]:
    """Everything that keeps a methodology from being computed with; empty when it is sound."""
    reader = _Reader()
    reader.content(content)
    return reader.problems


class _Reader:
    """Reads what a person has typed: goes on after a problem, so that all are named at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def report(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))

    def content(self, plain: object) -> MethodologyContent:
        rows = self.rows(plain.get("criteria") if isinstance(plain, Mapping) else None, "методика", "критерии")
        criteria = [self.criterion(row, order) for order, row in enumerate(rows, start=1)]
        numbers = Counter(criterion.number for criterion in criteria)
        for number in (one.number for one in REGION.criteria):
            if not numbers[number]:
                self.report("методика", worded(f"нет критерия {number} (пункт 2.2)"))
            elif numbers[number] > 1:
                self.report("методика", f"критерий {number} указан несколько раз")
        codes = Counter(indicator.code for criterion in criteria for indicator in criterion.indicators)
        for code, times in codes.items():
            if code and times > 1:
                self.report("методика", f"показатель {named(code)} указан несколько раз")
        return MethodologyContent(tuple(sorted(criteria, key=lambda criterion: criterion.number)))

    def criterion(self, plain: Mapping[str, Any], order: int) -> Criterion:
        number, most = plain.get("number"), len(REGION.criteria)
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= most:
            self.report(
                f"критерий в строке {order}", worded(f"номер критерия — целое число от 1 до {most} (пункт 2.2)")
            )
            number, place = 0, f"критерий в строке {order}"
        else:
            place = f"критерий {number}"
        title = self.text(plain, "title", place, "название")
        clause = self.text(plain, "clause", place, "пункт порядка")
        rows = self.rows(plain.get("indicators"), place, "показатели")
        indicators = tuple(self.indicator(row, number, f"{place}, показатель", at) for at, row in enumerate(rows, 1))
        return Criterion(number, title, clause, indicators)

    def indicator(self, plain: Mapping[str, Any], criterion: int, place: str, order: int) -> Indicator:
        code = self.text(plain, "code", f"{place} {order}", "код")
        place = f"{place} {named(code, plain.get('title')) if code else order}"
        title = self.text(plain, "title", place, "название")
        scale = self.text(plain, "scale", place, "вид шкалы")
        if code and code not in CRITERION_OF_INDICATOR:
            self.report(place, "такой показатель по реестру не считается")
        elif code and criterion and CRITERION_OF_INDICATOR[code] != criterion:
            self.report(place, worded(f"показатель относится к критерию {CRITERION_OF_INDICATOR[code]} (пункт 2.2)"))
        if scale and scale not in SCALES:
            self.report(place, f"неизвестный вид шкалы «{scale}»: есть {_SCALES_IN_WORDS}")
        elif scale == "share" and code in CRITERION_OF_INDICATOR and code not in SHARE_INDICATORS:
            self.report(place, "шкала «доля в срок» годится только для доли, а здесь количество")
        elif scale == "flag" and code in SHARE_INDICATORS:
            self.report(place, "шкала «наличие» годится только для количества, а здесь доля")
        if scale == "bands":
            return Indicator(code, title, scale, None, self.bands(plain.get("bands"), place))
        points = self.number(plain, "points", place, "баллы") if scale in SCALES else None
        return Indicator(code, title, scale, points)

    def bands(self, plain: object, place: str) -> tuple[Band, ...]:
        read: list[Band] = []
        previous: Decimal | None = None
        for order, row in enumerate(self.rows(plain, place, "пороги шкалы"), start=1):
            here = f"{place}, порог {order}"
            lower = self.number(row, "from", here, "от какого значения")
            points = self.number(row, "points", here, "баллы")
            if order == 1 and lower:
                self.report(here, "первый порог — 0, иначе в шкале разрыв")
            if lower is not None and previous is not None and lower <= previous:
                self.report(here, f"пороги должны возрастать, а {plain_number(lower)} после {plain_number(previous)}")
            previous = lower if lower is not None else previous
            read.append(Band(lower or Decimal(0), points or Decimal(0)))
        return tuple(read)

    def rows(self, plain: object, place: str, what: str) -> list[Mapping[str, Any]]:
        if not isinstance(plain, list | tuple) or not plain:
            self.report(place, f"не указаны {what}")
            return []
        if not all(isinstance(row, Mapping) for row in plain):
            self.report(place, f"{what} записаны не по форме")
            return []
        return list(plain)

    def text(self, plain: Mapping[str, Any], key: str, place: str, what: str) -> str:
        value = plain.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.report(place, f"не заполнено: {what}")
        return ""

    def number(self, plain: Mapping[str, Any], key: str, place: str, what: str) -> Decimal | None:
        given = plain.get(key)
        if given is None or given == "":
            self.report(place, f"не заполнено: {what}")
            return None
        value = _as_decimal(given)
        if value is None:
            self.report(place, f"{what}: «{given}» — не число")
        elif value < 0:
            self.report(place, f"{what}: число не может быть отрицательным")
        elif _too_long(value):
            self.report(place, f"{what}: не больше {_DIGITS_BEFORE} знаков до запятой и {_DIGITS_AFTER} после")
        else:
            return value + 0  # no minus zero
        return None


def _too_long(value: Decimal) -> bool:
    before, _, after = plain_number(value).partition(".")
    return len(before) > _DIGITS_BEFORE or len(after) > _DIGITS_AFTER


def _as_decimal(given: object) -> Decimal | None:
    """A finite number, or None; a float is taken as it is written, so that 7.1 stays 7.1."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int | float | Decimal):
        value = Decimal(repr(given)) if isinstance(given, float) else Decimal(given)
        return value if value.is_finite() else None
    if isinstance(given, str) and _NUMBER.fullmatch(given.strip()):
        return Decimal(given.strip())
    return None
