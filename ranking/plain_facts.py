"""Facts of a project in a year as plain values: what clause 2.2 counts, without a database.

Kinds are the codes of the register ("authority", "major_repair", "concession", "up", "milestone" and so on).
Sums are roubles. A fact without a date counts always.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ranking.scales import plain_number


@dataclass(frozen=True, slots=True)
class Organization:
    """A participant of the project (clause 2.2, item 1)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Contract:
    """A state or municipal contract, with the day of its conclusion (clause 2.2, item 2)."""

    number: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class ConstructionObject:
    """An object of construction; `federal`: it is federal property (clause 2.2, item 2)."""

    name: str
    work: str
    federal: bool


@dataclass(frozen=True, slots=True)
class Partnership:
    """An agreement on public-private partnership, with its day (clause 2.2, item 2)."""

    number: str
    form: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class UniqueResult:
    """A unique result (clause 2.2, item 3)."""

    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target of the project (clause 2.2): `direction` is "up" or "down"."""

    name: str
    direction: str
    plan: Decimal
    fact: Decimal | None

    @property
    def reached(self) -> bool:
        """The fact is not worse than the plan; an empty fact is not reached."""
        if self.fact is None:
            return False
        return self.fact >= self.plan if self.direction == "up" else self.fact <= self.plan


@dataclass(frozen=True, slots=True)
class Step:
    """An activity or a milestone of the plan (clause 2.2, item 4)."""

    name: str
    kind: str
    due: dt.date
    done: dt.date | None


@dataclass(frozen=True, slots=True)
class Report:
    """A report on the project (clause 2.2, item 4)."""

    period: str
    due: dt.date
    done: dt.date | None


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """A request to change the project's passport (clause 2.2, item 4; a change in the sense of clause 2.3)."""

    number: str
    content: str
    due: dt.date
    sent: dt.date | None

    @property
    def done(self) -> dt.date | None:
        """Sent is done."""
        return self.sent


Record = (
    Organization | Contract | ConstructionObject | Partnership | UniqueResult | Target | Step | Report | ChangeRequest
)
DueRecord = Step | Report | ChangeRequest


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a ranking needs to know of a project. `appropriation` None: the register has no row of it."""

    code: str
    appropriation: Decimal | None = None
    recipients: int = 0
    organizations: tuple[Organization, ...] = ()
    contracts: tuple[Contract, ...] = ()
    objects: tuple[ConstructionObject, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    unique_results: tuple[UniqueResult, ...] = ()
    targets: tuple[Target, ...] = ()
    steps: tuple[Step, ...] = ()
    reports: tuple[Report, ...] = ()
    change_requests: tuple[ChangeRequest, ...] = ()

    def as_plain(self) -> dict[str, Any]:
        """A mapping fit for JSON, rows sorted: the order in which they came leaves no trace."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _rows(value) if isinstance(value, tuple) else _plain(value) for name, value in plain.items()}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Facts":
        """Read back what `as_plain` gave. Raises KeyError or ValueError on anything else."""
        appropriation = plain["appropriation"]
        return cls(
            code=plain["code"],
            appropriation=None if appropriation is None else Decimal(appropriation),
            recipients=plain["recipients"],
            organizations=tuple(Organization(row["name"], row["kind"]) for row in plain["organizations"]),
            contracts=tuple(Contract(row["number"], _day(row["date"])) for row in plain["contracts"]),
            objects=tuple(ConstructionObject(row["name"], row["work"], row["federal"]) for row in plain["objects"]),
            partnerships=tuple(
                Partnership(row["number"], row["form"], _day(row["date"])) for row in plain["partnerships"]
            ),
            unique_results=tuple(UniqueResult(row["kind"], row["description"]) for row in plain["unique_results"]),
            targets=tuple(
                Target(
                    row["name"],
                    row["direction"],
                    Decimal(row["plan"]),
                    None if row["fact"] is None else Decimal(row["fact"]),
                )
                for row in plain["targets"]
            ),
            steps=tuple(Step(row["name"], row["kind"], _date(row["due"]), _day(row["done"])) for row in plain["steps"]),
            reports=tuple(Report(row["period"], _date(row["due"]), _day(row["done"])) for row in plain["reports"]),
            change_requests=tuple(
                ChangeRequest(row["number"], row["content"], _date(row["due"]), _day(row["sent"]))
                for row in plain["change_requests"]
            ),
        )


def facts_as_plain(facts: Iterable[Facts]) -> list[dict[str, Any]]:
    """All projects, by code: the facts of a snapshot."""
    return [project.as_plain() for project in sorted(facts, key=lambda project: project.code)]


def lacks_facts(facts: Facts) -> list[str]:
    """What the register does not say of a project; a ranking with such a project cannot be confirmed."""
    missing = []
    if facts.appropriation is None:
        missing.append("нет сведений о бюджетных ассигнованиях")
    if not facts.targets:
        missing.append("нет ни одного целевого показателя")
    if not facts.steps:
        missing.append("нет ни одного мероприятия или контрольной точки")
    return missing


def _rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    rows = [{field.name: _plain(getattr(record, field.name)) for field in fields(record)} for record in records]
    return sorted(rows, key=lambda row: tuple("" if value is None else str(value) for value in row.values()))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _day(text: str | None) -> dt.date | None:
    return None if text is None else _date(text)


@lru_cache(maxsize=4096)
def _date(text: str) -> dt.date:
    """A register of any size has few different days: each is read once."""
    return dt.date.fromisoformat(text)
