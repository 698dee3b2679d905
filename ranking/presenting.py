"""A ranking as its pages show it: rows of the rating. Plain values in, plain values out."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ranking.charts import Piece, pieces
from ranking.coefficients import Coefficient
from ranking_portal.region import REGION

CRITERIA = {one.number: one.title for one in REGION.criteria}
ELIGIBILITY = {"yes": "допущены", "no": "не допущены"}


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
    reasons: tuple[str, ...]
    coefficient: Coefficient | None
    raw: Mapping[str, Any]
    last_of_limit: bool = False

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the stacked bar, drawn for the rows of a page alone."""
        return pieces((number, self.raw["criteria"][str(number)]) for number in CRITERIA)

    @property
    def bar_told(self) -> str:
        """What the stacked bar shows, for whoever does not see it."""
        told = zip(CRITERIA.values(), self.criteria, strict=True)
        return f"Итого {self.total}: " + ", ".join(f"{title.lower()} {points}" for title, points in told)

    @property
    def eligibility(self) -> str:
        """Whether it takes part, in a word (clause 2.2)."""
        return {True: "допущен", False: "не допущен", None: "предварительно"}[self.eligible]


def comma(number: str) -> str:
    """ "71.58" as a Russian reader writes it."""
    return number.replace(".", ",").replace("-", "−")


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
    coefficients: Mapping[str, Coefficient] | None = None,
    codes: Collection[str] | None = None,
) -> list[Row]:
    """Rows in order of place; `codes` keeps only the projects that the user may see."""
    called = json.loads(names)
    return [
        _row(project, called[project["code"]], coefficients)
        for project in projects
        if codes is None or project["code"] in codes
    ]


def _row(project: Mapping[str, Any], called: Mapping[str, str], coefficients: Mapping[str, Coefficient] | None) -> Row:
    return Row(
        code=project["code"],
        name=called["name"],
        national_project=called["national_project"],
        body=called["body"],
        place=project["place"],
        eligible=project["eligible"],
        total=comma(project["total"]),
        criteria=tuple(comma(project["criteria"][str(number)]) for number in CRITERIA),
        reasons=tuple(reason_in_words(reason) for reason in project["reasons"]),
        coefficient=(coefficients or {}).get(project["code"]),
        raw=project,
    )


def with_limit(rows: list[Row], limit: int) -> list[Row]:
    """The same rows, the last that the limit of coefficients can reach by place being marked (clause 2.5)."""
    placed = [number for number, row in enumerate(rows) if row.place is not None]
    if len(placed) <= limit or limit < 1:
        return rows
    edge = placed[limit - 1]
    return [*rows[:edge], replace(rows[edge], last_of_limit=True), *rows[edge + 1 :]]
