"""The register of personal data as the apps declare it: which fields tell of people, whose, what for, for how long.

Each app declares its own in `personal_data.py`; a test compares the declarations with the models, so that a field that
nobody has thought of fails the suite. Pages, extracts and anonymising are made from the same declarations. Grounds:
Federal Law 152-FZ, art. 5 part 7 (no longer than the purpose needs), art. 14 (one's own data), art. 6 part 1 item 2.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

ERASED = "обезличено"


class Term(Enum):
    """For how long a datum is kept, and what happens then."""

    TAKING_PART = "пока человек участвует в проектах и ещё {years} после; затем обезличивается"
    PAPER = (
        "вместе с утверждённым документом: по номенклатуре дел органа (Федеральный закон № 125-ФЗ «Об архивном деле»); "
        "из утверждённого документа не вычёркивается"
    )
    ACCOUNT = "пока действует учётная запись и ещё {years} после последней роли и входа; затем стирается"
    PASSING = "{years}; затем стирается"
    JOURNAL = "имя – до обезличивания; сама запись журнала остаётся, имени в ней нет"
    SESSION = "до выхода или окончания сеанса, не дольше двух недель"


@dataclass(frozen=True)
class Kept:
    """What a model keeps of people. `fields`: name -> what it is, in Russian.

    `person` and `account` are the ways from a row to its person and to its account ("" where there is none), by which
    an extract finds the rows; `only` narrows them to what the person may be told.
    """

    model: str
    fields: Mapping[str, str]
    whose: str
    purpose: str
    ground: str
    term: Term
    seen_by: str
    person: str = ""
    account: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""


@dataclass(frozen=True)
class Leaving:
    """Whose data have served their time: keys of people and of accounts with all that they were called by."""

    before: date
    people: Mapping[int, frozenset[str]]
    accounts: Mapping[int, frozenset[str]]

    @property
    def words(self) -> frozenset[str]:
        """Every name, number and address that has to go."""
        return frozenset().union(*self.people.values(), *self.accounts.values())


# Pairs of a key and the last day; querysets of pairs, made by `by_year` and `by_day`, are asked all at once.
LastDays = Callable[[], Iterable[tuple[int, date] | QuerySet[Any, Any]]]
Eraser = Callable[[Leaving], None]
_kept: list[Kept] = []
_impersonal: dict[str, set[str]] = {}
_called: dict[str, tuple[str, ...]] = {}
_people_until: list[LastDays] = []
_accounts_until: list[LastDays] = []
_erasers: list[Eraser] = []


def holds(model: str, fields: Mapping[str, str], **told: Any) -> None:
    """Declare what a model keeps of people (see `Kept`)."""
    made = Kept(model, fields, **told)
    if made not in _kept:
        _kept.append(made)


def nothing_personal(model: str, *fields: str) -> None:
    """Say of fields that they tell of nobody."""
    _impersonal.setdefault(model, set()).update(fields)


def called(model: str, *paths: str) -> None:
    """Say by which of its fields an object is named where something refers to it."""
    _called[model] = paths


def names_of(model: str) -> tuple[str, ...]:
    """The fields by which an object of the model is named; raises KeyError where nobody has said."""
    return _called[model]


def people_until(source: LastDays) -> LastDays:
    """Register who knows until which day people take part: pairs of the person's key and a day, no end: date.max."""
    if source not in _people_until:
        _people_until.append(source)
    return source


def accounts_until(source: LastDays) -> LastDays:
    """Register who knows until which day accounts are needed."""
    if source not in _accounts_until:
        _accounts_until.append(source)
    return source


def erases(eraser: Eraser) -> Eraser:
    """Register who erases what is left of those who have gone, except in what has been approved."""
    if eraser not in _erasers:
        _erasers.append(eraser)
    return eraser


def declared() -> list[Kept]:
    """Every declaration, in the order of the apps."""
    return list(_kept)


def impersonal() -> Mapping[str, set[str]]:
    """Fields of which it was said that they tell of nobody, by model."""
    return _impersonal


def by_year(rows: QuerySet[Any], person: str, year: str) -> QuerySet[Any, Any]:
    """Whoever the rows name took part until the year's last decisions."""
    return _pairs(rows, person, Cast(year, CharField()))


def by_day(rows: QuerySet[Any], person: str, until: str) -> QuerySet[Any, Any]:
    """Whoever the rows name takes part until a day, without end where there is none."""
    return _pairs(rows, person, Coalesce(Cast(until, CharField()), Value("")))


def without_end(rows: QuerySet[Any], person: str) -> QuerySet[Any, Any]:
    """Whoever the rows name takes part still."""
    return _pairs(rows, person, Value("", CharField()))


def _pairs(rows: QuerySet[Any], person: str, last: Any) -> QuerySet[Any, Any]:
    pairs: QuerySet[Any, Any] = (
        rows.exclude(**{person: None}).order_by().annotate(last_day=last).values_list(person, "last_day")
    )
    return pairs


def last_days(of_accounts: bool = False) -> dict[int, date]:
    """The last day that is known of each person (or account); querysets of all apps are one query."""
    told = [one for source in (_accounts_until if of_accounts else _people_until) for one in source()]
    asked = [one for one in told if isinstance(one, QuerySet)]
    pairs = [one for one in told if not isinstance(one, QuerySet)]
    if asked:
        first, *others = asked
        pairs += [(key, _day_of(last)) for key, last in first.union(*others)]
    found: dict[int, date] = {}
    for key, day in pairs:
        found[key] = max(day, found.get(key, day))
    return found


def _day_of(text: str) -> date:
    if not text:
        return date.max
    return end_of(int(text)) if text.isdigit() else date.fromisoformat(text)


def erase(leaving: Leaving) -> None:
    """Let every app erase its own."""
    for eraser in _erasers:
        eraser(leaving)


def end_of(year: int) -> date:
    """The last day on which a year's decisions are taken: its ranking, sitting and bonuses fall in the next one."""
    return date(year + 1, 12, 31)
