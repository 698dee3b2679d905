"""The sitting as it goes: the secretary's screen, one tap for each act, and the screen for everybody in the room."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from protocols import presenting
from protocols.enums import Choice
from protocols.models import CouncilSeat, Protocol
from protocols.services import sitting as services
from protocols.sitting import Sitting
from protocols.views.one import CONFLICT, NOBODY, address, protocol_or_404
from ranking_portal.accounts.access import access, user_of
from ranking_portal.accounts.models import User
from ranking_portal.regulation.services import edition_for
from ranking_portal.typed import whole_number
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.in_place import in_place

STALE = "Экран устарел: обновите страницу."


@access("protocols.record")
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """The secretary's screen: who is here, the question in hand, a tap a vote; what is tapped is recorded at once."""
    found, user = protocol_or_404(request, pk), user_of(request)
    if found.is_settled:
        return redirect(address(found))
    if request.method != "POST":
        return _screen(request, found, user)
    name, _, rest = request.POST.get("act", "").partition(":")
    act = ACTS.get(name)
    try:
        if act is None:
            raise Refused(STALE)
        act(found, [_key(part) for part in rest.split(":")], request.POST.get("choice", ""), user)
    except Refused as refusal:
        return _screen(request, found, user, refusal.reasons)
    asked = request.POST.get("question", "")
    return redirect(f"{request.path}?question={asked}" if asked else request.path)


@access("protocols.view_all")
def projector(request: HttpRequest, pk: int) -> HttpResponse:
    """The screen for the room: the question in hand, candidates, quorum, outcomes; nobody's vote by name."""
    found = protocol_or_404(request, pk)
    return render(request, "protocols/projector.html", _board(found, None))


def _key(part: str) -> int:
    key = whole_number(part)
    if key is None:
        raise Refused(STALE)
    return key


def _come(found: Protocol, keys: list[int], choice: str, user: User) -> None:
    _mark(found, {*_here(found), *keys}, user)


def _leave(found: Protocol, keys: list[int], choice: str, user: User) -> None:
    _mark(found, _here(found) - set(keys), user)


def _here(found: Protocol) -> set[int]:
    return {seat.pk for seat in Sitting(found).marked}


def _mark(found: Protocol, keys: set[int], user: User) -> None:
    services.mark_present(found, CouncilSeat.objects.select_related("person").filter(pk__in=keys), by=user)


def _vote(found: Protocol, keys: list[int], choice: str, user: User) -> None:
    """One vote of one member; another tap changes it until the protocol is approved."""
    if len(keys) != 2:
        raise Refused(STALE)
    question, seat = keys
    services.record_ballots(found, {question: {seat: choice}}, by=user)


def _vote_rest(found: Protocol, keys: list[int], choice: str, user: User) -> None:
    """ "За" of everybody present who has not voted on the question."""
    missing = services.missing_in_favour(found, keys[0])
    services.record_ballots(found, {keys[0]: missing}, by=user)


def _withdraw(found: Protocol, keys: list[int], choice: str, user: User) -> None:
    question = found.questions.filter(pk=keys[0]).first()
    if question is None:
        raise Refused(STALE)
    services.withdraw_votes(question, by=user)


ACTS: Mapping[str, Callable[[Protocol, list[int], str, User], None]] = {
    "come": _come,
    "leave": _leave,
    "vote": _vote,
    "rest": _vote_rest,
    "withdraw": _withdraw,
}


def _screen(request: HttpRequest, found: Protocol, user: User, reasons: Any = ()) -> HttpResponse:
    asked = whole_number(request.POST.get("question") or request.GET.get("question"))
    context = _board(found, asked)
    steps = available(found, user)
    context |= {
        "members": presenting.member_rows(context["sitting"], context["agenda"], NOBODY),
        "choices": Choice,
        "reasons": reasons,
        "steps": steps,
        "transitions": in_place(found, steps, lambda name: reverse("protocols:step", args=(found.pk, name))),
    }
    return render(request, "protocols/sitting.html", context, status=CONFLICT if reasons else 200)


def _board(found: Protocol, asked: int | None) -> dict[str, Any]:
    """What both screens show. The question in hand: the one asked for, else the first not voted on by everybody."""
    sitting = Sitting(found)
    agenda = presenting.question_rows(sitting)
    candidates = presenting.candidate_rows(agenda, presenting.ranking_rows(found), edition_for(found.cycle.year))
    waiting = [row for row in agenda if not row.outcome]
    chosen = [row for row in agenda if row.question.pk == asked]
    in_hand = next(iter([*chosen, *waiting, *agenda]), None)
    place = agenda.index(in_hand) if in_hand else 0
    return {
        "protocol": found,
        "sitting": sitting,
        "agenda": agenda,
        "candidates": candidates,
        "in_hand": in_hand,
        "candidate": next((one for one in candidates if one.asked is in_hand), None),
        "following": agenda[place + 1] if place + 1 < len(agenda) else None,
        "slots": presenting.slots(found.limit, candidates),
        # Given so far, by questions on which everybody has voted.
        "granted": sum(one.asked.outcome == presenting.CARRIED for one in candidates),
    }
