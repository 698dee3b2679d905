"""Rankings in the search over everything."""

from django.urls import reverse

from ranking.models import Ranking
from ranking.queries import visible_rankings
from ranking_portal.ui.search import Findable, Found, findable


def _line(row: Ranking) -> Found:
    return Found("Ранжирования", str(row), row.get_state_display(), reverse("ranking:rating", args=(row.pk,)))


findable(
    Findable(
        "ranking:rating",
        "ranking.view",
        visible_rankings,
        _line,
        columns=("cycle__year",),
        noise=("ранжирован", "рейтинг", "первичн", "уточняющ"),
    )
)
