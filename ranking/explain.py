"""Why a score is what it is, in short Russian sentences."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ranking.hints import Hint, hints
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
from ranking.scales import Indicator
from ranking.scoring import Scored
from ranking_portal.figures import decimal_ru, grouped
from ranking_portal.words import NBSP, agree

_DASH = f"{NBSP}— "
POINTS = ("балл", "балла", "баллов")
_DELAYS = ("опоздание", "опоздания", "опозданий")
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
    return decimal_ru(value)


def signed(delta: int | Decimal, places: int = 2) -> str:
    """A gain or a loss with its sign, a true minus: "+3,00", "−1,58"; nothing gained is "0,00"."""
    return f"{'+' if delta > 0 else ''}{grouped(Decimal(delta), places)}"


def counted(value: int | Decimal, forms: tuple[str, str, str]) -> str:
    """A number with its noun in agreement: 1 контракт, 2 контракта, 5 контрактов, 7,5 балла."""
    noun = agree(int(value), *forms) if value == int(value) else forms[1]
    return f"{number(value)}{NBSP}{noun}"


def explain(indicator: Indicator, scored: Scored) -> str:
    """One sentence: which rule of the scale gave the points, and what would have given more."""
    if isinstance(scored.value, Fraction) and not scored.records and not scored.missed:
        return f"ни один срок ещё не наступил: полная доля{_DASH}{counted(scored.points, POINTS)}"
    nearest = next(iter(hints(indicator, scored)), None)
    return f"{_rule(indicator, scored)}; {wanted(nearest) if nearest else _top(indicator, scored)}"


def wanted(hint: Hint) -> str:
    """What would have given more: "до следующего порога: 3 контракта", "на 2 опоздания меньше"."""
    if hint.late:
        return f"{needed(hint)}{_DASH}{counted(hint.points, POINTS)}"
    return f"до следующего порога: {counted(hint.count, UNITS[hint.code])}"


def needed(hint: Hint) -> str:
    """The same apart from its sentence: "ещё 3 контракта", "на 2 опоздания меньше"."""
    if hint.late:
        return f"на {counted(hint.count, _DELAYS)} меньше"
    return f"ещё {counted(hint.count, UNITS[hint.code])}"


def _rule(indicator: Indicator, scored: Scored) -> str:
    points = counted(scored.points, POINTS)
    if isinstance(scored.value, Fraction):
        forms = UNITS[indicator.code]
        due = len(scored.records) + len(scored.missed)
        # "из 21 отчёта", "из 22 отчётов": the genitive follows the last digit 1 only.
        of_due = forms[1] if due % 10 == 1 and due % 100 != 11 else forms[2]
        found = f"в срок {number(len(scored.records))} из {number(due)} {of_due}"
    elif indicator.scale == "bands":
        found = f"порог {number((scored.band or indicator.bands[0]).lower)}"
    else:
        found = f"есть {counted(scored.value, UNITS[indicator.code])}" if scored.value else "записей нет"
    return f"{found}{_DASH}{points}"


def _top(indicator: Indicator, scored: Scored) -> str:
    if scored.points < indicator.maximum():
        return "порога с большим баллом дальше нет"
    return {"bands": "это верхний порог шкалы", "share": "это полная доля"}.get(
        indicator.scale, "это полный балл шкалы"
    )


def describe(record: Record) -> str:
    """A record of the register in one line."""
    match record:
        case Organization():
            return record.name
        case Contract():
            return f"контракт №{NBSP}{record.number}{_dated(record.date)}"
        case ConstructionObject():
            owner = ", федеральная собственность" if record.federal else ""
            return f"{record.name}: {_WORKS.get(record.work, record.work)}{owner}"
        case Partnership():
            return f"{_FORMS.get(record.form, record.form)} №{NBSP}{record.number}{_dated(record.date)}"
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
            return f"запрос №{NBSP}{record.number} ({record.content}): {_term(record.due, record.sent)}"


def _dated(day: date | None) -> str:
    return f" от {day:%d.%m.%Y}" if day else ""


def _term(due: date, done: date | None) -> str:
    return f"срок {due:%d.%m.%Y}, " + (f"факт {done:%d.%m.%Y}" if done else "факта нет")
