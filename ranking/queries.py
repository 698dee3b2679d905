"""Which rankings and which rows of them a user sees."""

from typing import Any

from django.db.models import QuerySet

from projects.queries import visible_cards
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal.accounts.access import permitted


def visible_rankings(user: Any) -> QuerySet[Ranking]:
    """All rankings for those who see everything; confirmed ones for heads. The heavy texts are left aside."""
    rows: QuerySet[Ranking] = Ranking.objects.select_related("cycle", "methodology", "edition").defer("snapshot")
    return rows if permitted(user, "ranking.view_all_rows") else rows.filter(state=RankingState.CONFIRMED)


def confirmed_rankings() -> QuerySet[Ranking]:
    """Rankings that no longer change, the only ones that leave the portal."""
    rows: QuerySet[Ranking] = Ranking.objects.select_related("cycle", "methodology", "edition")
    return rows.filter(state=RankingState.CONFIRMED).defer("snapshot")


def visible_codes(user: Any, year: int) -> frozenset[str] | None:
    """Codes of the projects whose rows the user sees; None means all."""
    if permitted(user, "ranking.view_all_rows"):
        return None
    return frozenset(visible_cards(user, year).values_list("project__code", flat=True))
