"""A register of forwarded sums: its lines, its totals by project and by body (clause 2.6). Sums are whole kopecks."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from bonus_fund import kinds
from bonus_fund.former_sums import formerly_forwarded, key_of
from bonus_fund.models import BonusLine, BonusProposal, ForwardingRegister
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal.once import once_a_page
from ranking_portal.region import worded

# Clause 2.6: the fifth paragraph is about teams, the sixth about infrastructure participants.
CLAUSES = {"team": worded("2.6, абз. 5"), "infrastructure": worded("2.6, абз. 6")}
PART_OF = {"team": "проект {}", "infrastructure": "инфраструктура, {}"}


@dataclass(frozen=True)
class Total:
    """So many people are paid so much."""

    name: str
    people: int
    amount: int


@dataclass(frozen=True)
class Totals:
    """Sums of some proposals: by proposal, by body, all together; `digest` of every line, to notice a change."""

    by_proposal: tuple[Total, ...]
    by_body: tuple[Total, ...]
    people: int
    bonuses: int
    amount: int
    digest: str


@dataclass(frozen=True)
class Part:
    """One proposal of a register with its paid lines; `remainder`: what its fund leaves unproposed."""

    proposal: BonusProposal
    name: str
    title: str
    clause: str
    lines: tuple[BonusLine, ...]
    amount: int
    first: int

    @property
    def numbered(self) -> list[tuple[int, BonusLine]]:
        """Lines with their numbers, which run through the whole register."""
        return list(enumerate(self.lines, self.first))

    @property
    def remainder(self) -> int:
        """Money of the fund that nobody has been proposed: shown, never given to others."""
        return self.proposal.fund_kopecks - self.amount


def part_name(proposal: BonusProposal) -> str:
    """What a proposal pays for, in short: "проект A1", "инфраструктура, КЗ"."""
    return PART_OF[proposal.kind].format(proposal.object_name)


def totals_of(lines: Iterable[BonusLine]) -> Totals:
    """Totals of lines, those without a sum left out."""
    paid = [line for line in lines if line.amount_kopecks]
    told = sorted([line.proposal_id, line.person_id, line.organization_id, line.amount_kopecks] for line in paid)
    return Totals(
        by_proposal=_by((part_name(line.proposal), line) for line in sorted(paid, key=_teams_first)),
        by_body=_by((line.authority, line) for line in sorted(paid, key=lambda line: line.authority)),
        people=len({line.person_id for line in paid}),
        bonuses=len(paid),
        amount=sum(line.amount_kopecks for line in paid),
        digest=hashlib.sha256(json.dumps(told).encode()).hexdigest(),
    )


def _teams_first(line: BonusLine) -> tuple[bool, str]:
    return not line.proposal.is_team, line.proposal.scope


def _by(named: Iterable[tuple[str, BonusLine]]) -> tuple[Total, ...]:
    found: dict[str, list[BonusLine]] = {}
    for name, line in named:
        found.setdefault(name, []).append(line)
    return tuple(
        Total(name, len({line.person_id for line in lines}), sum(line.amount_kopecks for line in lines))
        for name, lines in found.items()
    )


@once_a_page
def parts_of(register: ForwardingRegister) -> list[Part]:
    """The register's proposals, teams first, each with its paid lines by body and name."""
    found = register.proposals.select_related("project_share", "body_share").prefetch_related("lines")
    before = formerly_forwarded(register.distribution)
    parts: list[Part] = []
    first = 1
    for proposal in found.order_by("-kind", "scope"):
        lines = tuple(line for line in proposal.lines.all() if line.amount_kopecks)
        for line in lines:
            # Beside the sum: what was forwarded for the same before, and the difference.
            line.formerly = before.get(key_of(proposal, line))
        title = proposal.project_share.name if proposal.project_share else "инфраструктурные участники"
        amount = sum(line.amount_kopecks for line in lines)
        parts.append(Part(proposal, part_name(proposal), title, CLAUSES[proposal.kind], lines, amount, first))
        first += len(lines)
    return parts


def register_totals(register: ForwardingRegister) -> Totals:
    """The register's totals."""
    return totals_of(line for part in parts_of(register) for line in part.lines)


def letter_of(register: ForwardingRegister) -> Dispatch:
    """The letter under which the register left."""
    return dispatching.of_subject(register, kinds.FORWARDED)[0]


def registers_of(year: int | None) -> QuerySet[ForwardingRegister]:
    """Registers of a year, newest first."""
    rows: QuerySet[ForwardingRegister] = ForwardingRegister.objects.filter(year=year or 0)
    return rows.select_related("distribution").prefetch_related("proposals")
