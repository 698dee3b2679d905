"""Journal entries in the words of people: names of fields, was and is, personal texts that have not been erased."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from ranking_portal.journal.models import Entry, PersonalText

NOTHING, ERASED = "—", "стёрто"
NBSP = "\u00a0"
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}\Z")
FINGERPRINT = re.compile(r"sha256:[0-9a-f]{64}\Z")
# Names that are no fields of the object itself.
COMMON = {
    "state": "состояние",
    "on": "дата шага",
    "number": "номер",
    "agreed_on": "дата согласования",
    "ordered_on": "дата приказа",
    "reason": "причина",
    "remark": "замечание",
    "order": "основание",
    "role": "роль",
    "roles": "роли",
    "since": "с",
    "until": "по",
    "project": "проект",
    "title": "название",
    "name": "название",
    "present": "присутствовали",
    "login": "имя, которое набрали",
    "seal": "отпечаток решения",
    "sha256": "отпечаток SHA-256",
    "file": "файл",
    "address": "адрес",
    "method": "запрос",
    "rule": "нужное право",
    "query": "отбор",
    "ordinal": "номер по порядку",
}


@dataclass(frozen=True)
class Line:
    """One detail. `was` is None where nothing was replaced."""

    name: str
    now: str
    was: str | None = None


@dataclass(frozen=True)
class Told:
    """An entry with its details told."""

    entry: Entry
    lines: tuple[Line, ...]


def told(entries: Iterable[Entry]) -> list[Told]:
    """The entries with their details in words; personal texts are looked up by one query."""
    parsed = [(entry, _details(entry)) for entry in entries]
    digests = {found for _, details in parsed for value in details.values() if (found := _digest(value))}
    texts = dict(PersonalText.objects.filter(digest__in=digests).values_list("digest", "text")) if digests else {}
    return [Told(entry, tuple(lines_of(entry.ref, details, texts))) for entry, details in parsed]


def lines_of(ref: str, details: Mapping[str, Any], texts: Mapping[str, str]) -> list[Line]:
    """Details as lines; `texts` are the personal texts still kept, by digest."""
    model, lines = _model(ref), []
    for name, value in details.items():
        field = _field(model, name)
        if _for_machines(field, value):
            continue
        label = str(getattr(field, "verbose_name", "")) or COMMON.get(name, name)
        if digest := _digest(value):
            lines.append(Line(label, texts.get(digest, ERASED)))
        elif isinstance(value, list) and len(value) == 2:
            lines.append(Line(label, in_words(value[1], name, field), in_words(value[0], name, field)))
        else:
            lines.append(Line(label, in_words(value, name, field)))
    return lines


def _for_machines(field: Any, value: Any) -> bool:
    """A text that only programs read, written out: its fingerprint would tell something, the text itself nothing."""
    return isinstance(field, models.TextField) and not field.editable and isinstance(value, str) and value[:1] in "{["


def in_words(value: Any, name: str = "", field: Any = None) -> str:
    """A value as people write it: да/нет, 26.01.2026, 1 234,56 ₽ for whole kopecks, a choice by its label."""
    labels = {str(key): str(label) for key, label in getattr(field, "flatchoices", ())}
    if value is None or value == "":
        return NOTHING
    if str(value) in labels:
        return labels[str(value)]
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int) and name.endswith("_kopecks"):
        return roubles(value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {in_words(inner, key)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(in_words(inner) for inner in value)
    if isinstance(value, str) and ISO_DAY.match(value):
        return f"{date.fromisoformat(value):%d.%m.%Y}"
    if isinstance(value, str) and ISO_MOMENT.match(value):
        return f"{datetime.fromisoformat(value):%d.%m.%Y %H:%M}"
    if isinstance(value, str) and FINGERPRINT.match(value):
        return f"отпечаток SHA-256 {value[7:15]}…{value[-8:]}"
    return str(value)


def roubles(kopecks: int) -> str:
    """Kopecks as roubles: "1 234,56 ₽" with non-breaking spaces."""
    return f"{Decimal(kopecks) / 100:,.2f}".replace(",", NBSP).replace(".", ",") + f"{NBSP}₽"


def _details(entry: Entry) -> dict[str, Any]:
    details: dict[str, Any] = json.loads(entry.details)
    return details


def _digest(value: Any) -> str:
    return str(value["digest"]) if isinstance(value, dict) and set(value) == {"digest"} else ""


def _model(ref: str) -> type[models.Model] | None:
    try:
        return apps.get_model(ref.partition(":")[0])
    except (LookupError, ValueError):
        # The journal outlives the models it tells of.
        return None


def _field(model: type[models.Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
