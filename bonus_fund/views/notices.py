"""A notice of size as its addressee sees it: what exactly concerns him, and the button of receipt (clause 2.6)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from bonus_fund import presenting_notices as presenting
from bonus_fund.presenting_funds import assumptions
from bonus_fund.queries_funds import visible_notices
from protocols import documents
from protocols.enums import ARRIVES
from protocols.models import Dispatch
from protocols.registers import how_received
from protocols.services import dispatching
from protocols.views.pdf import stored_answer
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import docx_answer
from ranking_portal.figures import short_day
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.workflow.errors import Refused


def notice_or_404(request: HttpRequest, pk: int) -> Dispatch:
    """The notice, if the user may read it."""
    user = user_of(request)
    found: Dispatch | None = visible_notices(user).filter(pk=pk).first()
    if found is None or not permitted(user, "protocols.read_letter", found):
        raise Http404(f"notice {pk}")
    navigation.show_year(request, found.year)
    return found


def address(notice: Dispatch) -> str:
    """The notice's page."""
    return reverse("bonus_fund:notice", args=(notice.pk,))


@access("bonus_fund.view_proposals")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """What the addressee is told."""
    found, user = notice_or_404(request, pk), user_of(request)
    content, edition = presenting.content_of(found), edition_for(found.year)
    context: dict[str, Any] = {
        "dispatch": found,
        "content": content,
        "fund": content.distribution.recalculation,
        "term": presenting.term_of(found),
        "how": how_received(found),
        "may_acknowledge": found.may_be_acknowledged and permitted(user, "protocols.acknowledge", found),
        "proposal": presenting.proposal_of(content, user),
        "opens_fund": permitted(user, "bonus_fund.view_funds"),
        "multiplier": edition.decimal("ceiling_multiplier"),
        "not_agreed": presenting.not_agreed(content.distribution),
        "assumptions": assumptions(edition),
    }
    return render(request, "bonus_fund/notice.html", context)


@access("bonus_fund.view_proposals")
@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """The addressee has it in hand: his term runs from this day."""
    found = notice_or_404(request, pk)
    try:
        fresh = dispatching.acknowledge(found, by=user_of(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(address(found))
    told = f"Получение подтверждено {short_day(fresh.received_on)}."
    if fresh.is_deemed:
        told = f"Отметка записана. Уведомление считается полученным {short_day(fresh.received_on)}."
    messages.success(request, told)
    return redirect(address(found))


@require_safe
@access("bonus_fund.view_proposals")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored notice."""
    found = _sent_or_404(request, pk)
    name = f"notice-{found.pk}.pdf"
    return stored_answer(request, found.ref, documents.LETTER, name, title=str(found), back=address(found))


@require_safe
@access("bonus_fund.view_proposals")
def working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same notice for Word."""
    found = _sent_or_404(request, pk)
    return docx_answer(documents.copy_of_letter(found), f"notice-{found.pk}.docx")


def _sent_or_404(request: HttpRequest, pk: int) -> Dispatch:
    """The notice, if it has left."""
    found = notice_or_404(request, pk)
    if found.state not in ARRIVES:
        raise Http404("it has not been sent")
    return found
