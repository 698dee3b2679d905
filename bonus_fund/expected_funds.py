"""What of the general fund waits for a user: to enter, to correct, to accept, to compute, to announce (clause 2.6).

Receipts of letters and notices wait with all other documents: the room of dispatches tells of them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from bonus_fund.enums import DistributionState, RecalculationState
from bonus_fund.models import FundDistribution, FundRecalculation
from bonus_fund.queries_funds import letters_of
from ranking_portal.accounts.access import permitted
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.region import worded
from ranking_portal.ui.expected import Expected, expects

CLAUSE = worded("2.6")
# State of the fund: what the Administration does, and the words of the button.
TO_ENTER = {
    RecalculationState.AWAITED: ("Пересчитать общий фонд", "Внести суммы"),
    RecalculationState.IN_WORK: ("Направить размер общего фонда", "Открыть"),
    RecalculationState.RETURNED: ("Исправить общий фонд по замечанию", "Открыть"),
}
TO_SHARE = {
    DistributionState.DRAFT: ("Рассчитать фонды к распределению", "Рассчитать"),
    DistributionState.COMPUTED: ("Объявить размеры фондов", "Проверить и объявить"),
}


@expects
def funds_to_recalculate(user: Any) -> Iterable[Expected]:
    """The Administration takes a fund into work, and corrects what has been returned."""
    if not permitted(user, "bonus_fund.recalculate"):
        return
    for fund in FundRecalculation.objects.filter(state__in=TO_ENTER):
        title, button = TO_ENTER[RecalculationState(fund.state)]
        url = page_to_enter(fund)
        remark = f": {fund.remark}" if fund.state == RecalculationState.RETURNED and fund.remark else ""
        yield Expected(title, f"{fund}{remark}", CLAUSE, url, button, fund.received_on, _due("general_fund", fund.year))


def page_to_enter(fund: FundRecalculation) -> str:
    """Where the Administration works on a fund: its form while nothing is entered, then its page."""
    name = "bonus_fund:fund-edit" if fund.state == RecalculationState.AWAITED else "bonus_fund:fund"
    return reverse(name, args=(fund.pk,))


@expects
def funds_to_accept(user: Any) -> Iterable[Expected]:
    """The office accepts the size or returns it."""
    if not permitted(user, "bonus_fund.accept"):
        return
    for fund in FundRecalculation.objects.filter(state=RecalculationState.SUBMITTED):
        received = next((one.received_on for one in letters_of(fund) if one.received_on), None)
        url, since = reverse("bonus_fund:fund", args=(fund.pk,)), received or fund.submitted_on
        about = f"{fund}, исх. №\u00a0{fund.outgoing_number}"
        until = _due("fund_notices", fund.year)
        yield Expected("Принять общий фонд или вернуть", about, CLAUSE, url, "Рассмотреть", since, until)


@expects
def distributions_to_announce(user: Any) -> Iterable[Expected]:
    """The office computes and announces."""
    if not permitted(user, "bonus_fund.distribute"):
        return
    rows = FundDistribution.objects.filter(state__in=TO_SHARE).select_related("recalculation")
    for one in rows.filter(recalculation__state=RecalculationState.ACCEPTED):
        title, button = TO_SHARE[DistributionState(one.state)]
        fund = one.recalculation
        url = reverse("bonus_fund:distribution", args=(fund.pk,))
        yield Expected(title, str(fund), CLAUSE, url, button, fund.accepted_on, _due("fund_notices", fund.year))


def _due(code: str, year: int) -> date | None:
    """The open term of the year that the step falls in."""
    terms = Deadline.objects.filter(year=year, code=code, state=DeadlineState.OPEN)
    found: date | None = terms.order_by("due_on").values_list("due_on", flat=True).first()
    return found
