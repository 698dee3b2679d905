"""The Administration's desk: what the general fund is recalculated from, and its arithmetic (clause 2.6)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from bonus_fund import exact
from bonus_fund.distribution import Distribution, DistributionRefused, Share, kopecks
from bonus_fund.facts import coefficients_in, facts_of_year, loaded, shared_out
from bonus_fund.models import FundRecalculation
from bonus_fund.queries_funds import distribution_of_fund, last_year
from protocols.paper import coefficients_decided
from protocols.sitting import Sitting
from ranking_portal.directory.enums import PostCategory
from ranking_portal.journal.standing import until_told
from ranking_portal.region import worded
from ranking_portal.regulation.edition import Edition


@dataclass(frozen=True)
class Person:
    """A member or a participant: where he serves, which days count, what he weighs."""

    name: str
    post: str
    category: str
    body: str
    periods: tuple[str, ...]
    days: Fraction
    weight: Fraction
    days_in_year: int

    @property
    def days_told(self) -> str:
        """His days within the year."""
        return exact.days_told(self.days)

    @property
    def weight_told(self) -> str:
        """His weight as a fraction."""
        return exact.weight_told(self.weight, self.days_in_year)


@dataclass(frozen=True)
class Team:
    """People whose weights are added up: of a project, or of the infrastructure. `people` counts those with a day."""

    code: str
    name: str
    rows: tuple[Person, ...]
    people: int
    weight: Fraction
    days_in_year: int
    coefficient: Decimal = Decimal(1)

    @property
    def days_told(self) -> str:
        """Days of all of them."""
        return exact.days_told(sum((row.days for row in self.rows), Fraction(0)))

    @property
    def weight_told(self) -> str:
        """Their weights together."""
        return exact.weight_told(self.weight, self.days_in_year)

    @property
    def weight_rounded(self) -> str:
        """The same, to look at."""
        return exact.weight_rounded(self.weight)


@dataclass(frozen=True)
class Base:
    """Facts that a fund is shared out by: those of its distribution, or of the register today."""

    text: str
    method: str
    multiplier: str

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as plain values."""
        return loaded(self.text)

    @cached_property
    def weighed(self) -> Distribution:
        """Weights alone: nothing is shared out yet."""
        return shared_out(self.text, 0, 0, self.method, self.multiplier)

    @cached_property
    def teams(self) -> list[Team]:
        """Teams of projects with a coefficient above zero."""
        made, graded = [], coefficients_in(self.facts)
        for code, project in self.weighed.projects.items():
            periods = _periods(row for row in self.facts["members"] if row["project"] == code)
            rows = self._people(project.authorities, periods)
            name = self.facts["projects"][code]["name"]
            days, coefficient = self.weighed.days_in_year, graded.get(code, Decimal(1))
            made.append(Team(code, name, rows, project.members, project.weight, days, coefficient))
        return made

    @cached_property
    def participants(self) -> Team:
        """Infrastructure participants."""
        rows = self._people(self.weighed.infrastructure, _periods(self.facts["participants"]))
        weight, days = self.weighed.infrastructure_weight, self.weighed.days_in_year
        people = sum(1 for row in rows if row.days)
        return Team("", "Инфраструктурные участники", rows, people, weight, days)

    @property
    def left_out(self) -> list[dict[str, str]]:
        """People whose days weigh nothing, and why."""
        return list(self.facts["left_out"])

    @property
    def team_weight_told(self) -> str:
        """Weights of all teams together."""
        return exact.weight_told(self.weighed.team_weight, self.weighed.days_in_year)

    def _people(self, bodies: Mapping[str, Share], periods: Mapping[tuple[str, str], list[str]]) -> tuple[Person, ...]:
        return people_of(bodies, self.facts["people"], periods, self.weighed.days_in_year)


def people_of(
    bodies: Mapping[str, Share],
    known: Mapping[str, Mapping[str, str]],
    periods: Mapping[tuple[str, str], list[str]],
    days_in_year: int,
) -> tuple[Person, ...]:
    """People of the bodies as stored facts name them (`known`, by key), by body and name."""
    found = []
    for body, share in bodies.items():
        for one in share.people:
            told = known[one.person]
            category = PostCategory(told["category"]).label
            dates = tuple(periods.get((body, one.person), ()))
            found.append(Person(told["name"], told["post"], category, body, dates, one.days, one.weight, days_in_year))
    return tuple(sorted(found, key=lambda row: (row.body, row.name)))


