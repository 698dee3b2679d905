"""Which confirmed rankings stand on the facts of an import: it is not taken back under them (clause 2.3)."""

from projects.importing.sheets import STAFF
from projects.models import Import
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal.figures import short_day
from ranking_portal.workflow.questions import answers

# What only says who may receive a bonus is counted by no criterion.
UNCOUNTED = (STAFF, "Команды", "Инфраструктура")


@answers("projects.may_revert_import")
def standing_on(made: Import) -> list[str]:
    """Confirmed rankings of the year that were calculated after the import."""
    counted = [
        title
        for title, counts in made.counts.items()
        if title not in UNCOUNTED and (counts["created"] or counts["changed"] or counts["removed"])
    ]
    if not counted or made.finished_at is None:
        return []
    rankings = Ranking.objects.filter(
        cycle=made.cycle_id, state=RankingState.CONFIRMED, calculated_at__gte=made.finished_at
    )
    return [
        f"На загруженных фактах стоит подтверждённое ранжирование: {ranking.get_kind_display()}, "
        f"по фактам на {short_day(ranking.as_of)}."
        for ranking in rankings.order_by("pk")
    ]
