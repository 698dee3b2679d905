"""What of the proposals waits for a user besides the terms: to fill in, to agree, to rework, to send (clause 2.6)."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from bonus_fund.enums import AgreementState, ProposalState
from bonus_fund.models import BonusProposal
from bonus_fund.presenting_proposals import title_of
from bonus_fund.proposal_terms import deadlines_of
from bonus_fund.queries_proposals import SCOPES, asked_of, own_proposals
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.region import worded
from ranking_portal.ui.expected import Expected, expects

WAIT_FOR_AUTHOR = (ProposalState.DRAFT, ProposalState.AGREED, ProposalState.RETURNED)


@expects
def own_drafts(user: Any) -> Iterable[Expected]:
    """Drafts of the user's office: to fill in, to rework after a refusal or a return, agreed ones to send."""
    rows = list(own_proposals(user).filter(state__in=WAIT_FOR_AUTHOR).prefetch_related("agreements"))
    terms = deadlines_of(rows)
    for proposal in rows:
        yield for_author(proposal, terms.get(proposal.pk))


def for_author(proposal: BonusProposal, deadline: Deadline | None) -> Expected:
    """What the proposal waits for its author to do."""
    refused = [row.authority for row in proposal.agreements.all() if row.state == AgreementState.REFUSED]
    kind = "команды" if proposal.is_team else "инфраструктурных участников"
    if proposal.state == ProposalState.AGREED:
        title, button, url = "Направить согласованное предложение", "Направить", _step(proposal, "submit")
    elif proposal.state == ProposalState.RETURNED:
        title, button, url = worded("Доработать предложение: вернул Комитет"), "Доработать", proposal.get_absolute_url()
    elif refused:
        title = f"Доработать предложение: отказано ({', '.join(refused)})"
        button, url = "Доработать", proposal.get_absolute_url()
    else:
        # The same address as the term's own button: the home page tells of the two once.
        title, button, url = f"Заполнить премии {kind}", "Заполнить", _current(proposal)
    is_open = deadline is not None and deadline.state == DeadlineState.OPEN
    return Expected(
        title=title,
        about=title_of(proposal),
        clause=worded("2.6"),
        url=url,
        button=button,
        since=proposal.distribution.announced_on,
        until=deadline.due_on if deadline is not None and is_open else None,
    )


def _step(proposal: BonusProposal, name: str) -> str:
    return reverse("bonus_fund:proposal-step", args=(proposal.pk, name))


def _current(proposal: BonusProposal) -> str:
    """The address by year and name, as the edition of the law writes it: not quoted."""
    return f"/proposals/of/{proposal.year}/{SCOPES[proposal.kind]}/{proposal.object_name}/"


@expects
def agreements(user: Any) -> Iterable[Expected]:
    """Agreements that bodies of the user have been asked for; the term is the author's, the answer falls inside it."""
    rows = asked_of(user).filter(state=AgreementState.AWAITED, proposal__state=ProposalState.IN_AGREEMENT)
    found = list(rows.select_related("organization", "proposal__distribution", "proposal__project_share"))
    terms = deadlines_of([row.proposal for row in found])
    for row in found:
        deadline = terms.get(row.proposal_id)
        yield Expected(
            title=f"Согласовать премии сотрудников: {row.authority}",
            about=f"{title_of(row.proposal)}, предлагает {row.proposal.proposed_by_name}",
            clause=worded("2.6"),
            url=reverse("bonus_fund:agreement", args=(row.pk,)),
            button="Рассмотреть",
            since=row.asked_on,
            until=deadline.due_on if deadline else None,
        )
