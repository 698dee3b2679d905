"""The sitting on the secretary's screen, a tap an act, and on the wall.

With scripts a tap changes the screen in place; without them it is an ordinary form, and the page comes back. Both
screens ask by themselves whether anything has changed.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from protocols.enums import Choice
from protocols.guards import may_be_approved
from protocols.models import Protocol
from protocols.services import tapping
from protocols.showing import Screen
from protocols.views.one import CONFLICT, FROM_SITTING, address, protocol_or_404
from ranking_portal.accounts.access import access, user_of
from ranking_portal.typed import whole_number
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.in_place import in_place

UNCHANGED = 204


@access("protocols.record")
@require_safe
@never_cache
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary's screen. Ballots of a vote in absentia are entered on the protocol's page: nobody sits."""
    found = protocol_or_404(request, pk)
    if found.is_in_absentia:
        messages.info(request, "Голосование заочное: бюллетени вносят здесь.")
        return redirect(address(found))
    shown = Screen(found, whole_number(request.GET.get("question")))
    return _unchanged(request, shown) or _page(request, shown)


@access("protocols.view_all")
@require_safe
@never_cache
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """The wall: what everybody in the room may see, in big letters, nothing to press."""
    shown = Screen(protocol_or_404(request, pk))
    template = "protocols/_projector.html" if _is_part(request) else "protocols/projector.html"
    context = {"screen": shown, "protocol": shown.protocol, "candidate": shown.candidate_of(shown.current)}
    return _unchanged(request, shown) or render(request, template, context)


@access("protocols.record")
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """One member here or absent, or everybody here."""
    user = user_of(request)

    def act(found: Protocol) -> str:
        if "all" in request.POST:
            return tapping.mark_everybody(found, by=user)
        return tapping.mark(found, _key(request, "seat"), request.POST.get("there", ""), by=user)

    return _tap(request, pk, act)


@access("protocols.record")
@require_POST
def preside(request: HttpRequest, pk: int) -> HttpResponse:
    """Another takes the chair."""
    return _tap(request, pk, lambda found: tapping.preside(found, _key(request, "seat"), by=user_of(request)))


@access("protocols.record")
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """One vote given or taken back, or "за" of all who have not voted."""
    user = user_of(request)

    def act(found: Protocol) -> str:
        question = _key(request, "question")
        if "rest" in request.POST:
            return tapping.rest_in_favour(found, question, by=user)
        choice, seen = request.POST.get("choice", ""), request.POST.get("seen", "")
        return tapping.vote(found, question, _key(request, "seat"), choice, seen=seen, by=user)

    return _tap(request, pk, act)


def _key(request: HttpRequest, name: str) -> int:
    """A key as posted; 0, which no row has, where it cannot be read."""
    return whole_number(request.POST.get(name)) or 0


def _tap(request: HttpRequest, pk: int, act: Callable[[Protocol], str]) -> HttpResponse:
    """Do it; the screen as it then stands, on a refusal with its reasons."""
    found, told = protocol_or_404(request, pk), ""
    reasons: tuple[str, ...] = ()
    question = whole_number(request.POST.get("question"))
    try:
        told = act(found)
    except Refused as refusal:
        reasons = refusal.reasons
    if not reasons and not _is_part(request):
        messages.success(request, told)
        asked = f"?question={question}#vote" if question else "#presence"
        return redirect(reverse("protocols:sitting", args=(pk,)) + asked)
    return _page(request, Screen(protocol_or_404(request, pk), question), reasons, told)


def _is_part(request: HttpRequest) -> bool:
    """Asked by the screen itself, which replaces only its changing part."""
    return "HX-Request" in request.headers


def _unchanged(request: HttpRequest, shown: Screen) -> HttpResponse | None:
    """Nothing, where the screen that asks has it all already."""
    if _is_part(request) and request.GET.get("stamp") == shown.stamp:
        return HttpResponse(status=UNCHANGED)
    return None


def _page(request: HttpRequest, shown: Screen, reasons: tuple[str, ...] = (), told: str = "") -> HttpResponse:
    found = shown.protocol
    context: dict[str, Any] = {
        "screen": shown,
        "protocol": found,
        "candidate": shown.candidate_of(shown.focus),
        "choices": Choice.choices,
        "transitions": _steps(found, user_of(request)),
        "left": may_be_approved(found) if shown.is_voting else [],
        "reasons": reasons,
        "told": told,
        "is_part": _is_part(request),
    }
    template = "protocols/_sitting_screen.html" if _is_part(request) else "protocols/sitting.html"
    return render(request, template, context, status=CONFLICT if reasons else 200)


def _steps(found: Protocol, user: Any) -> list[dict[str, Any]]:
    """Opening the voting, going back to the draft; the chair approves on the protocol's page."""
    steps = [
        step
        for step in available(found, user)
        # The way back is there while it is open: once a vote is given the agenda stands.
        if step.name == "open_voting" or (step.name == "reopen" and not step.reasons)
    ]
    after = f"?from={FROM_SITTING}"
    return in_place(found, steps, lambda name: reverse("protocols:step", args=(found.pk, name)) + after)
