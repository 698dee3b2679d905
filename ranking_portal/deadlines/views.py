"""What is expected of me now; the year as a line of steps; terms."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ranking_portal import clock, words
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.deadlines import calendars, line, queries
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.links import Addresses
from ranking_portal.deadlines.presenting import as_card, shown
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation

SHOWN_ON_HOME = 20


def _cards(rows: Any) -> list[dict[str, Any]]:
    calendar, today, addresses = calendars.working_calendar(), clock.today(), Addresses()
    return [as_card(shown(row, today, calendar)) | {"url": addresses.of(row)} for row in rows]


@access("deadlines.view")
def home(request: HttpRequest) -> HttpResponse:
    """Every obligation of mine with its day, and what I wait for from others."""
    user, today = user_of(request), clock.today()
    mine = _cards(queries.mine(user).order_by("due_on")[:SHOWN_ON_HOME])
    others = _cards(queries.awaited_from_others(user).order_by("due_on")[:SHOWN_ON_HOME])
    late = sum(card["shown"].tone == "late" for card in mine)
    context = {
        "mine": mine,
        "others": others,
        "late": late,
        "day": f"{words.weekday(today).capitalize()}, {words.long_day(today)}",
        "count": words.counted(len(mine), "обязательство", "обязательства", "обязательств"),
        **_nothing_expected(user),
    }
    return render(request, "deadlines/home.html", context)


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


@access("deadlines.view")
def cycle(request: HttpRequest, year: int) -> HttpResponse:
    """The year step by step, as the edition of the law orders it."""
    if year not in navigation.years():
        raise Http404(f"cycle {year}")
    stored = edition_for(year)
    rows = queries.visible(user_of(request)).filter(year=year)
    steps = line.line_of(stored, year, rows, clock.today())
    return render(request, "deadlines/cycle.html", {"year": year, "steps": steps, "edition": stored})


@access("deadlines.view")
def deadlines(request: HttpRequest) -> HttpResponse:
    """Terms of the year: all that the user sees, or his own; by state and clause."""
    user, today = user_of(request), clock.today()
    year = navigation.chosen_year(request, navigation.years())
    rows = queries.visible(user).filter(year=year or 0)
    clauses = sorted(set(rows.values_list("clause", flat=True)))
    chosen = {name: request.GET.get(name, "") for name in ("whose", "state", "clause")}
    if chosen["whose"] == "mine":
        rows = rows.filter(pk__in=queries.mine(user).values("pk"))
    if chosen["clause"]:
        rows = rows.filter(clause=chosen["clause"])
    calendar = calendars.working_calendar()
    items = [shown(row, today, calendar) for row in rows]
    if chosen["state"]:
        items = [item for item in items if item.deadline.state_on(today) == chosen["state"]]
    context = {
        "year": year,
        "items": items,
        "clauses": clauses,
        "chosen": chosen,
        "states": [*DeadlineState.choices, ("overdue", "просрочен")],
    }
    return render(request, "deadlines/list.html", context)


@access("deadlines.view")
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """One term with its arithmetic day by day and its history."""
    found = get_object_or_404(queries.visible(user_of(request)), pk=pk)
    calendar = calendars.working_calendar()
    days = calendar.term(found.event_on, found.working_days).days if found.working_days else ()
    context = {
        "deadline": found,
        "shown": shown(found, clock.today(), calendar),
        "days": days,
        "url": Addresses().of(found),
        "history": told(history(found)) if permitted(user_of(request), "deadlines.view_all") else (),
        "event_weekday": words.weekday(found.event_on),
    }
    return render(request, "deadlines/one.html", context)
