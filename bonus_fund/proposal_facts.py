"""A proposal as its checks see it (clauses 3.7-3.9): the same for the form, the submission and the Committee."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from bonus_fund import checks
from bonus_fund.checks import Official, OtherSum, ProposalFacts, ProposalLine, Verdict
from bonus_fund.enums import AgreementState, ProposalState
from bonus_fund.facts import loaded
from ranking_portal.regulation.services import edition_for

# Proposals whose sums do not count beside others: nobody will be paid by them.
NOT_COUNTED = (ProposalState.WITHDRAWN, ProposalState.SUPERSEDED)


def facts_of(proposal: Any, lines: Iterable[Any] | None = None, *, author: Any = None) -> ProposalFacts:
    """The proposal with its lines as stored, or as given (typed and not saved yet); `author` is who acts now."""
    rows = list(proposal.lines.all() if lines is None else lines)
    person = author or proposal.proposed_by
    edition = edition_for(proposal.year)
    return ProposalFacts(
        kind=proposal.kind,
        fund=_roubles(proposal.fund_kopecks),
        lines=tuple(_line(row) for row in rows),
        members=_members(proposal),
        ceiling=None if proposal.ceiling_kopecks is None else _roubles(proposal.ceiling_kopecks),
        ceiling_for_infrastructure=edition.boolean("ceiling_for_infrastructure"),
        body_shares=_body_shares(proposal),
        proposed_by=_official(person) if person else None,
        agreed_by=_agreed_by(proposal),
        other_sums=_other_sums(proposal, [row.person_id for row in rows]),
    )


def verdicts_of(proposal: Any, lines: Iterable[Any] | None = None, *, author: Any = None) -> list[Verdict]:
    """What every check says, in order of clause, each under the clause that the edition gives it."""
    edition = edition_for(proposal.year)
    enabled = [check.code for check in edition.checks if check.enabled]
    clauses = {check.code: check.clause for check in edition.checks}
    return checks.run(facts_of(proposal, lines, author=author), enabled, clauses)


def plain(verdicts: Iterable[Verdict]) -> list[dict[str, Any]]:
    """Verdicts as plain values, to be written down."""
    return [asdict(one) for one in verdicts]


def _line(row: Any) -> ProposalLine:
    return ProposalLine(
        person_key=str(row.person_id),
        person_name=row.person_name,
        authority=row.authority,
        position_category=row.category,
        amount=_roubles(row.amount_kopecks),
        justification=row.justification,
    )


def _members(proposal: Any) -> Mapping[str, frozenset[str]]:
    """People of the distribution's own facts: the team of the project, or the body's participants."""
    facts, name = loaded(proposal.distribution.facts), proposal.object_name
    if proposal.is_team:
        rows = [row for row in facts["members"] if row["project"] == name]
    else:
        rows = [row for row in facts["participants"] if row["authority"] == name]
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["person"]].add(row["authority"])
    return {person: frozenset(bodies) for person, bodies in found.items()}


def _body_shares(proposal: Any) -> Mapping[str, Decimal]:
    if not proposal.is_team:
        return {}
    return {row.authority: _roubles(row.amount_kopecks) for row in proposal.project_share.bodies.all()}


def _agreed_by(proposal: Any) -> Mapping[str, Official]:
    rows = proposal.agreements.filter(state=AgreementState.AGREED).select_related("decided_by")
    return {row.authority: _official(row.decided_by) for row in rows if row.decided_by}


def _other_sums(proposal: Any, people: list[int]) -> Mapping[str, tuple[OtherSum, ...]]:
    lines = proposal.lines.model.objects.filter(person__in=people, proposal__year=proposal.year, amount_kopecks__gt=0)
    found: dict[str, list[OtherSum]] = defaultdict(list)
    others = lines.exclude(proposal=proposal.pk).exclude(proposal__state__in=NOT_COUNTED).select_related("proposal")
    for row in others.order_by("pk"):
        found[str(row.person_id)].append(OtherSum(_title(row.proposal), _roubles(row.amount_kopecks)))
    return {person: tuple(sums) for person, sums in found.items()}


def _title(proposal: Any) -> str:
    return f"проект {proposal.object_name}" if proposal.is_team else f"инфраструктура, {proposal.object_name}"


def _official(person: Any) -> Official:
    return Official(str(person.pk), person.full_name)


def _roubles(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)
