"""Confirmed rankings for neighbouring systems, with every project's points and why it was not admitted (clause 2.2).

A ranking that is not confirmed is the office's own work: it is nobody else's, and is not found here.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from ranking.coefficients import coefficients_of
from ranking.enums import RankingKind
from ranking.models import Ranking
from ranking.presenting import CRITERIA, Row, reason_in_words, rows_of
from ranking.queries import confirmed_rankings
from ranking.services.rankings import projects_of
from ranking_portal.api.schemas import (
    NOT_ASKED,
    Asked,
    Code,
    Key,
    Number,
    OfYear,
    Page,
    Path,
    Query,
    Year,
    answers,
    page,
)
from ranking_portal.api.sections import Section, add_section
from ranking_portal.region import worded

router = Router()


class RankingsAsked(OfYear):
    """Rankings of a year, of a kind."""

    kind: RankingKind = Field(NOT_ASKED, description="primary – первичное, clarifying – уточняющее")


class RankingOut(Schema):
    """A confirmed ranking."""

    id: Key
    year: Year
    kind: RankingKind = Field(description=worded("primary – первичное, clarifying – уточняющее (пункт 2.3)"))
    as_of: date = Field(description="По фактам на этот день")
    confirmed_on: date
    methodology: str = Field(description=worded("Номер приказа о методике (пункт 2.1)"))
    edition: str = Field(description="Редакция порядка")


class CriterionOut(Schema):
    """Points of a project by a criterion."""

    number: int = Field(ge=1, le=4)
    title: str
    points: Number


class IndicatorOut(Schema):
    """An indicator of the methodology: what was counted and the points for it."""

    code: str
    value: Number = Field(description="Количество или доля 0..1")
    points: Number


class ReasonOut(Schema):
    """Why a project is not admitted (clause 2.2)."""

    code: str = Field(description="no_appropriation – нет ассигнований; иначе не достигнут показатель")
    text: str
    target: str | None
    plan: Number | None
    fact: Number | None


class PlacedOut(Schema):
    """A project in a ranking."""

    place: int | None = Field(description="null – не допущен")
    code: Code
    name: str
    national_project: str
    body: str
    eligible: bool | None = Field(description="Допущен ли; null – год не закончен, показатели впереди")
    total: Number = Field(description="Сумма баллов")
    coefficient: int | Number | None = Field(
        description=worded("Коэффициент по протоколу (пункт 2.4): целое 0 или 1, дробный – строкой; null – не решён")
    )
    criteria: list[CriterionOut]
    indicators: list[IndicatorOut]
    reasons: list[ReasonOut]


class WholeRankingOut(RankingOut):
    """A confirmed ranking with its rows in order of place."""

    rows: list[PlacedOut]


class RowsAsked(Asked):
    """Which rows of a ranking."""

    code: Code = NOT_ASKED


def _told(ranking: Ranking) -> RankingOut:
    assert ranking.confirmed_on is not None
    return RankingOut(
        id=ranking.pk,
        year=ranking.cycle.year,
        kind=RankingKind(ranking.kind),
        as_of=ranking.as_of,
        confirmed_on=ranking.confirmed_on,
        methodology=ranking.methodology.order_number,
        edition=str(ranking.edition),
    )


def _placed(row: Row) -> PlacedOut:
    plain = row.raw
    return PlacedOut(
        place=row.place,
        code=row.code,
        name=row.name,
        national_project=row.national_project,
        body=row.body,
        eligible=row.eligible,
        total=plain["total"],
        coefficient=row.coefficient if not isinstance(row.coefficient, Decimal) else str(row.coefficient),
        criteria=[
            CriterionOut(number=number, title=title, points=plain["criteria"][str(number)])
            for number, title in CRITERIA.items()
        ],
        indicators=[IndicatorOut(code=code, **scored) for code, scored in plain["indicators"].items()],
        reasons=[_reason(reason) for reason in plain["reasons"]],
    )


def _reason(reason: Mapping[str, Any]) -> ReasonOut:
    given = {name: reason.get(name) for name in ("target", "plan", "fact")}
    return ReasonOut(code=reason["code"], text=reason_in_words(reason), **given)


@router.get("", response=answers(Page[RankingOut]), url_name="rankings", summary="Подтверждённые ранжирования")
def rankings(request: HttpRequest, asked: Query[RankingsAsked]) -> Page[RankingOut]:
    """Ранжирования без строк, поздние первыми. Неподтверждённые не передаются."""
    rows = confirmed_rankings().defer("snapshot", "result", "names")
    if asked.year is not None:
        rows = rows.filter(cycle__year=asked.year)
    if asked.kind is not None:
        rows = rows.filter(kind=asked.kind)
    return page(rows, asked, _told)


@router.get("/{int:key}", response=answers(WholeRankingOut), url_name="ranking", summary="Ранжирование со строками")
def ranking(request: HttpRequest, key: Path[Key], asked: Query[RowsAsked]) -> WholeRankingOut:
    """Строки по местам: баллы по критериям и показателям, коэффициент, причины недопуска."""
    found = confirmed_rankings().filter(pk=key).first()
    if found is None:
        raise Http404(f"ranking {key}")
    codes = None if asked.code is None else {asked.code}
    rows = rows_of(projects_of(found), found.names, coefficients_of(found), codes)
    return WholeRankingOut(**dict(_told(found)), rows=[_placed(row) for row in rows])


add_section(
    Section(
        20,
        "rankings",
        "/rankings",
        "Ранжирования",
        "подтверждённые ранжирования: места, баллы по критериям и показателям, причины недопуска",
        "ranking.view_all_rows",
        router,
    )
)
