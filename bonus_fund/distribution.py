"""The general fund shared out between projects and bodies, exact to the kopeck (clause 2.6).

Pure arithmetic on plain values: sums are `Decimal` roubles, weights and exact shares are `Fraction`; the parts always
add up to the whole. The caller gives only days in one of the three kinds of position, and only projects with
a coefficient above zero (clause 2.5). The same rows in any order give the same result; names go in order of code
points.

What the text leaves open is decided here so:
- rows of one person in one project (or in the infrastructure) merge: a day counts once, however many rows cover it;
- a day on which a person serves in several bodies at once is shared equally between them, so that neither the order
  of rows nor a name decides; days in one body alone are that body's own;
- members of a project for its average bonus are the people with at least one day in its team within the year.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Any, Literal, get_args

from ranking.scales import half_up
from ranking_portal.figures import grouped
from ranking_portal.words import NBSP

Method = Literal["weighted_days", "equal_members"]
METHODS: tuple[str, ...] = get_args(Method)
MULTIPLIER = Decimal("1.5")

_TOO_MUCH = Decimal(10) ** 15
_NOTHING = Decimal("0.00")
_DAY = timedelta(days=1)


class DistributionRefused(ValueError):
    """A fund cannot be shared out; `reasons` names everything at once, in Russian."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Membership:
    """A person serves a project's team from a day to a day, both inclusive; without an end, to 31 December."""

    project: str
    authority: str
    person: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Participation:
    """A person of a body is an infrastructure participant from a day to a day, both inclusive."""

    authority: str
    person: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class GeneralFund:
    """The general fund as the Administration gives it: two parts, roubles."""

    team: Decimal
    infrastructure: Decimal


@dataclass(frozen=True, slots=True)
class Served:
    """What a person adds to a body's weight. `days` is not whole where a day is shared between bodies."""

    person: str
    days: Fraction
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Share:
    """A body's share, roubles. `exact` before rounding; `extra_kopeck`: rounding down left a kopeck, it came here."""

    amount: Decimal
    weight: Fraction
    exact: Fraction
    extra_kopeck: bool
    people: tuple[Served, ...]

    @property
    def days(self) -> Fraction:
        """Days that the body's people have served within the year."""
        return sum((one.days for one in self.people), Fraction(0))


