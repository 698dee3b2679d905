"""Which general funds, distributions and notices of size a user sees; what stands beside them."""

from typing import Any

from django.db.models import QuerySet

from bonus_fund import kinds
from bonus_fund.enums import RecalculationState
from bonus_fund.models import FundDistribution, FundRecalculation
from protocols.models import Dispatch
from protocols.queries import addressed_to, visible_dispatches
from protocols.services import dispatching
from ranking_portal.once import once_a_page

NOTICE_CODES = tuple(kind.code for kind in kinds.NOTICES)


def funds() -> QuerySet[FundRecalculation]:
    """General funds with what their pages name."""
    rows: QuerySet[FundRecalculation] = FundRecalculation.objects.select_related("protocol__cycle", "previous")
    return rows


@once_a_page
def last_year(fund: FundRecalculation) -> FundRecalculation | None:
    """The accepted general fund of the year before."""
    return funds().filter(year=fund.year - 1, state=RecalculationState.ACCEPTED).order_by("-edition").first()


@once_a_page
def distribution_of_fund(fund: FundRecalculation) -> FundDistribution | None:
    """The distribution that an accepted fund has."""
    rows: QuerySet[FundDistribution] = FundDistribution.objects.select_related("recalculation__protocol__cycle")
    return rows.filter(recalculation=fund).first()


def told_before(distribution: FundDistribution) -> FundDistribution | None:
    """The last distribution before this one that had been announced: what people know."""
    former = distribution.previous
    while former is not None and not former.is_announced:
        former = former.previous
    return former


@once_a_page
def letters_of(fund: FundRecalculation) -> list[Dispatch]:
    """Letters with the size of the fund, newest first."""
    return dispatching.of_subject(fund, kinds.GENERAL_FUND)[::-1]


def notices_of(distribution: FundDistribution) -> list[Dispatch]:
    """Notices of the distribution, in the order of their numbers."""
    return [one for one in dispatching.of_subject(distribution) if one.kind in NOTICE_CODES]


def visible_notices(user: Any) -> QuerySet[Dispatch]:
    """Notices that the user may open: all for who keeps the registers, otherwise those addressed to him."""
    return visible_dispatches(user).filter(kind__in=NOTICE_CODES)


def own_notices(user: Any, year: int | None) -> list[Dispatch]:
    """Notices of a year addressed to the offices that the user holds, newest first."""
    return list(visible_notices(user).filter(addressed_to(user), year=year)) if year else []
