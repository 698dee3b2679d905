"""Why a score is what it is, in short Russian sentences, and what moved it between two rankings."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from ranking.plain_facts import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Organization,
    Partnership,
    Record,
    Report,
    Step,
    Target,
    UniqueResult,
)
from ranking.scales import Indicator, plain_number
from ranking.scoring import RankedProject, Scored, Value

_NBSP = "\u00a0"
_DASH = f"{_NBSP}— "
_POINTS = ("балл", "балла", "баллов")
_ORGANIZATIONS = ("учреждение", "учреждения", "учреждений")
_OBJECTS = ("объект", "объекта", "объектов")

# What an indicator counts: for 1, for 2 and for 5 of them.
UNITS: Mapping[str, tuple[str, str, str]] = {
    "executive_authorities": ("орган", "органа", "органов"),
    "municipalities": ("муниципальное образование", "муниципальных образования", "муниципальных образований"),
    "authority_institutions": _ORGANIZATIONS,
    "municipal_institutions": _ORGANIZATIONS,
    "contracts": ("контракт", "контракта", "контрактов"),
    "construction_objects": _OBJECTS,
    "public_private_partnerships": ("соглашение", "соглашения", "соглашений"),
    "federal_property_works": _OBJECTS,
    "individual_recipients": ("получатель", "получателя", "получателей"),
    "new_technologies": ("технология", "технологии", "технологий"),
    "unique_it_products": ("IT-продукт", "IT-продукта", "IT-продуктов"),
    "unique_construction_objects": _OBJECTS,
    "other_unique_results": ("результат", "результата", "результатов"),
    "steps_on_time": ("пункт плана-графика", "пункта плана-графика", "пунктов плана-графика"),
    "reports_on_time": ("отчёт", "отчёта", "отчётов"),
    "change_requests_on_time": ("запрос", "запроса", "запросов"),
}
_WORKS = {"construction": "строительство", "reconstruction": "реконструкция", "major_repair": "капитальный ремонт"}
_FORMS = {"partnership": "соглашение о ГЧП", "concession": "концессионное соглашение"}
_STEPS = {"activity": "мероприятие", "milestone": "контрольная точка"}


def number(value: int | Decimal) -> str:
    """A number as Russian text writes it: decimal comma, thousands apart by a non-breaking space."""
    whole, _, decimals = plain_number(Decimal(value)).partition(".")
    grouped = f"{int(whole):,}".replace(",", _NBSP)
    return f"{grouped},{decimals}" if decimals else grouped


def counted(value: int | Decimal, forms: tuple[str, str, str]) -> str:
    """A number with its noun in agreement: 1 контракт, 2 контракта, 5 контрактов, 7,5 балла."""
    return f"{number(value)} {_agreed(value, forms)}"


def _agreed(value: int | Decimal, forms: tuple[str, str, str]) -> str:
    if value != int(value):
        return forms[1]
    units, tens = int(value) % 10, int(value) % 100
    if units == 1 and tens != 11:
        return forms[0]
    return forms[1] if 2 <= units <= 4 and not 12 <= tens <= 14 else forms[2]


def explain(indicator: Indicator, scored: Scored) -> str:
    """One sentence: which rule of the scale gave the points, and what would have given more."""
    if indicator.scale == "bands":
        return _explain_bands(indicator, scored)
    if indicator.scale == "share":
        return _explain_share(indicator, scored)
    if scored.value > 0:
        found = counted(int(scored.value), UNITS[indicator.code])
        return f"есть {found}{_DASH}{counted(scored.points, _POINTS)}; это полный балл шкалы"
    return f"записей нет{_DASH}0 баллов; за первую запись: {counted(indicator.maximum(), _POINTS)}"


def _explain_bands(indicator: Indicator, scored: Scored) -> str:
    band = scored.band or indicator.bands[0]
    rule = f"порог {number(band.lower)}{_DASH}{counted(scored.points, _POINTS)}"
    higher = [one for one in indicator.bands if one.lower > band.lower]
    if not higher:
        return f"{rule}; это верхняя полоса шкалы"
    if isinstance(scored.value, Fraction):
        return f"{rule}; следующий порог: доля {number(higher[0].lower)}"
    wanting = ceil(higher[0].lower) - scored.value
    return f"{rule}; до следующего порога: {counted(wanting, UNITS[indicator.code])}"


def _explain_share(indicator: Indicator, scored: Scored) -> str:
    forms = UNITS[indicator.code]
    kept, due = len(scored.records), len(scored.records) + len(scored.missed)
    points = counted(scored.points, _POINTS)
    if not due:
        return f"ни один срок ещё не наступил: полная доля{_DASH}{points}"
    # "из 21 отчёта", "из 22 отчётов": the genitive follows the last digit 1 only.
    of_due = forms[1] if due % 10 == 1 and due % 100 != 11 else forms[2]
    rule = f"в срок {number(kept)} из {number(due)} {of_due}{_DASH}{points}"
    if not scored.missed:
        return f"{rule}; это полная доля"
    gain = indicator.score(Fraction(kept + 1, due))[0] - scored.points
    return f"{rule} из {number(indicator.maximum())}; ещё один {forms[0]} в срок дал бы +{counted(gain, _POINTS)}"


def describe(record: Record) -> str:
    """A record of the register in one line."""
    match record:
        case Organization():
            return record.name
        case Contract():
            return f"контракт №{_NBSP}{record.number}{_dated(record.date)}"
        case ConstructionObject():
            owner = ", федеральная собственность" if record.federal else ""
            return f"{record.name}: {_WORKS.get(record.work, record.work)}{owner}"
        case Partnership():
            return f"{_FORMS.get(record.form, record.form)} №{_NBSP}{record.number}{_dated(record.date)}"
        case UniqueResult():
            return record.description
        case Target():
            fact = "нет" if record.fact is None else number(record.fact)
            return f"{record.name}: план {number(record.plan)}, факт {fact}"
        case Step():
            return f"{_STEPS.get(record.kind, record.kind)} «{record.name}»: {_term(record.due, record.done)}"
        case Report():
            return f"отчёт за {record.period}: {_term(record.due, record.done)}"
        case ChangeRequest():
            return f"запрос №{_NBSP}{record.number} ({record.content}): {_term(record.due, record.sent)}"


def _dated(day: date | None) -> str:
    return f" от {day:%d.%m.%Y}" if day else ""


def _term(due: date, done: date | None) -> str:
    return f"срок {due:%d.%m.%Y}, " + (f"факт {done:%d.%m.%Y}" if done else "факта нет")


@dataclass(frozen=True, slots=True)
class IndicatorDifference:
    """An indicator in two rankings; `added` and `removed` are records that count now or count no more.

    `newly_missed`, `no_longer_missed`: items of criterion 4 that fell due and were not done on time.
    """

    code: str
    value_was: Value | None
    value_is: Value | None
    points_was: Decimal | None
    points_is: Decimal | None
    added: tuple[Record, ...]
    removed: tuple[Record, ...]
    newly_missed: tuple[Record, ...]
    no_longer_missed: tuple[Record, ...]

    @property
    def delta(self) -> Decimal:
        """Points gained (above zero) or lost."""
        return (self.points_is or Decimal("0.00")) - (self.points_was or Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class ProjectDifference:
    """A project in two rankings; `was` or `now` is None where one of them does not know it.

    `criteria`: points gained or lost by number of criterion. `indicators`: those that moved, in their order.
    """

    code: str
    was: RankedProject | None
    now: RankedProject | None
    criteria: Mapping[int, Decimal]
    indicators: tuple[IndicatorDifference, ...]

    @property
    def places_gained(self) -> int | None:
        """Places up (above zero) or down; None where it has no place in one of the two."""
        if self.was is None or self.now is None or self.was.place is None or self.now.place is None:
            return None
        return self.was.place - self.now.place

    @property
    def total_gained(self) -> Decimal | None:
        """Points gained (above zero) or lost; None where one ranking does not know the project."""
        return self.now.total - self.was.total if self.was and self.now else None

    @property
    def moved(self) -> bool:
        """Whether anything differs at all: place, eligibility, its reasons, points or the records behind them."""
        if self.was is None or self.now is None or self.indicators:
            return True
        return (self.was.place, self.was.eligible, self.was.reasons) != (
            self.now.place,
            self.now.eligible,
            self.now.reasons,
        )


def differences(old: Iterable[RankedProject], new: Iterable[RankedProject]) -> list[ProjectDifference]:
    """What differs between two rankings, project by project: in the order of the new one, then those that left."""
    before = {project.code: project for project in old}
    after = {project.code: project for project in new}
    codes = [*after, *(code for code in before if code not in after)]
    return [_project_difference(code, before.get(code), after.get(code)) for code in codes]


def _project_difference(code: str, was: RankedProject | None, now: RankedProject | None) -> ProjectDifference:
    if was is None or now is None:
        return ProjectDifference(code, was, now, {}, ())
    criteria = {key: points - was.criteria.get(key, Decimal("0.00")) for key, points in now.criteria.items()}
    codes = dict.fromkeys([*now.indicators, *was.indicators])
    compared = (_indicator_difference(key, was.indicators.get(key), now.indicators.get(key)) for key in codes)
    return ProjectDifference(code, was, now, criteria, tuple(one for one in compared if one is not None))


def _indicator_difference(code: str, was: Scored | None, now: Scored | None) -> IndicatorDifference | None:
    records = (was.records if was else (), now.records if now else ())
    missed = (was.missed if was else (), now.missed if now else ())
    difference = IndicatorDifference(
        code,
        was.value if was else None,
        now.value if now else None,
        was.points if was else None,
        now.points if now else None,
        added=_not_in(records[0], records[1]),
        removed=_not_in(records[1], records[0]),
        newly_missed=_not_in(missed[0], missed[1]),
        no_longer_missed=_not_in(missed[1], missed[0]),
    )
    same = difference.value_was == difference.value_is and difference.points_was == difference.points_is
    moved = difference.added or difference.removed or difference.newly_missed or difference.no_longer_missed
    return None if same and not moved else difference


def _not_in(others: Iterable[Record], records: Iterable[Record]) -> tuple[Record, ...]:
    """Records that the others do not hold; a record is known by its number or name, not by its dates."""
    held = Counter(_identity(record) for record in others)
    found = []
    for record in records:
        if held[_identity(record)]:
            held[_identity(record)] -= 1
        else:
            found.append(record)
    return tuple(sorted(found, key=describe))


def _identity(record: Record) -> tuple[str, ...]:
    match record:
        case Contract() | Partnership() | ChangeRequest():
            return (record.number,)
        case Organization() | ConstructionObject() | Target():
            return (record.name,)
        case UniqueResult():
            return (record.kind, record.description)
        case Step():
            return (record.kind, record.name)
        case Report():
            return (record.period,)
