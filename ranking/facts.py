"""The register's facts of a year as plain values: one query per table, whatever the number of projects."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from projects import models as register
from projects.models import Cycle, ProjectYear
from ranking.plain_facts import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Facts,
    Organization,
    Partnership,
    Report,
    Step,
    Target,
    UniqueResult,
)

Names = dict[str, dict[str, str]]


def facts_of(cycle: Cycle) -> tuple[list[Facts], Names]:
    """Facts of every project of the year by code, and how each was called: name, national project, body."""
    cards = list(
        ProjectYear.objects.filter(cycle=cycle)
        .order_by("project__code")
        .values_list("pk", "project__code", "name", "national_project", "responsible__short_name")
    )
    tables = {name: _grouped(cycle, *source) for name, source in _SOURCES.items()}
    funding = {
        card: (Decimal(kopecks) / 100, recipients)
        for card, kopecks, recipients in register.Funding.objects.filter(card__cycle=cycle).values_list(
            "card", "appropriation_kopecks", "recipients"
        )
    }
    facts, names = [], {}
    for card, code, name, national_project, body in cards:
        appropriation, recipients = funding.get(card, (None, 0))
        rows = {table: tuple(grouped[card]) for table, grouped in tables.items()}
        facts.append(Facts(code=code, appropriation=appropriation, recipients=recipients, **rows))
        names[code] = {"name": name, "national_project": national_project, "body": body}
    return facts, names


_SOURCES: dict[str, tuple[Any, tuple[str, ...], Callable[..., Any]]] = {
    "organizations": (register.Participation, ("organization__short_name", "organization__kind"), Organization),
    "contracts": (register.Contract, ("number", "concluded_on"), Contract),
    "objects": (register.ConstructionObject, ("name", "work", "federal_property"), ConstructionObject),
    "partnerships": (register.Partnership, ("number", "form", "signed_on"), Partnership),
    "unique_results": (register.UniqueResult, ("kind", "description"), UniqueResult),
    "targets": (register.Target, ("name", "direction", "plan", "fact"), Target),
    "steps": (register.Step, ("name", "kind", "due_on", "done_on"), Step),
    "reports": (register.Report, ("period", "due_on", "submitted_on"), Report),
    "change_requests": (register.ChangeRequest, ("number", "content", "due_on", "sent_on"), ChangeRequest),
}


def _grouped(
    cycle: Cycle, model: Any, columns: tuple[str, ...], make: Callable[..., Any]
) -> defaultdict[int, list[Any]]:
    rows: Iterable[tuple[Any, ...]] = (
        model.objects.filter(card__cycle=cycle).order_by().values_list("card", *columns).iterator(chunk_size=5000)
    )
    grouped: defaultdict[int, list[Any]] = defaultdict(list)
    for card, *values in rows:
        grouped[card].append(make(*values))
    return grouped
