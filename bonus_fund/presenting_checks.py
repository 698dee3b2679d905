"""Proposals as the Committee sees them: what the checks say, line by line, and one beside another (clauses 3.7-3.9)."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Prefetch, QuerySet

from bonus_fund import checks
from bonus_fund.checks import Finding, Verdict
from bonus_fund.exact import days_told
from bonus_fund.models import Agreement, BonusLine, BonusProposal
from bonus_fund.proposal_facts import NOT_COUNTED, Around, around, verdicts_of
from ranking_portal import figures, words
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.region import worded
from ranking_portal.regulation.edition import Edition
from ranking_portal.words import NBSP

REFUSES, NOTES, CLEAN = "refuses", "notes", "clean"
RESULTS = {
    REFUSES: ("не соответствует", "bad"),
    NOTES: ("есть замечания", "warn"),
    CLEAN: ("соответствует", "ok"),
}
PERCENT = Decimal(100)


@dataclass(frozen=True)
class Told:
    """A check with its title and what it found. `result`: a key of RESULTS."""

    verdict: Verdict
    title: str
    result: str

    @property
    def label(self) -> str:
        """The result in a word."""
        return RESULTS[self.result][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return RESULTS[self.result][1]

    @property
    def general(self) -> list[Finding]:
        """Findings about the proposal, and not about a person of it."""
        return [one for one in self.verdict.messages if one.person is None]


@dataclass(frozen=True)
class Line:
    """A line of a proposal with what was found about its person. `share`: percents of the ceiling, None without one."""

    line: BonusLine
    found: tuple[tuple[str, str, str], ...]  # clause, tone, text
    share: Decimal | None

    @property
    def days(self) -> str:
        """Days within the year."""
        return days_told(Fraction(self.line.days))

    @property
    def told_share(self) -> str:
        """The share of the ceiling in words."""
        return percents(self.share)


@dataclass(frozen=True)
class Row:
    """A proposal on the Committee's desk, in kopecks; `biggest` is the biggest bonus, `late` working days."""

    proposal: BonusProposal
    told: tuple[Told, ...]
    total: int
    biggest: int
    people: int
    late: int

    @property
    def result(self) -> str:
        """The worst of the checks' results."""
        return result_of(self.told)

    @property
    def label(self) -> str:
        """The result in a word."""
        return RESULTS[self.result][0]

    @property
    def tone(self) -> str:
        """The tone of its badge."""
        return RESULTS[self.result][1]

    @property
    def refusals(self) -> list[Told]:
        """Checks that refuse."""
        return [one for one in self.told if one.result == REFUSES]

    @property
    def notes(self) -> list[Told]:
        """Checks that only note."""
        return [one for one in self.told if one.result == NOTES]

    @property
    def remainder(self) -> int:
        """What the fund leaves unproposed; negative where it is exceeded."""
        return self.proposal.fund_kopecks - self.total

    @property
    def of_fund(self) -> str:
        """The sum as a share of the fund."""
        return percents(share_of(self.total, self.proposal.fund_kopecks))

    @property
    def of_ceiling(self) -> str:
        """The biggest bonus as a share of the ceiling."""
        return percents(share_of(self.biggest, self.proposal.ceiling_kopecks))

    @property
    def late_told(self) -> str:
        """By how much the sending was late, for ever."""
        return f"с опозданием на{NBSP}{words.working_days(self.late)}" if self.late else ""


@dataclass(frozen=True)
class Several:
    """A person in several proposals of the year: each sum, and all together (kopecks)."""

    name: str
    sums: tuple[tuple[BonusProposal, int], ...]

    @property
    def total(self) -> int:
        """The sum over all."""
        return sum(amount for _, amount in self.sums)


def share_of(part: int, whole: int | None) -> Decimal | None:
    """Percents with one decimal; None where there is no whole."""
    return (PERCENT * part / whole).quantize(Decimal("0.1")) if whole else None


def percents(share: Decimal | None) -> str:
    """A share in words: "97,5 %"; nothing -> a dash."""
    return figures.NOTHING if share is None else f"{figures.grouped(share, 1)}{NBSP}%"


def verdicts_shown(proposal: BonusProposal, beside: Around | None = None) -> list[Verdict]:
    """Those written down when the Committee passed it, for ever; otherwise as the checks stand now."""
    return read(proposal.verdicts) if proposal.verdicts else verdicts_of(proposal, beside=beside)


def read(text: str) -> list[Verdict]:
    """Verdicts as they were written down."""
    return [
        Verdict(**(one | {"messages": tuple(Finding(**finding) for finding in one["messages"])}))
        for one in json.loads(text)
    ]


