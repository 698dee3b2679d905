"""Rankings are about projects; only views that people have saved for themselves are theirs."""

from ranking.models import SavedView
from ranking_portal.personal_fields import Leaving, Term, erases, holds, nothing_personal

holds(
    "ranking.SavedView",
    {"user": "чей", "name": "название", "query": "отбор", "saved_at": "когда сохранён"},
    title="Сохранённые виды рейтинга",
    whose="те, кто их сохранил",
    purpose="открывать рейтинг с тем же отбором",
    ground="удобство владельца; по его собственному действию",
    term=Term.ACCOUNT,
    seen_by="только владелец",
    account="user",
)
nothing_personal(
    "ranking.Methodology", "title", "content", "order_number", "agreement_number", "order_date", "agreement_date"
)
nothing_personal("ranking.Ranking", "snapshot", "result", "names")


@erases
def forget_views(leaving: Leaving) -> None:
    """Views that nobody will open any more."""
    SavedView.objects.filter(user__in=leaving.accounts).delete()
