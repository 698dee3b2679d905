"""What must hold of rankings (clauses 2.2 and 2.3)."""

from collections.abc import Iterable

from ranking.computation import Snapshot
from ranking.enums import RankingState
from ranking.models import Ranking
from ranking_portal.workflow.integrity import invariant


@invariant("Подтверждённое ранжирование пересчитывается в то же самое")
def the_same_again() -> Iterable[str]:
    """From the snapshot of its facts every confirmed ranking gives the result that was confirmed, byte for byte."""
    for row in Ranking.objects.filter(state=RankingState.CONFIRMED).iterator(chunk_size=10):
        if Snapshot.from_text(row.snapshot).result() != row.result:
            yield f"{row} (№ {row.pk})"