def told(verdicts: Iterable[Verdict], edition: Edition) -> tuple[Told, ...]:
    """Verdicts with the titles that the edition gives its checks."""
    titles = dict(checks.TITLES) | {check.code: check.title for check in edition.checks}
    return tuple(Told(one, titles.get(one.code, one.code), _result(one)) for one in verdicts)


def _result(verdict: Verdict) -> str:
    if verdict.passed:
        return CLEAN
    return NOTES if verdict.is_note else REFUSES


def result_of(told_checks: Iterable[Told]) -> str:
    """The worst result of some checks."""
    results = {one.result for one in told_checks}
    return next((one for one in (REFUSES, NOTES) if one in results), CLEAN)


def lines_of(proposal: BonusProposal, told_checks: Sequence[Told]) -> list[Line]:
    """Every line with what the checks found about its person."""
    found: dict[str | None, list[tuple[str, str, str]]] = defaultdict(list)
    for one in told_checks:
        for finding in one.verdict.messages:
            found[finding.person].append((one.verdict.clause, one.tone, finding.text))
    return [
        Line(
            line,
            tuple(found[str(line.person_id)]) if line.amount_kopecks else (),
            share_of(line.amount_kopecks, proposal.ceiling_kopecks),
        )
        for line in proposal.lines.all()
    ]


def remarks_digest(proposal: BonusProposal) -> str:
    """What the Committee's remarks are now: two of its workers do not overwrite each other unseen."""
    kept = sorted((line.pk, line.remark) for line in proposal.lines.all())
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()


def proposals_of(year: int) -> QuerySet[BonusProposal]:
    """Proposals of a year with all that their rows need, teams first."""
    return with_parts(BonusProposal.objects.filter(year=year)).order_by("-kind", "scope", "pk")


def with_parts(rows: QuerySet[BonusProposal]) -> QuerySet[BonusProposal]:
    """Proposals with all that a row of the desk needs."""
    related = ("distribution__recalculation__protocol", "project_share", "body_share", "proposed_by")
    agreements = Prefetch("agreements", Agreement.objects.select_related("decided_by"))
    return rows.select_related(*related).prefetch_related("lines", agreements, "project_share__bodies")


def desk_rows(proposals: Iterable[BonusProposal], year: int) -> list[Row]:
    """Proposals of the year one beside another: so many queries for three as for fifty."""
    beside, late = around(BonusLine, year), _late(year)
    return [_row(one, beside, late) for one in proposals]


def _row(proposal: BonusProposal, beside: Around, late: Mapping[Any, int]) -> Row:
    amounts = [line.amount_kopecks for line in proposal.lines.all()]
    return Row(
        proposal=proposal,
        told=told(verdicts_shown(proposal, beside), beside.edition),
        total=sum(amounts),
        biggest=max(amounts, default=0),
        people=sum(amount > 0 for amount in amounts),
        late=late.get((f"{proposal.kind}_proposal", proposal.scope, proposal.submitted_on), 0),
    )


def _late(year: int) -> dict[Any, int]:
    """By how many working days a sending was late: by obligation, what it concerns, and the day it was sent."""
    codes = ("team_proposal", "infrastructure_proposal")
    met = Deadline.objects.filter(year=year, code__in=codes, state=DeadlineState.MET_LATE)
    return {(row.code, row.object_key, row.done_on): row.late_working_days for row in met}


def several_of(year: int) -> list[Several]:
    """People with sums in two proposals or more, by name."""
    lines = BonusLine.objects.filter(proposal__year=year, amount_kopecks__gt=0)
    found: dict[int, list[BonusLine]] = defaultdict(list)
    for line in lines.exclude(proposal__state__in=NOT_COUNTED).select_related("proposal").order_by("proposal", "pk"):
        found[line.person_id].append(line)
    several = [
        Several(rows[0].person_name, tuple((line.proposal, line.amount_kopecks) for line in rows))
        for rows in found.values()
        if len({line.proposal_id for line in rows}) > 1
    ]
    return sorted(several, key=lambda one: one.name)


def assumptions(edition: Edition, *, infrastructure: bool = False) -> list[str]:
    """On which open decisions a check rests, one line each."""
    found = []
    if any(check.open for check in edition.checks if check.enabled):
        found.append(
            worded(
                f"Пункты{NBSP}3.5.1 и{NBSP}3.7–3.9 проверяются в изложении портала: "
                "какие проверки за ними стоят, задаёт редакция Порядка."
            )
        )
    if infrastructure and not edition.boolean("ceiling_for_infrastructure"):
        found.append("Предел одной премии для инфраструктурных участников не задан: ограничена только сумма органа.")
    return found
