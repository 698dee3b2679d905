"""Where the terms of the protocol are met: the letter to send, the protocol in work, the page of a new one."""

from typing import Any

from django.urls import reverse

from protocols.enums import IN_FORCE, DispatchState, ProtocolState
from protocols.expecting import page_of_dispatch
from protocols.letters import page_of
from protocols.models import Dispatch, Protocol
from protocols.queries import approvable_rankings
from ranking_portal.accounts.access import permitted
from ranking_portal.deadlines.doing import Place, done_at
from ranking_portal.deadlines.models import Deadline
from ranking_portal.regulation.services import edition_for

IN_WORK = (ProtocolState.DRAFT, ProtocolState.VOTING)


@done_at("protocols.dispatch.sent_to_governor", "protocols.dispatch.sent_to_administration")
def letter_or_protocol(deadline: Deadline, user: Any) -> Place | None:
    """The letter that closes the term; before it the protocol: in work, else still to be prepared."""
    protocols = Protocol.objects.filter(cycle__year=deadline.year).order_by("-edition", "-pk")
    in_work = protocols.filter(state__in=IN_WORK).first()
    if in_work is not None:
        return Place(page_of(in_work), "Открыть протокол")
    for letter in Dispatch.objects.filter(year=deadline.year, state=DispatchState.PREPARED).order_by("-pk"):
        if letter.about.sent == _closing_event(deadline):
            if letter.about.against(letter):
                return Place(page_of_dispatch(letter), "Открыть письмо")
            return Place(reverse("protocols:dispatch-step", args=(letter.pk, "send")), "Отправить")
    standing = protocols.filter(state__in=IN_FORCE).first()
    if standing is not None:
        return Place(page_of(standing), "Открыть протокол")
    if permitted(user, "protocols.prepare") and approvable_rankings(deadline.year).exists():
        return Place(f"{reverse('protocols:new')}?year={deadline.year}", "Подготовить протокол")
    return None


def _closing_event(deadline: Deadline) -> str:
    rows = edition_for(deadline.year).obligations
    return next((row.closed_by for row in rows if row.code == deadline.code), "")
