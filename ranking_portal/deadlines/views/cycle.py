"""The year step by step."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.deadlines import line, queries
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.picture import picture_of
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation


@access("deadlines.view")
def cycle(request: HttpRequest, year: int) -> HttpResponse:
    """The year as the edition of the law orders it: every term, the chain, and how far it may still run."""
    if year not in navigation.years():
        raise Http404(f"cycle {year}")
    stored = edition_for(year)
    user, today = user_of(request), clock.today()
    rows = queries.visible(user).filter(year=year)
    steps = line.line_of(stored, year, rows, Deadline.objects.filter(year=year), today)
    context = {
        "year": year,
        "today": today,
        "steps": steps,
        "picture": picture_of(
            ((step.obligation.title, step.mark, line.terms_of(step, today)) for step in steps), today
        ),
        "edition": stored,
        "foreseen": [step for step in steps if step.ahead],
        "sees_all": permitted(user, "deadlines.view_all"),
    }
    return render(request, "deadlines/cycle.html", context)
