"""What the checks of a proposal look at, and what they say (clauses 3.7-3.9). Plain values; sums are roubles.

A line with a zero sum is a person who is proposed nothing: he stays in the table, and no check looks at him.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ranking_portal.figures import grouped
from ranking_portal.words import NBSP

Kind = Literal["team", "infrastructure"]


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A bonus proposed to a person of a body. `position_category`: a value of PostCategory, or "" where there is none.

    Raises ValueError for a negative sum: it would hide an excess elsewhere.
    """

    person_key: str
    person_name: str
    authority: str
    position_category: str
    amount: Decimal
    justification: str = ""

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount < 0:
            raise ValueError(f"a bonus cannot be {self.amount}")


@dataclass(frozen=True, slots=True)
class Official:
    """Who proposes or agrees, as a person and not as an office."""

    person_key: str
    person_name: str


@dataclass(frozen=True, slots=True)
class OtherSum:
    """What a person is proposed elsewhere this year: the title of the other proposal, and the sum."""

    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """A proposal as the checks see it.

    `fund`: what it may spend, a project's fund or a body's share of the infrastructure part.
    `ceiling`: 1.5 x the average bonus; of no force for infrastructure unless `ceiling_for_infrastructure`.
    `members`: the people of this year's team (or this body's infrastructure participants), each with the bodies where
    they served. `body_shares`: shares of bodies in a project's fund. `agreed_by`: who agreed for each body.
    `other_sums`: by person.
    """

    kind: Kind
    fund: Decimal
    lines: tuple[ProposalLine, ...]
    members: Mapping[str, frozenset[str]]
    ceiling: Decimal | None = None
    ceiling_for_infrastructure: bool = False
    body_shares: Mapping[str, Decimal] = field(default_factory=dict)
    proposed_by: Official | None = None
    agreed_by: Mapping[str, Official] = field(default_factory=dict)
    other_sums: Mapping[str, tuple[OtherSum, ...]] = field(default_factory=dict)

    @property
    def recipients(self) -> tuple[ProposalLine, ...]:
        """Lines that give something."""
        return tuple(line for line in self.lines if line.amount)

    @property
    def total(self) -> Decimal:
        """The sum of the proposal."""
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    def by_person(self) -> dict[str, tuple[ProposalLine, ...]]:
        """The recipients' lines, person by person, in order of first appearance."""
        found: dict[str, tuple[ProposalLine, ...]] = {}
        for line in self.recipients:
            found[line.person_key] = (*found.get(line.person_key, ()), line)
        return found


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found, in Russian; `person` is the key of the person it is about, if it is about one."""

    person: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check says. `passed`: it has found nothing. A note is to be seen, and holds nothing up."""

    code: str
    clause: str
    passed: bool
    is_note: bool
    messages: tuple[Finding, ...]

    @property
    def refuses(self) -> bool:
        """The proposal cannot go on."""
        return not self.passed and not self.is_note


def verdict(code: str, clause: str, messages: list[Finding], *, is_note: bool = False) -> Verdict:
    """A verdict that passes where nothing has been found."""
    return Verdict(code, clause, not messages, is_note, tuple(messages))


def sum_of(lines: tuple[ProposalLine, ...]) -> Decimal:
    """The sum of some lines, roubles."""
    return sum((line.amount for line in lines), Decimal("0.00"))


def told(amount: Decimal) -> str:
    """A sum for a message: "1 234,56 руб."."""
    return f"{grouped(amount, 2)}{NBSP}руб."
