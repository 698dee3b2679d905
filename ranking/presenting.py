"""A ranking as its pages show it: rows of the rating, filters, sorting. Plain values in, plain values out."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

CRITERIA = {1: "Участие", 2: "Сложность", 3: "Уникальность", 4: "Дисциплина"}
SORTS = ("place", "name", "1", "2", "3", "4", "total")
ELIGIBILITY = {"yes": "допущены", "no": "не допущены"}


@dataclass(frozen=True)
class Piece:
    """A piece of the stacked bar: where it begins and how long it is, in points."""

    number: int
    start: str
    width: str


@dataclass(frozen=True)
class Row:
    """One project of the rating; points are strings with a decimal comma, as printed."""

    code: str
    name: str
    national_project: str
    body: str
    place: int | None
    eligible: bool | None
    total: str
    criteria: tuple[str, ...]
    pieces: tuple[Piece, ...]
    reasons: tuple[str, ...]
    coefficient: int | None
    raw: Mapping[str, Any]
    last_of_limit: bool = False


def comma(number: str) -> str:
    """ "71.58" as a Russian reader writes it."""
    return number.replace(".", ",")


def reason_in_words(reason: Mapping[str, Any]) -> str:
    """Why a project is not eligible (clause 2.2)."""
    if reason["code"] == "no_appropriation":
        return "не предусмотрены бюджетные ассигнования"
    fact = "нет факта" if reason["fact"] is None else f"факт {comma(reason['fact'])}"
    wanted = "не менее" if reason["direction"] == "up" else "не более"
    return f"не достигнут показатель «{reason['target']}»: {fact}, нужно {wanted} {comma(reason['plan'])}"


def rows_of(
    projects: Iterable[Mapping[str, Any]],
    names: str,
    coefficients: Mapping[str, int] | None = None,
    codes: Collection[str] | None = None,
) -> list[Row]:
    """Rows in order of place; `codes` keeps only the projects that the user may see."""
    called = json.loads(names)
    return [
        _row(project, called[project["code"]], coefficients)
        for project in projects
        if codes is None or project["code"] in codes
    ]


def _row(project: Mapping[str, Any], called: Mapping[str, str], coefficients: Mapping[str, int] | None) -> Row:
    pieces, start = [], Decimal(0)
    for number in CRITERIA:
        points = Decimal(project["criteria"][str(number)])
        if points:
            pieces.append(Piece(number, str(start), str(points)))
        start += points
    return Row(
        code=project["code"],
        name=called["name"],
        national_project=called["national_project"],
        body=called["body"],
        place=project["place"],
        eligible=project["eligible"],
        total=comma(project["total"]),
        criteria=tuple(comma(project["criteria"][str(number)]) for number in CRITERIA),
        pieces=tuple(pieces),
        reasons=tuple(reason_in_words(reason) for reason in project["reasons"]),
        coefficient=(coefficients or {}).get(project["code"]),
        raw=project,
    )


def filtered(rows: Iterable[Row], chosen: Mapping[str, str]) -> list[Row]:
    """Rows that match the words, the national project, the body and the eligibility chosen."""
    words = chosen.get("q", "").casefold()
    return [
        row
        for row in rows
        if (not words or words in f"{row.code} {row.name}".casefold())
        and chosen.get("national", "") in ("", row.national_project)
        and chosen.get("body", "") in ("", row.body)
        and (not chosen.get("eligible") or (row.eligible is not False) == (chosen["eligible"] == "yes"))
    ]


def sorted_rows(rows: list[Row], order: str) -> list[Row]:
    """Sorted by a column, "-" before it for the other way; ineligible ones stay behind when sorting by place."""
    column = order.lstrip("-")
    if column not in SORTS:
        return rows
    if column == "place":
        placed = [row for row in rows if row.place is not None]
        rest = [row for row in rows if row.place is None]
        return (placed[::-1] if order.startswith("-") else placed) + rest
    if column == "name":
        return sorted(rows, key=lambda row: row.name.casefold(), reverse=order.startswith("-"))
    if column == "total":
        return sorted(rows, key=lambda row: Decimal(row.raw["total"]), reverse=order.startswith("-"))
    return sorted(rows, key=lambda row: Decimal(row.raw["criteria"][column]), reverse=order.startswith("-"))


def with_limit(rows: list[Row], limit: int) -> list[Row]:
    """The same rows, the last that the limit of coefficients can reach by place being marked (clause 2.5)."""
    placed = [number for number, row in enumerate(rows) if row.place is not None]
    if len(placed) <= limit or limit < 1:
        return rows
    edge = placed[limit - 1]
    return [replace(row, last_of_limit=number == edge) for number, row in enumerate(rows)]
