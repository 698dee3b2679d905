"""The sheet of a proposal with lines for signatures: of its author, and of every body's head (clause 2.6)."""

from collections.abc import Sequence
from typing import Any

from bonus_fund.enums import AgreementState, ProposalState
from bonus_fund.models import BonusLine, BonusProposal
from bonus_fund.presenting_proposals import title_of
from bonus_fund.queries_proposals import WITH_AUTHOR
from protocols.paper import initials_first, typographic
from protocols.queries import agreement_note
from ranking_portal import clock, words
from ranking_portal.paper import Paper
from ranking_portal.regulation.services import edition_for

TEMPLATE = "bonus_fund/paper_proposal.html"


def sheet(proposal: BonusProposal, lines: Sequence[BonusLine], *, whole: bool, notes: Sequence[str]) -> Paper:
    """The sheet. Not `whole`: of the given lines only, without the fund, the ceiling, other bodies."""
    return Paper(TEMPLATE, context_of(proposal, lines, whole=whole, notes=notes))


def context_of(
    proposal: BonusProposal, lines: Sequence[BonusLine], *, whole: bool, notes: Sequence[str] = ()
) -> dict[str, Any]:
    """What the sheet says."""
    bodies: dict[str, list[tuple[int, BonusLine]]] = {}
    for number, line in enumerate(lines, 1):
        bodies.setdefault(line.authority, []).append((number, line))
    total = sum(line.amount_kopecks for line in lines)
    asked = proposal.agreements.filter(authority__in=bodies) if proposal.is_team else proposal.agreements.none()
    return {
        "proposal": proposal,
        "title": typographic(title_of(proposal)),
        "edition": edition_for(proposal.year),
        "whole": whole,
        "draft": proposal.state in WITH_AUTHOR,
        "superseded": proposal.state == ProposalState.SUPERSEDED,
        "groups": [
            {"authority": name, "rows": rows, "total": sum(line.amount_kopecks for _, line in rows)}
            for name, rows in bodies.items()
        ],
        "total": total,
        "left": proposal.fund_kopecks - total,
        "author": "Руководитель проекта" if proposal.is_team else "Руководитель органа исполнительной власти",
        "author_signs": initials_first(proposal.proposed_by_name) if proposal.proposed_by_name else "",
        "decisions": [_decision(row) for row in asked],
        "day": words.long_day(proposal.submitted_on) if proposal.submitted_on else "",
        "printed": words.long_day(clock.today()),
        "not_agreed": agreement_note(proposal.distribution.recalculation.protocol),
        "notes": notes if whole else (),
    }


def _decision(agreement: Any) -> dict[str, Any]:
    return {
        "authority": agreement.authority,
        "label": agreement.get_state_display() if agreement.state != AgreementState.AWAITED else "",
        "day": agreement.decided_on,
        "signs": initials_first(agreement.decided_by_name) if agreement.decided_by_name else "",
        "remark": agreement.remark if agreement.state != AgreementState.AWAITED else "",
    }
