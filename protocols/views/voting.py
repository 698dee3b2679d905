"""Presence and votes, as they are recorded on the page of the protocol."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from protocols.models import CouncilSeat
from protocols.presenting import ballots_of
from protocols.services import sitting as services
from protocols.views.one import address, page_of, protocol_or_404
from ranking_portal.accounts.access import access, user_of
from ranking_portal.typed import whole_number
from ranking_portal.workflow.errors import Refused

ALL_IN_FAVOUR = "all-for"


@access("protocols.record")
@require_POST
def presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is present."""
    found = protocol_or_404(request, pk)
    keys = [key for key in map(whole_number, request.POST.getlist("present")) if key is not None]
    seats = CouncilSeat.objects.select_related("person").filter(pk__in=keys)
    try:
        services.mark_present(found, seats, by=user_of(request))
    except Refused as refusal:
        return page_of(request, found, refusal.reasons)
    messages.success(request, "Присутствие отмечено.")
    return redirect(f"{address(found)}#presence")


@access("protocols.view_all")
@require_POST
def votes(request: HttpRequest, pk: int) -> HttpResponse:
    """Votes: the secretary records everybody's, a member his own."""
    found, user = protocol_or_404(request, pk), user_of(request)
    ballots = ballots_of(request.POST.dict())
    in_favour = whole_number(request.POST.get(ALL_IN_FAVOUR))
    try:
        if in_favour is not None:
            ballots[in_favour] = services.missing_in_favour(found, in_favour) | ballots.get(in_favour, {})
        services.record_ballots(found, ballots, by=user)
    except Refused as refusal:
        return page_of(request, found, refusal.reasons, request.POST.dict())
    messages.success(request, "Голоса внесены.")
    return redirect(f"{address(found)}#votes")


@access("protocols.record")
@require_POST
def withdraw(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Take back all votes on a question."""
    found = protocol_or_404(request, pk)
    question = get_object_or_404(found.questions, pk=question_pk)
    try:
        services.withdraw_votes(question, by=user_of(request))
    except Refused as refusal:
        return page_of(request, found, refusal.reasons)
    messages.success(request, "Голоса по вопросу отозваны.")
    return redirect(f"{address(found)}#votes")
