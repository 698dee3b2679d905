"""A person's own views of the rating: kept under a name, shown by it, forgotten."""

from typing import Any

from ranking.models import SavedView
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.journal import services as journal
from ranking_portal.workflow.errors import Refused

MOST = 20


def save(user: Any, name: str, query: str) -> SavedView:
    """Keep what is seen under a name; the same name again is replaced. Raises Refused where there are too many."""
    require(user, "ranking.view")
    with journal.transaction():
        own = SavedView.objects.filter(user=user)
        if own.count() >= MOST and not own.filter(name=name).exists():
            raise Refused(f"Сохранённых видов уже {MOST}: удалите ненужный.")
        kept, _ = SavedView.objects.update_or_create(
            user=user, name=name, defaults={"query": query, "saved_at": clock.now()}
        )
        journal.record(user.actor, "Сохранён вид рейтинга", obj=kept, details={"name": name})
        return kept


def forget(user: Any, pk: int) -> str:
    """Delete one's own view and give its name. Raises SavedView.DoesNotExist for anyone else's."""
    with journal.transaction():
        kept = SavedView.objects.get(user=user, pk=pk)
        journal.record(user.actor, "Удалён вид рейтинга", obj=kept, details={"name": kept.name})
        kept.delete()
        return kept.name
