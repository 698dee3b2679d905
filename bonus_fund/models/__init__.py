"""The general fund, its distribution, proposals of bonuses, registers of forwarded sums (clause 2.6)."""

from bonus_fund.models.agreement import Agreement
from bonus_fund.models.distribution import BodyShare, FundDistribution, ProjectShare
from bonus_fund.models.forwarding import ForwardingRegister
from bonus_fund.models.line import BonusLine
from bonus_fund.models.proposal import BonusProposal
from bonus_fund.models.recalculation import FundRecalculation

__all__ = [
    "Agreement",
    "BodyShare",
    "BonusLine",
    "BonusProposal",
    "ForwardingRegister",
    "FundDistribution",
    "FundRecalculation",
    "ProjectShare",
]
