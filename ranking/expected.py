"""What of the methodologies waits for a user: agreement, approval, coming into force (clause 2.1)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ranking.enums import MethodologyState
from ranking.models import Methodology
from ranking.scales import problems
from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.region import worded
from ranking_portal.ui.expected import Expected, expects


@expects
def methodology_to_agree(user: Any) -> Iterable[Expected]:
    """A draft that can be computed with waits for the Committee of Finance; an unfinished one for its author."""
    if not permitted(user, "ranking.agree_methodology"):
        return
    for draft in Methodology.objects.filter(state=MethodologyState.DRAFT):
        if not problems(draft.content):
            since = draft.created_at.astimezone(clock.ZONE).date()
            yield _expected(draft, "Согласовать методику ранжирования", "agree", "Рассмотреть", since)


@expects
def methodology_to_approve(user: Any) -> Iterable[Expected]:
    """An agreed draft waits for the order of the Committee of Economy."""
    if not permitted(user, "ranking.approve_methodology"):
        return
    for agreed in Methodology.objects.filter(state=MethodologyState.AGREED):
        yield _expected(
            agreed, "Утвердить методику ранжирования приказом", "approve", "Утвердить", agreed.agreement_date
        )


@expects
def methodology_to_enforce(user: Any) -> Iterable[Expected]:
    """An approved order is brought into force on its day, not before."""
    if not permitted(user, "ranking.approve_methodology"):
        return
    come = Q(in_force_from=None) | Q(in_force_from__lte=clock.today())
    for approved in Methodology.objects.filter(come, state=MethodologyState.APPROVED):
        yield _expected(
            approved, "Ввести в действие методику ранжирования", "enforce", "Ввести в действие", approved.in_force_from
        )


def _expected(methodology: Methodology, title: str, step: str, button: str, since: Any) -> Expected:
    """The page of the methodology for a text to be read first, the step itself for the rest."""
    if step == "agree":
        url = reverse("ranking:methodology", args=(methodology.pk,))
    else:
        url = reverse("ranking:methodology-step", args=(methodology.pk, step))
    return Expected(title=title, about=methodology.title, clause=worded("2.1"), url=url, button=button, since=since)
