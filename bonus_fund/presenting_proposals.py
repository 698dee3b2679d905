"""A proposal as its pages show it: people by bodies beside the ceiling, totals beside the fund, the term, the history.

Sums are whole kopecks. The same table serves what is stored and what is typed and not saved yet.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bonus_fund.checks import Verdict
from bonus_fund.enums import AgreementState, ProposalState
from bonus_fund.guards.proposals import digest_of
from bonus_fund.models import Agreement, BonusLine, BonusProposal
from bonus_fund.presenting_checks import CLEAN, REFUSES, Told, percents, share_of, told
from bonus_fund.queries_proposals import WITH_AUTHOR
from ranking_portal import figures
from ranking_portal.journal import reading
from ranking_portal.journal.services import history
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for

# Who has it in hand in each state; in agreement it is the bodies, by name.
HOLDERS = {
    ProposalState.SUBMITTED: worded("проектный офис"),
    ProposalState.UNDER_CHECK: worded("Комитет экономического развития"),
    ProposalState.CHECKED: worded("Комитет экономического развития"),
}
SHOWN_ENTRIES = 100
OWN_AGREEMENT = "own_agreement"


@dataclass(frozen=True)
class Row:
    """A line with its person's share of the ceiling in percents (None without a ceiling) and what the checks found."""

    line: BonusLine
    share: Decimal | None
    found: tuple[tuple[str, str], ...]  # tone, text

    @property
    def told_share(self) -> str:
        """The share in words: "97,5 %"."""
        return percents(self.share)

    @property
    def is_over(self) -> bool:
        """The ceiling is exceeded."""
        return any(tone == "bad" for tone, _ in self.found)

    @property
    def bar(self) -> int:
        """The share for a meter, at most 100."""
        return min(100, int(self.share or 0))


@dataclass(frozen=True)
class Group:
    """People of a body with their sum; `share`: the body's share of the project's fund, None for infrastructure."""

    authority: str
    organization: int
    rows: tuple[Row, ...]
    share: int | None

    @property
    def total(self) -> int:
        """What the body's people are proposed."""
        return sum(row.line.amount_kopecks for row in self.rows)

    @property
    def over(self) -> int:
        """By how much the body's share is exceeded: a note, no refusal."""
        return max(0, self.total - self.share) if self.share is not None else 0


