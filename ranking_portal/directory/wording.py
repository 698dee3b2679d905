"""A row in words for the journal: people are named by their numbers, because the journal is never erased."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from ranking_portal.directory.models import Person
from ranking_portal.figures import decimal_ru, roubles, short_day


def by_number(person: Person) -> str:
    """A person without a name."""
    return f"таб. №\u00a0{person.personnel_number}"


def described(row: models.Model, *, untold: frozenset[str] = frozenset({"id"})) -> dict[str, str]:
    """Fields by their Russian names: sums in roubles, days in figures, nothing as an empty text."""
    fields = (field for field in row._meta.concrete_fields if field.name not in untold)
    return {str(field.verbose_name): _in_words(row, field) for field in fields}


def _in_words(row: models.Model, field: Any) -> str:
    value = getattr(row, field.name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if field.name.endswith("_kopecks"):
        return roubles(value)
    match value:
        case Person():
            return by_number(value)
        case bool():
            return "да" if value else "нет"
        case date():
            return short_day(value)
        case Decimal():
            return decimal_ru(value)
    return str(value)


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[str]]:
    """What has changed: {field: [was, is]}."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: [before.get(name, ""), after.get(name, "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
