"""Which protocols a user sees; the council by days."""

from typing import Any

from django.db.models import QuerySet

from protocols.enums import SETTLED
from protocols.models import CouncilSeat, Protocol
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal.accounts.access import permitted
from ranking_portal.journal.models import Entry

HEAVY = ("ranking__snapshot", "ranking__result", "ranking__names")


def visible_protocols(user: Any) -> QuerySet[Protocol]:
    """All protocols for those who see everything, approved ones for heads. The ranking's heavy texts are left aside."""
    related = ("cycle", "ranking__methodology", "chair__person", "secretary__person", "previous")
    rows: QuerySet[Protocol] = Protocol.objects.select_related(*related).defer(*HEAVY)
    return rows if permitted(user, "protocols.view_all") else rows.filter(state__in=SETTLED)


def approvable_rankings(year: int) -> QuerySet[Ranking]:
    """Confirmed rankings of the year by facts after its end: the only ones whose results a protocol approves."""
    rows: QuerySet[Ranking] = Ranking.objects.filter(
        cycle__year=year, state=RankingState.CONFIRMED, as_of__year__gt=year
    )
    return rows.select_related("cycle").defer("snapshot", "result", "names").order_by("-as_of")


def council_history() -> QuerySet[Entry]:
    """Journal entries about seats of the council, newest first."""
    return Entry.objects.filter(ref__startswith=f"{CouncilSeat._meta.label_lower}:").order_by("-pk")
