"""Facts of a year as rules look at them: plain rows, no database. Sums are whole kopecks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar


class Row(Protocol):
    """Any row of a card."""

    @property
    def card(self) -> int:
        """Key of the card."""


AnyRow = TypeVar("AnyRow", bound=Row)


class Card(NamedTuple):
    """The card of a project; `head` is the key of a person."""

    pk: int
    code: str
    name: str
    head: int | None
    starts_on: date | None
    ends_on: date | None


class Funding(NamedTuple):
    """Money of a card."""

    card: int
    pk: int
    appropriation: int
    spent: int


class Contract(NamedTuple):
    """A contract."""

    card: int
    pk: int
    number: str
    price: int
    concluded_on: date | None


class Named(NamedTuple):
    """A row that has a name to be told by: an object, an agreement on partnership."""

    card: int
    pk: int
    name: str


class Target(NamedTuple):
    """A target; `grows` where more is better."""

    card: int
    pk: int
    name: str
    grows: bool
    plan: Decimal
    fact: Decimal | None


class Duty(NamedTuple):
    """What has a term: a step of the plan, a report, a request to change the passport."""

    card: int
    pk: int
    name: str
    due_on: date
    done_on: date | None


class Member(NamedTuple):
    """A member of a team; `leads` for the project's head."""

    card: int
    pk: int
    person: int
    role: str
    leads: bool
    since: date
    until: date | None


class Helper(NamedTuple):
    """An infrastructure participant: of no card."""

    pk: int
    person: int
    function: str
    since: date
    until: date | None


class Post(NamedTuple):
    """Where a person serves in the year."""

    pk: int
    person: int
    body: str


class Person(NamedTuple):
    """A person by number and name."""

    number: str
    name: str


class Organization(NamedTuple):
    """An organization by its names."""

    pk: int
    short_name: str
    full_name: str


@dataclass(frozen=True)
class Year:
    """All facts of a year that a user may see, and the day on which they are looked at.

    Staff, people and organizations are always whole: rules about cards need them.
    """

    number: int
    today: date
    cards: tuple[Card, ...] = ()
    funding: tuple[Funding, ...] = ()
    contracts: tuple[Contract, ...] = ()
    objects: tuple[Named, ...] = ()
    partnerships: tuple[Named, ...] = ()
    targets: tuple[Target, ...] = ()
    steps: tuple[Duty, ...] = ()
    reports: tuple[Duty, ...] = ()
    requests: tuple[Duty, ...] = ()
    members: tuple[Member, ...] = ()
    helpers: tuple[Helper, ...] = ()
    posts: tuple[Post, ...] = ()
    people: tuple[tuple[int, Person], ...] = ()
    organizations: tuple[Organization, ...] = ()

    @property
    def first_day(self) -> date:
        """1 January."""
        return date(self.number, 1, 1)

    @property
    def last_day(self) -> date:
        """31 December: the facts of the year stand still after it (clause 2.3)."""
        return date(self.number, 12, 31)

    @cached_property
    def card_of(self) -> dict[int, Card]:
        """Cards by key."""
        return {card.pk: card for card in self.cards}

    @cached_property
    def money_of(self) -> dict[int, Funding]:
        """Money by card."""
        return {row.card: row for row in self.funding}

    @cached_property
    def person_of(self) -> dict[int, Person]:
        """People by key."""
        return dict(self.people)

    @cached_property
    def serving(self) -> set[int]:
        """Keys of the people who have a post in the year."""
        return {post.person for post in self.posts}

    @cached_property
    def duties(self) -> tuple[tuple[str, tuple[Duty, ...]], ...]:
        """Everything with a term, by the kind of its records."""
        return (("step", self.steps), ("report", self.reports), ("change-request", self.requests))


def by_card(rows: Iterable[AnyRow]) -> dict[int, list[AnyRow]]:
    """Rows under the keys of their cards."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.card].append(row)
    return found
