"""What waits for a user of proposals that have been sent: receipt by the office, check and forwarding (clause 2.6)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min
from django.urls import reverse

from bonus_fund.enums import DistributionState, ProposalState
from bonus_fund.models import BonusProposal
from ranking_portal.accounts.access import permitted
from ranking_portal.region import worded
from ranking_portal.ui.expected import Expected, expects
from ranking_portal.words import counted

ONE_OF_MANY = ("предложение", "предложения", "предложений")


@expects
def to_receive(user: Any) -> Iterable[Expected]:
    """Proposals that the office has not registered yet, all of a year together."""
    if not permitted(user, "bonus_fund.register"):
        return
    for year, count, since in _by_year(ProposalState.SUBMITTED, "submitted_on"):
        yield Expected(
            title=worded(f"Зарегистрировать и передать в Комитет {counted(count, *ONE_OF_MANY)}"),
            about=f"Предложения по премированию за {year} год",
            clause=worded("2.6"),
            url=f"{reverse('bonus_fund:receive')}?year={year}",
            button="Принять",
            since=since,
        )


@expects
def to_check(user: Any) -> Iterable[Expected]:
    """Proposals that the Committee has in hand."""
    if not permitted(user, "bonus_fund.check"):
        return
    under_check = BonusProposal.objects.filter(state=ProposalState.UNDER_CHECK)
    for proposal in under_check.order_by("registered_on", "pk"):
        yield Expected(
            title=f"Проверить предложение: {proposal.object_name}",
            about=str(proposal),
            clause=worded("2.6"),
            url=reverse("bonus_fund:check", args=(proposal.pk,)),
            button="Проверить",
            since=proposal.registered_on,
        )


@expects
def to_forward(user: Any) -> Iterable[Expected]:
    """Checked proposals that have not left for the Administration, all of a year together."""
    if not permitted(user, "bonus_fund.forward"):
        return
    for year, count, since in _by_year(ProposalState.CHECKED, "checked_on"):
        yield Expected(
            title=worded(f"Передать в Управление делами {counted(count, *ONE_OF_MANY)}"),
            about=f"Проверенные предложения за {year} год",
            clause=worded("2.6"),
            url=f"{reverse('bonus_fund:forward')}?year={year}",
            button="Передать",
            since=since,
        )


def _by_year(state: ProposalState, day: str) -> list[tuple[int, int, Any]]:
    """Year, how many proposals, since when, of proposals in a state."""
    rows = BonusProposal.objects.filter(state=state, distribution__state=DistributionState.ANNOUNCED)
    found = rows.order_by("-year").values_list("year").annotate(count=Count("pk"), since=Min(day))
    return list(found)
