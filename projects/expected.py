"""What of the register waits for a user: facts to be looked at before they are ranked."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from projects.models import Cycle
from projects.services.quality import ACCEPT, open_doubts
from ranking_portal import clock, words
from ranking_portal.accounts.access import permitted
from ranking_portal.ui.expected import Expected, expects


@expects
def doubts_to_settle(user: Any) -> Iterable[Expected]:
    """Doubtful facts of the years that are still ranked: the running one, the one before, those opened ahead."""
    if not permitted(user, ACCEPT):
        return
    for cycle in Cycle.objects.filter(year__gte=clock.today().year - 1).order_by("year"):
        if count := open_doubts(cycle):
            told = words.counted(count, "сомнительный факт", "сомнительных факта", "сомнительных фактов")
            url = f"{reverse('projects:quality')}?year={cycle.year}"
            yield Expected("Проверить реестр до ранжирования", f"{cycle}: {told}", "2.2", url, "Посмотреть")
