"""Sums that have left their author and registers that have been forwarded stay as they are (clause 2.6)."""

from bonus_fund.enums import AgreementState, DistributionState, ProposalState, RecalculationState
from bonus_fund.models import (
    Agreement,
    BodyShare,
    BonusLine,
    BonusProposal,
    ForwardingRegister,
    FundDistribution,
    FundRecalculation,
    ProjectShare,
)
from bonus_fund.models.line import WRITABLE
from ranking_portal.workflow.barriers import kept, open_while, protect
from ranking_portal.workflow.sealing import seal

protect(*open_while(BonusLine, BonusProposal, WRITABLE, key="{row}.proposal_id", free=("remark",)))
protect(*kept(ForwardingRegister), *kept(ForwardingRegister.proposals.through))

SENT = (ProposalState.SUBMITTED, ProposalState.UNDER_CHECK, ProposalState.CHECKED, ProposalState.FORWARDED)
seal(FundRecalculation, (RecalculationState.SUBMITTED, RecalculationState.ACCEPTED, RecalculationState.SUPERSEDED))
shares = {ProjectShare: "distribution", BodyShare: "distribution"}
seal(FundDistribution, (DistributionState.ANNOUNCED,), parts=shares)
# The Committee writes remarks beside the lines while it checks them.
seal(BonusProposal, SENT, parts={BonusLine: "proposal"}, free=("remark",))
seal(Agreement, (AgreementState.AGREED, AgreementState.REFUSED))
seal(ForwardingRegister, parts={ForwardingRegister.proposals.through: "forwardingregister"})
