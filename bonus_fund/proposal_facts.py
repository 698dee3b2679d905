"""A proposal as its checks see it (clauses 3.7-3.9): the same for the form, the submission and the Committee."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from bonus_fund import checks
from bonus_fund.checks import Official, OtherSum, ProposalFacts, ProposalLine, Verdict
from bonus_fund.enums import AgreementState, ProposalState
from bonus_fund.facts import loaded
from ranking_portal.directory.models import Person
from ranking_portal.journal.standing import until_told
from ranking_portal.once import once_a_page
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for

# Proposals whose sums do not count beside others: nobody will be paid by them.
NOT_COUNTED = (ProposalState.WITHDRAWN, ProposalState.SUPERSEDED)


@dataclass(frozen=True)
class Around:
    """What proposals of a year share: the edition, and sums by person with the proposal that each stands in."""

    edition: Edition
    sums: Mapping[int, list[tuple[int, OtherSum]]]


@once_a_page
def around(line_model: Any, year: int, people: frozenset[int] | None = None) -> Around:
    """The surroundings of the year's proposals, of the given people or of everybody: two queries for any number."""
    lines = line_model.objects.filter(proposal__year=year, amount_kopecks__gt=0)
    if people is not None:
        lines = lines.filter(person__in=people)
    found: dict[int, list[tuple[int, OtherSum]]] = defaultdict(list)
    for row in lines.exclude(proposal__state__in=NOT_COUNTED).select_related("proposal").order_by("pk"):
        found[row.person_id].append((row.proposal_id, OtherSum(_title(row.proposal), _roubles(row.amount_kopecks))))
    return Around(edition_for(year), found)


def facts_of(
    proposal: Any, lines: Iterable[Any] | None = None, *, author: int | None = None, beside: Around | None = None
) -> ProposalFacts:
    """The proposal with its lines as stored, or as given (typed and not saved yet); `author`: key of who acts now.

    `beside`: the surroundings, where they have been read for many proposals at once.
    """
    rows = list(proposal.lines.all() if lines is None else lines)
    beside = beside or _around_people(proposal, rows)
    return ProposalFacts(
        kind=proposal.kind,
        fund=_roubles(proposal.fund_kopecks),
        lines=tuple(_line(row) for row in rows),
        members=_members(proposal),
        ceiling=None if proposal.ceiling_kopecks is None else _roubles(proposal.ceiling_kopecks),
        ceiling_for_infrastructure=beside.edition.boolean("ceiling_for_infrastructure"),
        body_shares=_body_shares(proposal),
        proposed_by=_proposer(proposal, author),
        agreed_by=_agreed_by(proposal),
        other_sums=_other_sums(proposal, rows, beside),
    )


def verdicts_of(
    proposal: Any, lines: Iterable[Any] | None = None, *, author: int | None = None, beside: Around | None = None
) -> list[Verdict]:
    """What every check says, in order of clause, each under the clause that the edition gives it."""
    rows = list(proposal.lines.all() if lines is None else lines)
    beside = beside or _around_people(proposal, rows)
    enabled = [check.code for check in beside.edition.checks if check.enabled]
    clauses = {check.code: check.clause for check in beside.edition.checks}
    return checks.run(facts_of(proposal, rows, author=author, beside=beside), enabled, clauses)


def _around_people(proposal: Any, rows: Iterable[Any]) -> Around:
    found: Around = around(proposal.lines.model, proposal.year, frozenset(row.person_id for row in rows))
    return found


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
    # Filtered here and not by the database: a list of proposals has read all agreements at once.
    agreed = [row for row in proposal.agreements.all() if row.state == AgreementState.AGREED]
    return {row.authority: _official(row.decided_by) for row in agreed if row.decided_by}


def _other_sums(proposal: Any, rows: Iterable[Any], beside: Around) -> Mapping[str, tuple[OtherSum, ...]]:
    found = {}
    for person in {row.person_id for row in rows}:
        others = tuple(other for key, other in beside.sums.get(person, ()) if key != proposal.pk)
        if others:
            found[str(person)] = others
    return found


def _title(proposal: Any) -> str:
    return f"проект {proposal.object_name}" if proposal.is_team else f"инфраструктура, {proposal.object_name}"


def _proposer(proposal: Any, author: int | None) -> Official | None:
    if author is not None:
        return _acting(author)
    return _official(proposal.proposed_by) if proposal.proposed_by else None


@until_told
def _acting(person: int) -> Official:
    """Who acts now: the journal tells of every change of his name."""
    return _official(Person.objects.get(pk=person))


def _official(person: Any) -> Official:
    return Official(str(person.pk), person.full_name)


def _roubles(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)
