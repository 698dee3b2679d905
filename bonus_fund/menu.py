"""The side menu's entries: the general fund, the proposals."""

from bonus_fund import expected_funds
from bonus_fund.enums import DistributionState, ProposalState, RecalculationState
from bonus_fund.models import BonusProposal, FundDistribution, FundRecalculation
from ranking_portal.ui.navigation import AHEAD, DONE, NOW, MenuLink, MenuStep, add_link, add_step

__all__ = ["expected_funds"]  # imported for what it registers


def fund_state(year: int) -> str:
    """Done once the sizes of the fund that stands have been announced."""
    standing = FundRecalculation.objects.filter(year=year).exclude(state=RecalculationState.SUPERSEDED)
    newest = standing.order_by("-edition").first()
    if newest is None:
        return AHEAD
    announced = FundDistribution.objects.filter(recalculation=newest, state=DistributionState.ANNOUNCED).exists()
    return DONE if announced else NOW


def proposals_state(year: int) -> str:
    """Done once every proposal that stands has been forwarded."""
    rows = BonusProposal.objects.filter(year=year).exclude(state=ProposalState.SUPERSEDED)
    if not rows.exists():
        return AHEAD
    return NOW if rows.exclude(state=ProposalState.FORWARDED).exists() else DONE


add_step(
    MenuStep(4, "Общий фонд", "bonus_fund:funds", "bonus_fund.view_proposals", ("/funds/", "/notices/"), fund_state)
)
add_step(
    MenuStep(
        5,
        "Предложения",
        "bonus_fund:proposals",
        "bonus_fund.view_proposals",
        ("/proposals/", "/agreements/", "/checks/", "/registers/"),
        proposals_state,
    )
)
add_link(MenuLink(46, "₽", "Реестры к выплате", "bonus_fund:registers", "bonus_fund.view_funds"))
