"""Where the office ranks: the ranking that waits for its confirmation, else the year's list, where one is computed."""

from typing import Any

from django.urls import reverse

from ranking.enums import RankingKind, RankingState
from ranking.models import Ranking
from ranking_portal.deadlines.doing import Finder, Place, done_at
from ranking_portal.deadlines.models import Deadline


def _of_kind(kind: RankingKind) -> Finder:
    def place(deadline: Deadline, user: Any) -> Place:
        waiting = Ranking.objects.filter(cycle__year=deadline.year, kind=kind, state=RankingState.CALCULATED)
        key = waiting.order_by("-pk").values_list("pk", flat=True).first()
        if key is not None:
            return Place(reverse("ranking:rating", args=(key,)), "Проверить и подтвердить")
        return Place(f"{reverse('ranking:index')}?year={deadline.year}", "Рассчитать")

    return place


done_at("ranking.ranking.primary_confirmed")(_of_kind(RankingKind.PRIMARY))
done_at("ranking.ranking.clarifying_confirmed")(_of_kind(RankingKind.CLARIFYING))
