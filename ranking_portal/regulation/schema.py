"""Fields of an edition's entries: which there are, which must be there, what each may hold."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from string import Formatter
from typing import Any

from ranking_portal.regulation import values
from ranking_portal.regulation import vocabulary as known

Entry = Mapping[str, Any]


def text(value: object) -> str:
    """A text that says something."""
    return "" if isinstance(value, str) and value.strip() else "нужен непустой текст"


def short(longest: int) -> Callable[[object], str]:
    """A text of so many signs at most."""
    return lambda value: text(value) or ("" if len(str(value)) <= longest else f"длиннее {longest} знаков")


def line(value: object) -> str:
    """A text, perhaps empty."""
    return "" if isinstance(value, str) else "нужен текст"


def flag(value: object) -> str:
    """Yes or no."""
    return "" if isinstance(value, bool) else "нужно true или false"


def whole(value: object) -> str:
    """A whole number."""
    return values.complaint(known.INTEGER, value)


def day(value: object) -> str:
    """A day as YYYY-MM-DD."""
    try:
        date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        return "нужна дата вида ГГГГ-ММ-ДД"
    return ""


def something(value: object) -> str:
    """Any value; `problems` looks at it more closely."""
    return "нужно значение" if value is None else ""


def mapping(value: object) -> str:
    """Named fields."""
    return "" if isinstance(value, Mapping) else "нужен набор полей"


def entries(value: object) -> str:
    """A list of entries."""
    sound = isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value)
    return "" if sound else "нужен перечень записей"


def texts(value: object) -> str:
    """A list of texts."""
    sound = isinstance(value, list) and not any(text(entry) for entry in value)
    return "" if sound else "нужен перечень текстов"


def one_of(allowed: frozenset[str], what: str) -> Callable[[object], str]:
    """One of the names that the portal knows."""
    return lambda value: "" if isinstance(value, str) and value in allowed else f"неизвестно: «{value}» – {what}"


def events(value: object) -> str:
    """A list of events that the portal publishes."""
    if complaint := texts(value):
        return complaint
    assert isinstance(value, list)
    return "; ".join(filter(None, map(EVENT, value)))


def path(value: object) -> str:
    """An address within the portal."""
    return "" if isinstance(value, str) and value.startswith("/") else "нужен адрес, начинающийся с «/»"


def template(value: object) -> str:
    """An address that leaves only the year and the object open, or nothing."""
    if value == "":
        return ""
    if complaint := path(value):
        return complaint
    try:
        names = {name for _, name, _, _ in Formatter().parse(str(value)) if name is not None}
    except ValueError:
        names = {""}
    return "" if names <= known.URL_NAMES else "в адресе можно оставить только {year} и {object}"


EVENT = one_of(known.EVENTS, "такого события портал не сообщает")
TITLE, CODE = short(500), short(64)
Schema = Mapping[str, Callable[[object], str]]

TOP: Schema = {
    "title": TITLE,
    "region": text,
    "act": text,
    "in_force_from": day,
    "acts": entries,
    "clauses": entries,
    "parameters": entries,
    "grounds": entries,
    "checks": entries,
    "obligations": entries,
}
ACT: Schema = {"number": short(64), "date": day, "title": TITLE}
EARLIER: Schema = {"act": text, "in_force_from": day}
CLAUSE: Schema = {"number": text, "title": text, "told": text, "portal": text}
CLAUSE_MORE: Schema = {"links": entries, "parts": entries, "open": flag, "decision": line}
PART: Schema = {"key": text, "label": text, "title": text, "told": text, "portal": text}
LINK: Schema = {"title": text, "path": path}
PARAMETER: Schema = {
    "code": CODE,
    "title": text,
    "type": one_of(known.TYPES, "такого типа нет"),
    "value": something,
    "clause": text,
    "act": text,
    "in_force_from": day,
}
CHOICE: Schema = {"value": text, "title": text}
PARAMETER_MORE: Schema = {
    "unit": line,
    "help": line,
    "choices": entries,
    "open": flag,
    "minimum": whole,
    "maximum": whole,
}
GROUND: Schema = {"code": CODE, "clause": text, "title": text, "text": text}
CHECK: Schema = {
    "code": one_of(known.CHECKS, "такой проверки портал не умеет"),
    "clause": text,
    "title": text,
    "enabled": flag,
}
OBLIGATION: Schema = {
    "code": CODE,
    "clause": text,
    "title": TITLE,
    "who": one_of(known.ROLES, "такой роли нет"),
    "per": one_of(known.PER, "срок открывают на год, проект, орган или предложение"),
    "opens_on": EVENT,
    "closed_by": EVENT,
    "term": mapping,
}
OBLIGATION_MORE: Schema = {"cancelled_by": events, "opens_next": texts, "url": template}
DATE: Schema = {"month": whole, "day": whole, "year_offset": whole}
OPEN: Schema = {"open": flag}


def fields(place: str, entry: Entry, required: Schema, optional: Schema | None = None) -> Iterator[str]:
    """Fields that are unknown, missing or wrong in one entry."""
    optional = optional or {}
    for name in entry:
        if name not in required and name not in optional:
            yield f"{place}: неизвестное поле «{name}»"
    for name, complain in {**required, **optional}.items():
        if name in entry:
            if complaint := complain(entry[name]):
                yield f"{place}, поле «{name}»: {complaint}"
        elif name == "clause":
            yield f"{place}: не назван пункт Порядка (поле «clause»)"
        elif name in required:
            yield f"{place}: нет поля «{name}»"