@dataclass(frozen=True, slots=True)
class ProjectFund:
    """A project's fund, roubles, with its average bonus and the ceiling of one bonus (clause 3.5.1)."""

    fund: Decimal
    average: Decimal
    ceiling: Decimal
    weight: Fraction
    members: int
    exact: Fraction
    extra_kopeck: bool
    authorities: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Distribution:
    """The general fund shared out, with all that explains each sum. Weights are sums over the whole part."""

    general: GeneralFund
    year: int
    days_in_year: int
    method: Method
    multiplier: Decimal
    team_weight: Fraction
    infrastructure_weight: Fraction
    projects: Mapping[str, ProjectFund]
    infrastructure: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class Difference:
    """A sum in two distributions, roubles. No authority: the project's fund; no project: the infrastructure part."""

    project: str | None
    authority: str | None
    was: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """By how much the sum has grown; negative where it has fallen."""
        return self.now - self.was


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole in kopecks: as given, and exact before rounding."""

    kopecks: int
    exact: Fraction
    extra: bool


def distribute(
    general: GeneralFund,
    year: int,
    members: Iterable[Membership],
    participants: Iterable[Participation],
    *,
    projects: Collection[str] = (),
    coefficients: Mapping[str, Decimal] | None = None,
    method: Method = "weighted_days",
    multiplier: Decimal = MULTIPLIER,
) -> Distribution:
    """Share the general fund of a year between projects, bodies within each, and bodies of the infrastructure.

    `projects`: codes to be shown even without a single member. `coefficients` by code: the weight of a project is its
    coefficient times the weights of its members (clause 2.4); 1 where none is named. Raises DistributionRefused.
    """
    members, participants = list(members), list(participants)
    _refuse_unsound(general, [*members, *participants], method, multiplier)
    graded = {code: Fraction(value) for code, value in _sound_coefficients(coefficients or {}).items()}
    teams: dict[str, list[Membership]] = {code: [] for code in projects}
    for member in members:
        teams.setdefault(member.project, []).append(member)
    served = {code: _by_authority(teams[code], year, method) for code in sorted(teams)}
    weights = {code: graded.get(code, Fraction(1)) * _total(bodies) for code, bodies in served.items()}
    infrastructure = _by_authority(participants, year, method)
    team_weight, infrastructure_weight = sum(weights.values(), Fraction(0)), _total(infrastructure)
    _refuse_weightless(general, year, team_weight, infrastructure_weight)

    funds = apportion(kopecks(general.team), weights)
    return Distribution(
        general=general,
        year=year,
        days_in_year=_days(year),
        method=method,
        multiplier=multiplier,
        team_weight=team_weight,
        infrastructure_weight=infrastructure_weight,
        projects={code: _project(funds[code], weights[code], served[code], multiplier) for code in served},
        infrastructure=_shares(kopecks(general.infrastructure), infrastructure),
    )


def apportion(whole: int, weights: Mapping[str, Fraction]) -> dict[str, Part]:
    """Whole kopecks by weights: each share rounded down, the kopecks left go to the largest remainders, ties by name.

    Weights that are all zero share only a zero, otherwise ValueError.
    """
    scale = lcm(*(weight.denominator for weight in weights.values()))
    units = {name: weight.numerator * (scale // weight.denominator) for name, weight in weights.items()}
    total = sum(units.values())
    if not total:
        if whole:
            raise ValueError("nothing to share by: all weights are zero")
        return {name: Part(0, Fraction(0), False) for name in weights}
    floors = {name: divmod(whole * unit, total) for name, unit in units.items()}
    left = whole - sum(floor for floor, _ in floors.values())
    extra = set(sorted(floors, key=lambda name: (-floors[name][1], name))[:left])
    return {
        name: Part(floor + (name in extra), Fraction(whole * units[name], total), name in extra)
        for name, (floor, _) in floors.items()
    }


def average_bonus(fund: Decimal, members: int) -> Decimal:
    """The average bonus, half up to the kopeck (clause 3.5.1); zero where there is nobody."""
    return half_up(Fraction(kopecks(fund), 100 * members), 2) if members else _NOTHING


def bonus_ceiling(fund: Decimal, members: int, multiplier: Decimal = MULTIPLIER) -> Decimal:
    """The most that one bonus may be: the multiplier times the unrounded average, down to the kopeck (clause 2.6)."""
    return roubles(int(Fraction(multiplier) * kopecks(fund) / members)) if members else _NOTHING


def compare(was: Distribution, now: Distribution) -> list[Difference]:
    """Each project, body in a project, and body of the infrastructure in two distributions, in order of names.

    Rows that have not changed are there too; what one of the two does not know counts as zero in it.
    """
    before, after = _sums(was), _sums(now)
    keys = sorted(before.keys() | after.keys(), key=lambda key: (key[0] is None, key[0] or "", key[1] or ""))
    return [Difference(*key, before.get(key, _NOTHING), after.get(key, _NOTHING)) for key in keys]


def as_json(distribution: Distribution) -> dict[str, Any]:
    """The sums as `distribute --json` prints them: two decimals each."""
    return {
        "projects": {
            code: {
                "fund": str(project.fund),
                "average": str(project.average),
                "ceiling": str(project.ceiling),
                "authorities": {name: str(share.amount) for name, share in project.authorities.items()},
            }
            for code, project in distribution.projects.items()
        },
        "infrastructure": {name: str(share.amount) for name, share in distribution.infrastructure.items()},
    }


def amount_problem(amount: Decimal) -> str | None:
    """Why a sum in roubles cannot be shared out, in Russian; None where it can."""
    if not amount.is_finite():
        return "нужно число"
    if amount < 0:
        return "сумма не может быть отрицательной"
    if amount.adjusted() >= _TOO_MUCH.adjusted():
        return "сумма больше допустимой (меньше 10 в 15-й степени рублей)"
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return "больше двух знаков после запятой: сумма задаётся до копейки"
    return None


def kopecks(amount: Decimal) -> int:
    """Roubles of whole kopecks as kopecks."""
    return int(amount.scaleb(2))


def roubles(whole: int) -> Decimal:
    """Kopecks as roubles with two decimals."""
    return Decimal(whole).scaleb(-2)


def _sound_coefficients(given: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    if wrong := sorted(code for code, value in given.items() if not (value.is_finite() and 0 <= value <= 1)):
        raise DistributionRefused(f"Коэффициент проекта – число от 0 до 1: {', '.join(wrong)}.")
    return given


def _project(
    part: Part, weight: Fraction, bodies: Mapping[str, tuple[Served, ...]], multiplier: Decimal
) -> ProjectFund:
    fund = roubles(part.kopecks)
    members = len({one.person for people in bodies.values() for one in people if one.days})
    return ProjectFund(
        fund=fund,
        average=average_bonus(fund, members),
        ceiling=bonus_ceiling(fund, members, multiplier),
        weight=weight,
        members=members,
        exact=part.exact / 100,
        extra_kopeck=part.extra,
        authorities=_shares(part.kopecks, bodies),
    )


def _shares(whole: int, bodies: Mapping[str, tuple[Served, ...]]) -> dict[str, Share]:
    weights = {name: sum((one.weight for one in people), Fraction(0)) for name, people in bodies.items()}
    return {
        name: Share(roubles(part.kopecks), weights[name], part.exact / 100, part.extra, bodies[name])
        for name, part in apportion(whole, weights).items()
    }


def _by_authority(
    rows: Iterable[Membership | Participation], year: int, method: Method
) -> dict[str, tuple[Served, ...]]:
    """The people of each body with their days and weights; a person without a day within the year stays, with zero."""
    of_person: dict[str, list[Membership | Participation]] = defaultdict(list)
    for row in rows:
        of_person[row.person].append(row)
    bodies: dict[str, list[Served]] = defaultdict(list)
    for person in sorted(of_person):
        days = _days_by_authority(of_person[person], year)
        # Weighted days: of the days of the year. Equal members: of all his own days, so that he weighs one.
        whole = _days(year) if method == "weighted_days" else sum(days.values()) or 1
        for authority, count in days.items():
            bodies[authority].append(Served(person, count, count / whole))
    return {name: tuple(bodies[name]) for name in sorted(bodies)}


def _days_by_authority(rows: Iterable[Membership | Participation], year: int) -> dict[str, Fraction]:
    """Days of one person within the year for each of his bodies; a day in several bodies is shared equally."""
    days: dict[str, Fraction] = {row.authority: Fraction(0) for row in rows}
    first, last = date(year, 1, 1), date(year, 12, 31)
    # Whole days as numbers, the end exclusive: the last day of the calendar has no day after it.
    spans = {
        (row.authority, max(row.since, first).toordinal(), min(row.until or last, last).toordinal() + 1) for row in rows
    }
    spans = {span for span in spans if span[1] < span[2]}
    edges = sorted({edge for _, since, end in spans for edge in (since, end)})
    for since, end in pairwise(edges):
        serving = {authority for authority, begin, finish in spans if begin <= since and end <= finish}
        for authority in serving:
            days[authority] += Fraction(end - since, len(serving))
    return days


def _days(year: int) -> int:
    return (date(year, 12, 31) - date(year, 1, 1) + _DAY).days


def _total(bodies: Mapping[str, tuple[Served, ...]]) -> Fraction:
    return sum((one.weight for people in bodies.values() for one in people), Fraction(0))


def _sums(distribution: Distribution) -> dict[tuple[str | None, str | None], Decimal]:
    sums: dict[tuple[str | None, str | None], Decimal] = {}
    for code, project in distribution.projects.items():
        sums[code, None] = project.fund
        sums.update({(code, name): share.amount for name, share in project.authorities.items()})
    sums.update({(None, name): share.amount for name, share in distribution.infrastructure.items()})
    return sums


def _refuse_unsound(
    general: GeneralFund, rows: Iterable[Membership | Participation], method: str, multiplier: Decimal
) -> None:
    reasons = []
    for what, amount in (("Командная часть", general.team), ("Инфраструктурная часть", general.infrastructure)):
        if problem := amount_problem(amount):
            reasons.append(f"{what} общего фонда: {problem}.")
    reasons += [
        f"{row.person} ({row.authority}): участие кончается {row.until:%d.%m.%Y}, раньше, чем начинается."
        for row in rows
        if row.until is not None and row.until < row.since
    ]
    if method not in METHODS:
        reasons.append(f"Неизвестный способ распределения «{method}».")
    if not multiplier.is_finite() or multiplier <= 0:
        reasons.append("Множитель средней премии должен быть больше нуля.")
    if reasons:
        raise DistributionRefused(*reasons)


def _refuse_weightless(general: GeneralFund, year: int, team: Fraction, infrastructure: Fraction) -> None:
    """Money that nobody's days stand behind is not given to anybody."""
    reasons = []
    for what, whose, amount, weight in (
        ("Командная часть", "членов команд", general.team, team),
        ("Инфраструктурная часть", "инфраструктурных участников", general.infrastructure, infrastructure),
    ):
        if amount and not weight:
            sum_ = f"{grouped(amount, 2)}{NBSP}руб."
            reasons.append(f"{what} общего фонда — {sum_}, а делить её не на кого: у {whose} нет дней в {year} году.")
    if reasons:
        raise DistributionRefused(*reasons)