@dataclass(frozen=True)
class Table:
    """Lines by bodies, totals against the fund, verdicts of the checks."""

    groups: tuple[Group, ...]
    fund: int
    ceiling: int | None
    checks: tuple[Told, ...]

    @property
    def rows(self) -> list[Row]:
        """All rows in order."""
        return [row for group in self.groups for row in group.rows]

    @property
    def total(self) -> int:
        """What is proposed."""
        return sum(group.total for group in self.groups)

    @property
    def left(self) -> int:
        """What of the fund is not proposed; negative where it is exceeded."""
        return self.fund - self.total

    @property
    def over(self) -> int:
        """By how much the fund is exceeded."""
        return max(0, -self.left)

    @property
    def of_fund(self) -> str:
        """The sum as a share of the fund."""
        return percents(share_of(self.total, self.fund))

    @property
    def bar(self) -> int:
        """The share of the fund for a meter, at most 100."""
        return min(100, self.total * 100 // self.fund) if self.fund else 0

    @property
    def recipients(self) -> int:
        """People who are proposed something."""
        return sum(row.line.amount_kopecks > 0 for row in self.rows)

    @property
    def findings(self) -> list[Told]:
        """Checks that have found something."""
        return [one for one in self.checks if one.result != CLEAN]

    @property
    def clean(self) -> int:
        """How many checks have found nothing."""
        return len(self.checks) - len(self.findings)

    @property
    def about_himself(self) -> bool:
        """Somebody would decide about himself: a substitute by order is needed."""
        return any(one.verdict.code == OWN_AGREEMENT and one.result == REFUSES for one in self.checks)


def table_of(proposal: BonusProposal, lines: Sequence[BonusLine], verdicts: Iterable[Verdict]) -> Table:
    """The table of lines as stored, or as typed."""
    checks = told(verdicts, edition_for(proposal.year))
    found: dict[str | None, list[tuple[str, str]]] = {}
    for one in checks:
        for finding in one.verdict.messages:
            found.setdefault(finding.person, []).append((one.tone, finding.text))
    totals: dict[int, int] = {}
    for line in lines:
        totals[line.person_id] = totals.get(line.person_id, 0) + line.amount_kopecks
    shares = _body_shares(proposal)
    bodies: dict[str, list[BonusLine]] = {}
    for line in lines:
        bodies.setdefault(line.authority, []).append(line)

    def row(line: BonusLine) -> Row:
        share = share_of(totals[line.person_id], proposal.ceiling_kopecks) if line.amount_kopecks else None
        if share is None and proposal.ceiling_kopecks:
            share = Decimal("0.0")
        return Row(line, share, tuple(found.get(str(line.person_id), ())) if line.amount_kopecks else ())

    groups = tuple(
        Group(name, rows[0].organization_id, tuple(row(line) for line in rows), shares.get(name))
        for name, rows in bodies.items()
    )
    return Table(groups, proposal.fund_kopecks, proposal.ceiling_kopecks, checks)


def _body_shares(proposal: BonusProposal) -> dict[str, int]:
    if proposal.project_share is None:
        return {}
    return {row.authority: row.amount_kopecks for row in proposal.project_share.bodies.all()}


def holder_of(proposal: BonusProposal, missing: Mapping[int, list[str]]) -> str:
    """Who has it in hand now: the bodies whose decision is missing are named (clause 2.6)."""
    if proposal.state == ProposalState.IN_AGREEMENT:
        return ", ".join(missing.get(proposal.pk, ()))
    if proposal.state in WITH_AUTHOR or proposal.state == ProposalState.AGREED:
        return "руководитель проекта" if proposal.is_team else "руководитель органа"
    return HOLDERS.get(ProposalState(proposal.state), "")


def missing_of(agreements: Iterable[Agreement]) -> list[str]:
    """Bodies whose decision is awaited."""
    return [row.authority for row in agreements if row.state == AgreementState.AWAITED]


def title_of(proposal: BonusProposal) -> str:
    """What it is about, with the project's name."""
    share = proposal.project_share
    return f"{share.code} {share.name}" if share is not None else proposal.object_name


@dataclass(frozen=True)
class Decision:
    """A body's agreement as the proposal's page shows it. `is_stale`: the lines have changed since."""

    agreement: Agreement
    is_stale: bool


def decisions_of(proposal: BonusProposal, rows: Iterable[Agreement]) -> list[Decision]:
    """Bodies with what each has decided, in order of names."""
    with_author = proposal.state in WITH_AUTHOR
    return [
        Decision(
            row,
            with_author and row.state == AgreementState.AGREED and row.digest != digest_of(row),
        )
        for row in rows
    ]


def history_of(proposal: BonusProposal) -> list[reading.Told]:
    """The journal of the proposal and of its agreements, newest first; sums beside the names of their people."""
    names = {str(line.pk): line.person_name for line in proposal.lines.all()}
    entries = history(proposal, *proposal.agreements.all())[:SHOWN_ENTRIES]
    return [_with_names(one, names) for one in reading.told(entries)]


def _with_names(entry: reading.Told, names: Mapping[str, str]) -> reading.Told:
    """Keys of lines as names, their kopecks as roubles."""
    details: dict[str, Any] = json.loads(entry.entry.details)
    lines = []
    for line, (name, value) in zip(entry.lines, details.items(), strict=True):
        if re.fullmatch(r"\d+", name) and isinstance(value, list) and len(value) == 2:
            was, now = (figures.roubles(one) for one in value)
            lines.append(replace(line, name=names.get(name, "премия"), was=was, now=now))
        else:
            lines.append(line)
    return replace(entry, lines=tuple(lines))
