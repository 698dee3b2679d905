"""What is expected of me now."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ranking_portal import clock, words
from ranking_portal.accounts.access import access, user_of
from ranking_portal.deadlines import calendars, queries
from ranking_portal.deadlines.doing import Place, Places
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import as_card, as_request, events, shown
from ranking_portal.journal.standing import until_told
from ranking_portal.ui.expected import Expected, expected_of

SHOWN_ON_HOME = 20
SHOWN_EVENTS, READ_FOR_EVENTS = 6, 200


def _cards(rows: Any, place_of: Callable[[Deadline], Place]) -> list[dict[str, Any]]:
    calendar, today = calendars.working_calendar(), clock.today()
    return [as_card(shown(row, today, calendar)) | {"place": place_of(row)} for row in rows]


@access("deadlines.view")
def home(request: HttpRequest) -> HttpResponse:
    """Every obligation of mine with its day, what waits for me, what I wait for from others, what has been done."""
    user, today = user_of(request), clock.today()
    mine = _cards(queries.mine(user).order_by("due_on")[:SHOWN_ON_HOME], Places(user).of)
    others = _cards(queries.awaited_from_others(user).order_by("due_on")[:SHOWN_ON_HOME], Places(user).of_others)
    calendar = calendars.working_calendar()
    waiting = _expected(user, today)
    # What a term leads to is told in the term.
    steps, told = {one.url: one for one in waiting}, {card["place"].url for card in mine}
    for card in mine:
        card["step"] = steps.get(card["place"].url)
    asked = [as_request(one, today, calendar) for one in waiting if one.url not in told]
    context = {
        "mine": mine,
        "asked": asked,
        "others": others,
        "events": events(queries.done_lately(user, today)[:READ_FOR_EVENTS])[:SHOWN_EVENTS],
        "late": sum(card["shown"].tone == "late" for card in mine),
        "day": f"{words.weekday(today).capitalize()}, {words.long_day(today)}",
        "count": words.counted(len(mine), "обязательство", "обязательства", "обязательств"),
        **_nothing_expected(user),
    }
    return render(request, "deadlines/home.html", context)


@until_told
def _expected(user: Any, today: date) -> list[Expected]:
    return expected_of(user)


def _nothing_expected(user: Any) -> dict[str, str]:
    """Words for an empty home page: when the next thing comes."""
    coming = (
        queries.visible(user).filter(state=DeadlineState.OPEN, due_on__gte=clock.today()).order_by("due_on").first()
    )
    if coming is None:
        text = "Когда наступит следующий шаг года, он появится здесь вместе со сроком."
    else:
        text = f"Ближайший срок портала — {words.long_day(coming.due_on)}: {coming.title} ({coming.object_label})."
    return {"empty_text": text, "empty_url": reverse("deadlines")}
