"""Sums that have left their author and registers that have been forwarded stay as they are (clause 2.6)."""

from bonus_fund.models import BonusLine, BonusProposal, ForwardingRegister
from bonus_fund.models.line import WRITABLE
from ranking_portal.workflow.barriers import kept, open_while, protect

protect(*open_while(BonusLine, BonusProposal, WRITABLE, key="{row}.proposal_id", free=("remark",)))
protect(*kept(ForwardingRegister), *kept(ForwardingRegister.proposals.through))
