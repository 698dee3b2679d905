"""A distribution as its pages show it: sums, where each comes from, what another method would give (clause 2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from bonus_fund import exact
from bonus_fund.distribution import METHODS, Difference, Distribution, Share, compare, kopecks
from bonus_fund.facts import distribution_of, loaded
from bonus_fund.models import BodyShare, FundDistribution
from bonus_fund.presenting_funds import Base, Person, Team
from bonus_fund.queries_funds import told_before
from ranking_portal.regulation.services import edition_for


@dataclass(frozen=True)
class Part:
    """A part of a whole, kopecks: rounded down (`whole`), the part of a kopeck `left` by that, and as given."""

    code: str
    name: str
    weight: str
    whole: int
    left: str
    extra: bool
    amount: int
    current: bool = False


@dataclass(frozen=True)
class Change:
    """A sum in two distributions, kopecks. `authority` is "" for a project's whole fund."""

    project: str
    authority: str
    was: int
    now: int

    @property
    def difference(self) -> int:
        """By how much it has grown."""
        return self.now - self.was


@dataclass(frozen=True)
class Comparison:
    """Two distributions side by side."""

    title: str
    rows: list[Change]

    @property
    def changed(self) -> list[Change]:
        """Sums that differ."""
        return [row for row in self.rows if row.difference]

    @property
    def total(self) -> int:
        """By how much the whole differs, kopecks: funds of projects and the infrastructure part."""
        return sum(row.difference for row in self.rows if not (row.project and row.authority))


@dataclass(frozen=True)
class Why:
    """Why a sum is what it is: whose weights, of which whole, how rounded."""

    code: str
    name: str
    whole_title: str
    whole: int
    weight: str
    weight_of_all: str
    exact: str
    amount: int
    extra: bool
    parts: list[Part]
    people: tuple[Person, ...]
    days_in_year: int
    by_days: bool
    kopecks_left: int
    coefficient: Decimal = Decimal(1)


def other_method(distribution: FundDistribution) -> str:
    """The method to compare with."""
    return next(name for name in METHODS if name != distribution.method)


def method_title(distribution: FundDistribution, method: str = "") -> str:
    """A method in the words of the edition."""
    choices = dict(edition_for(distribution.cycle_year).parameter("distribution_method").choices)
    name = method or distribution.method
    return choices.get(name, name)


def by_other_method(distribution: FundDistribution) -> Comparison:
    """What the sums would be by the other method: `was` is the present one."""
    method = other_method(distribution)
    now = distribution_of(distribution, method=method)
    return Comparison(method_title(distribution, method), _changes(compare(distribution_of(distribution), now)))


def with_former(distribution: FundDistribution) -> Comparison | None:
    """Each difference to what had been announced before; None where nothing had."""
    former = told_before(distribution)
    if former is None:
        return None
    return Comparison(str(former), _changes(compare(distribution_of(former), distribution_of(distribution))))


def _changes(differences: list[Difference]) -> list[Change]:
    return [Change(row.project or "", row.authority or "", kopecks(row.was), kopecks(row.now)) for row in differences]


def why_project(distribution: FundDistribution, code: str) -> dict[str, Any] | None:
    """A project's fund and the share of each body in it; None where the project has none."""
    shared = distribution_of(distribution)
    project = shared.projects.get(code)
    if project is None:
        return None
    names = {key: one["name"] for key, one in loaded(distribution.facts)["projects"].items()}
    team = next(team for team in base(distribution).teams if team.code == code)
    parts = [
        _part(key, names[key], one, kopecks(one.fund), shared.days_in_year, current=key == code)
        for key, one in shared.projects.items()
    ]
    of_all = exact.weight_told(shared.team_weight, shared.days_in_year)
    whole = kopecks(shared.general.team)
    fund = _why(
        code, names[code], "Командная часть", whole, project, kopecks(project.fund), of_all, parts, team, shared
    )
    bodies = [
        _part("", name, one, kopecks(one.amount), shared.days_in_year) for name, one in project.authorities.items()
    ]
    return {
        "why": fund,
        "bodies": bodies,
        "members": project.members,
        "average": kopecks(project.average),
        "average_exact": exact.share_told(Fraction(project.fund) / project.members) if project.members else "",
        "ceiling": kopecks(project.ceiling),
    }


