"""The facts that a distribution stands on: who served where and when, taken from the register and kept as text.

Only days in one of the three kinds of position weigh, and only projects with a coefficient above zero
have a fund (clause 2.6).
The stored text gives the same sums for ever, whatever happens to the register afterwards.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bonus_fund.distribution import (
    METHODS,
    Distribution,
    DistributionRefused,
    GeneralFund,
    Membership,
    Method,
    Participation,
    distribute,
    roubles,
)
from projects.models import InfrastructureParticipant, ProjectYear, TeamMember
from protocols.coefficients import Coefficient, written
from protocols.paper import coefficients_decided
from protocols.sitting import Sitting
from ranking_portal.directory.models import Post
from ranking_portal.regulation.services import edition_for

NO_POST = "нет должности в {year} году"
CACHED = 8


@dataclass(frozen=True)
class Taken:
    """Facts and parameters on a day: JSON text of the facts, method, multiplier of the average bonus."""

    text: str
    method: str
    multiplier: Decimal


def facts_of_year(protocol: Any) -> Taken:
    """The teams of projects with a coefficient above zero and the infrastructure participants of the year."""
    year = protocol.cycle.year
    edition = edition_for(year)
    posts = {post.person_id: post for post in Post.objects.filter(year=year).select_related("organization", "person")}
    given = {code: one for code, one in coefficients_decided(Sitting(protocol)).items() if one}
    cards = ProjectYear.objects.filter(cycle=protocol.cycle, project__code__in=given).select_related("project")
    members = TeamMember.objects.filter(card__in=cards).select_related("person", "card__project")
    participants = InfrastructureParticipant.objects.filter(cycle=protocol.cycle).select_related("person")
    facts: dict[str, Any] = {
        "year": year,
        "projects": {card.project.code: _project(card, given[card.project.code]) for card in cards},
        "members": _served(members.order_by("pk"), posts),
        "participants": _served(participants.order_by("pk"), posts),
    }
    people = {row["person"] for row in (*facts["members"], *facts["participants"])}
    serving = [post for post in posts.values() if str(post.person_id) in people]
    facts["people"] = {str(post.person_id): _person(post) for post in serving}
    facts["bodies"] = {post.organization.short_name: post.organization_id for post in serving}
    facts["left_out"] = [*_left_out(members, posts, year), *_left_out(participants, posts, year)]
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
    return Taken(text, edition.choice("distribution_method"), edition.decimal("ceiling_multiplier"))


def _project(card: ProjectYear, coefficient: Coefficient) -> dict[str, Any]:
    """What is kept of a project; the coefficient 1 goes without saying."""
    kept: dict[str, Any] = {"name": card.name, "key": card.project_id}
    return kept if coefficient == 1 else kept | {"coefficient": written(coefficient)}


def coefficients_in(facts: Mapping[str, Any]) -> dict[str, Decimal]:
    """Coefficients of the projects of stored facts, those that are not 1."""
    return {code: Decimal(one["coefficient"]) for code, one in facts["projects"].items() if "coefficient" in one}


def _served(rows: Iterable[Any], posts: dict[int, Post]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        if row.person_id not in posts:
            continue
        served = {
            "authority": posts[row.person_id].organization.short_name,
            "person": str(row.person_id),
            "from": row.since.isoformat(),
            "to": row.until.isoformat() if row.until else None,
        }
        found.append({"project": row.card.project.code, **served} if isinstance(row, TeamMember) else served)
    return found


def _person(post: Post) -> dict[str, str]:
    return {"name": post.person.full_name, "post": post.title, "category": post.category}


def _left_out(rows: Iterable[Any], posts: dict[int, Post], year: int) -> list[dict[str, str]]:
    """People whose days weigh nothing: they hold no position of the three kinds that year."""
    return [
        {"name": row.person.full_name, "why": NO_POST.format(year=year)} for row in rows if row.person_id not in posts
    ]


@lru_cache(maxsize=CACHED)
def loaded(text: str) -> dict[str, Any]:
    """Stored facts as plain values; whoever reads them does not change them."""
    found: dict[str, Any] = json.loads(text)
    return found


@lru_cache(maxsize=CACHED)
def shared_out(text: str, team_kopecks: int, infrastructure_kopecks: int, method: str, multiplier: str) -> Distribution:
    """The general fund shared out by stored facts. Raises DistributionRefused."""
    facts = loaded(text)
    members = [Membership(row["project"], row["authority"], row["person"], *_days(row)) for row in facts["members"]]
    participants = [Participation(row["authority"], row["person"], *_days(row)) for row in facts["participants"]]
    return distribute(
        GeneralFund(roubles(team_kopecks), roubles(infrastructure_kopecks)),
        facts["year"],
        members,
        participants,
        projects=facts["projects"],
        coefficients=coefficients_in(facts),
        method=_method(method),
        multiplier=Decimal(multiplier),
    )


def reasons_against(taken: Taken, team_kopecks: int, infrastructure_kopecks: int) -> list[str]:
    """Why these sums cannot be shared out by these facts; [] where they can."""
    try:
        shared_out(taken.text, team_kopecks, infrastructure_kopecks, taken.method, str(taken.multiplier))
    except DistributionRefused as refusal:
        return list(refusal.reasons)
    return []


def _days(row: dict[str, Any]) -> tuple[date, date | None]:
    return date.fromisoformat(row["from"]), date.fromisoformat(row["to"]) if row["to"] else None


def _method(name: str) -> Method:
    if name not in METHODS:
        raise ValueError(f"unknown method of distribution {name!r}")
    return name  # type: ignore[return-value]


def distribution_of(distribution: Any, *, method: str = "") -> Distribution:
    """A computed distribution with all that explains each sum; by another method, to compare with."""
    fund = distribution.recalculation
    return shared_out(
        distribution.facts,
        fund.team_kopecks,
        fund.infrastructure_kopecks,
        method or distribution.method,
        distribution.multiplier,
    )
