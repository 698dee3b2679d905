"""The side menu's entries."""

from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal.ui.navigation import AHEAD, DONE, NOW, MenuLink, MenuStep, add_link, add_step


def _state(year: int) -> str:
    states = set(Ranking.objects.filter(cycle__year=year).values_list("state", flat=True))
    if RankingState.CONFIRMED in states:
        return DONE
    return NOW if states else AHEAD


add_step(MenuStep(2, "Ранжирование", "ranking:index", "ranking.view", ("/rankings/",), _state))
add_link(MenuLink(12, "∑", "Методика", "ranking:methodologies", "ranking.view_methodology"))