def why_body(distribution: FundDistribution, authority: str) -> Why | None:
    """A body's share of the infrastructure part; None where it has none."""
    shared = distribution_of(distribution)
    share = shared.infrastructure.get(authority)
    if share is None:
        return None
    parts = [
        _part("", name, one, kopecks(one.amount), shared.days_in_year, current=name == authority)
        for name, one in shared.infrastructure.items()
    ]
    of_all = exact.weight_told(shared.infrastructure_weight, shared.days_in_year)
    everybody = base(distribution).participants
    own = tuple(row for row in everybody.rows if row.body == authority)
    team = Team("", authority, own, sum(1 for row in own if row.days), share.weight, shared.days_in_year)
    whole = kopecks(shared.general.infrastructure)
    amount = kopecks(share.amount)
    return _why("", authority, "Инфраструктурная часть", whole, share, amount, of_all, parts, team, shared)


def base(distribution: FundDistribution) -> Base:
    """Facts that the distribution rests on."""
    return Base(distribution.facts, distribution.method, distribution.multiplier)


def _why(
    code: str,
    name: str,
    whole_title: str,
    whole: int,
    share: Any,
    amount: int,
    of_all: str,
    parts: list[Part],
    team: Team,
    shared: Distribution,
) -> Why:
    return Why(
        code=code,
        name=name,
        whole_title=whole_title,
        whole=whole,
        weight=exact.weight_told(share.weight, shared.days_in_year),
        weight_of_all=of_all,
        exact=exact.share_told(share.exact),
        amount=amount,
        extra=share.extra_kopeck,
        parts=parts,
        people=team.rows,
        days_in_year=shared.days_in_year,
        by_days=shared.method == "weighted_days",
        kopecks_left=sum(one.extra for one in parts),
        coefficient=team.coefficient,
    )


def _part(code: str, name: str, share: Any, amount: int, days_in_year: int, *, current: bool = False) -> Part:
    whole, rest = exact.parted(share.exact)
    left = f"{rest.numerator}/{rest.denominator}" if rest else "0"
    weight = exact.weight_told(share.weight, days_in_year)
    return Part(code, name, weight, whole, left, share.extra_kopeck, amount, current)


def weights_of(bodies: Mapping[str, Share], days_in_year: int) -> dict[str, str]:
    """Weights of bodies as fractions, by name."""
    return {name: exact.weight_told(one.weight, days_in_year) for name, one in bodies.items()}


def project_rows(distribution: FundDistribution) -> list[dict[str, Any]]:
    """Stored sums of projects with those of their bodies, and their weights."""
    shared = distribution_of(distribution)
    days, found = shared.days_in_year, []
    prefetch_related_objects([distribution], "projectshares__bodies")
    for row in distribution.projectshares.all():
        one = shared.projects[row.code]
        weights = weights_of(one.authorities, days)
        bodies = [{"row": body, "weight": weights[body.authority]} for body in row.bodies.all()]
        found.append({"row": row, "weight": exact.weight_told(one.weight, days), "bodies": bodies})
    return found


def infrastructure_rows(distribution: FundDistribution) -> list[dict[str, Any]]:
    """Stored shares of bodies in the infrastructure part, and their weights."""
    shared = distribution_of(distribution)
    weights = weights_of(shared.infrastructure, shared.days_in_year)
    prefetch_related_objects([distribution], Prefetch("bodyshares", BodyShare.objects.select_related("organization")))
    rows = [row for row in distribution.bodyshares.all() if row.project_share_id is None]
    return [{"row": row, "weight": weights[row.authority]} for row in rows]
