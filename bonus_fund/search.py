"""General funds, proposals and registers in the search over everything; sums are told by their pages only."""

from typing import Any

from django.urls import reverse

from bonus_fund.models import BonusProposal, ForwardingRegister, FundRecalculation
from bonus_fund.queries_funds import funds
from bonus_fund.queries_proposals import visible_proposals
from ranking_portal.ui.search import Findable, Found, findable


def _fund(row: FundRecalculation) -> Found:
    return Found("Общий фонд", str(row), row.get_state_display(), reverse("bonus_fund:fund", args=(row.pk,)))


def _proposal(row: BonusProposal) -> Found:
    note = f"{row.year} год · {row.get_state_display()}"
    return Found("Предложения", str(row), note, reverse("bonus_fund:proposal", args=(row.pk,)))


def _register(row: ForwardingRegister) -> Found:
    return Found("Реестры к выплате", str(row), "", reverse("bonus_fund:register", args=(row.pk,)))


findable(
    Findable(
        "bonus_fund:fund",
        "bonus_fund.view_funds",
        lambda user: funds(),
        _fund,
        columns=("year",),
        numbers=("outgoing_number",),
        noise=("общ", "фонд"),
    )
)


def _proposals(user: Any) -> Any:
    return visible_proposals(user).order_by("-year", "kind", "scope", "-pk")


findable(
    Findable(
        "bonus_fund:proposal",
        "bonus_fund.view_proposals",
        _proposals,
        _proposal,
        columns=("scope", "year"),
        noise=("предложени", "преми"),
    )
)
findable(
    Findable(
        "bonus_fund:register",
        "bonus_fund.view_funds",
        lambda user: ForwardingRegister.objects.all(),
        _register,
        columns=("year",),
        numbers=("ordinal",),
        noise=("реестр", "выплат"),
    )
)