def _periods(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[str]]:
    """Periods of service in words, by body and person; without an end, to the end of the year."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        until = f" по {date.fromisoformat(row['to']):%d.%m.%Y}" if row["to"] else ""
        found[row["authority"], row["person"]].append(f"с {date.fromisoformat(row['from']):%d.%m.%Y}{until}")
    return found


def base_of(fund: FundRecalculation) -> Base:
    """What the fund is shared out by: as computed, else as the register is now."""
    distribution = distribution_of_fund(fund)
    if distribution is not None and distribution.facts:
        return Base(distribution.facts, distribution.method, distribution.multiplier)
    taken = facts_of_year(fund.protocol)
    return Base(taken.text, taken.method, str(taken.multiplier))


@dataclass(frozen=True)
class Sum:
    """A sum beside the former one and that of the last year, kopecks. None: not known."""

    title: str
    now: int | None
    former: int | None
    last_year: int | None

    @property
    def change(self) -> int | None:
        """By how much it differs from the former amount."""
        return None if self.now is None or self.former is None else self.now - self.former

    @property
    def change_in_year(self) -> int | None:
        """By how much it differs from the last year's."""
        return None if self.now is None or self.last_year is None else self.now - self.last_year


def sums_of(fund: FundRecalculation) -> list[Sum]:
    """Both parts and the whole."""
    before = last_year(fund)
    team = Sum("Командная часть", fund.team_kopecks, fund.former_team_kopecks, before.team_kopecks if before else None)
    infrastructure = Sum(
        "Инфраструктурная часть",
        fund.infrastructure_kopecks,
        fund.former_infrastructure_kopecks,
        before.infrastructure_kopecks if before else None,
    )
    whole = Sum(
        "Общий фонд",
        _together(team.now, infrastructure.now),
        _together(team.former, infrastructure.former),
        _together(team.last_year, infrastructure.last_year),
    )
    return [team, infrastructure, whole]


def _together(first: int | None, second: int | None) -> int | None:
    return None if first is None or second is None else first + second


@dataclass(frozen=True)
class Preview:
    """What the sums typed would give: funds of projects in kopecks, or the reasons against them."""

    sums: list[Sum]
    projects: list[dict[str, Any]]
    bodies: list[dict[str, Any]]
    reasons: tuple[str, ...]


def preview_of(fund: FundRecalculation) -> Preview:
    """The arithmetic of sums that are on the form and may not be stored yet."""
    sums = sums_of(fund)
    if fund.team_kopecks is None or fund.infrastructure_kopecks is None:
        return Preview(sums, [], [], ())
    base = base_of(fund)
    try:
        shared = shared_out(base.text, fund.team_kopecks, fund.infrastructure_kopecks, base.method, base.multiplier)
    except DistributionRefused as refusal:
        return Preview(sums, [], [], refusal.reasons)
    projects = [
        {
            "code": code,
            "name": base.facts["projects"][code]["name"],
            "members": one.members,
            "fund": kopecks(one.fund),
            "average": kopecks(one.average),
            "ceiling": kopecks(one.ceiling),
        }
        for code, one in shared.projects.items()
    ]
    bodies = [{"name": name, "amount": kopecks(one.amount)} for name, one in shared.infrastructure.items()]
    return Preview(sums, projects, bodies, ())


@until_told
def coefficients(fund: FundRecalculation) -> dict[str, Any]:
    """Projects with a coefficient above zero, each with its own where there are several, and how many have 0."""
    decided = coefficients_decided(Sitting(fund.protocol))
    return {
        "title": fund.protocol.what_is_given.capitalize(),
        "graded": fund.protocol.is_graded,
        "ones": [(code, one) for code, one in sorted(decided.items()) if one],
        "zeros": sum(not x for x in decided.values()),
    }


def assumptions(edition: Edition) -> list[str]:
    """On which open decisions the sums rest, one sentence each."""
    found = []
    method, average = edition.parameter("distribution_method"), edition.parameter("average_method")
    if method.open:
        found.append(
            f"Порядок не называет способа деления общего фонда между проектами: принято «{method.shown}», доли "
            "округлены до копейки методом наибольшего остатка (параметр редакции)."
        )
    if average.open:
        found.append(
            worded(
                f"Пункт\u00a03.5.1 приведён в изложении портала: средняя премия — {average.shown} (параметр редакции)."
            )
        )
    return found
