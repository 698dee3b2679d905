"""Where the terms of the money are met: the very fund, distribution, proposal, check (clause 2.6)."""

from typing import Any

from django.urls import reverse

from bonus_fund.enums import DistributionState, ProposalState, RecalculationState
from bonus_fund.expected_funds import TO_ENTER, TO_SHARE, page_to_enter
from bonus_fund.expected_proposals import WAIT_FOR_AUTHOR, for_author
from bonus_fund.models import BonusProposal, FundDistribution, FundRecalculation
from bonus_fund.queries_proposals import current
from ranking_portal.accounts.access import permitted
from ranking_portal.deadlines.doing import Place, done_at
from ranking_portal.deadlines.models import Deadline


@done_at("bonus_fund.recalculation.submitted")
def fund_to_enter(deadline: Deadline, user: Any) -> Place | None:
    """The general fund that the Administration has in hand."""
    fund = FundRecalculation.objects.filter(year=deadline.year, state__in=TO_ENTER).first()
    return Place(page_to_enter(fund), TO_ENTER[RecalculationState(fund.state)][1]) if fund else None


@done_at("bonus_fund.notices.all_sent")
def fund_to_share(deadline: Deadline, user: Any) -> Place | None:
    """The fund to accept; then its distribution to compute and announce."""
    sent = FundRecalculation.objects.filter(year=deadline.year, state=RecalculationState.SUBMITTED).first()
    if sent is not None:
        return Place(reverse("bonus_fund:fund", args=(sent.pk,)), "Рассмотреть")
    rows = FundDistribution.objects.filter(recalculation__year=deadline.year, state__in=TO_SHARE)
    found = rows.filter(recalculation__state=RecalculationState.ACCEPTED).first()
    if found is None:
        return None
    url = reverse("bonus_fund:distribution", args=(found.recalculation_id,))
    return Place(url, TO_SHARE[DistributionState(found.state)][1])


@done_at("bonus_fund.team_proposal.submitted", "bonus_fund.infrastructure_proposal.submitted")
def own_proposal(deadline: Deadline, user: Any) -> Place | None:
    """The proposal by what it waits for: to be filled, reworked, sent, agreed by bodies."""
    proposal = current(deadline.year, deadline.object_key).prefetch_related("agreements").first()
    if proposal is None:
        return None
    if proposal.state in WAIT_FOR_AUTHOR:
        one = for_author(proposal, deadline)
        return Place(one.url, one.button)
    button = "Ход согласования" if proposal.state == ProposalState.IN_AGREEMENT else "Открыть"
    return Place(proposal.get_absolute_url(), button)


@done_at("bonus_fund.proposal.forwarded")
def proposal_to_check(deadline: Deadline, user: Any) -> Place | None:
    """The check of the very proposal; a checked one leaves in a register of the year."""
    key = deadline.object_key.partition(":")[2]
    proposal = BonusProposal.objects.filter(pk=key).first() if key.isdigit() else None
    if proposal is None or not permitted(user, "bonus_fund.check"):
        return None
    if proposal.state == ProposalState.CHECKED:
        return Place(f"{reverse('bonus_fund:forward')}?year={proposal.year}", "Передать")
    return Place(reverse("bonus_fund:check", args=(proposal.pk,)), "Проверить")
