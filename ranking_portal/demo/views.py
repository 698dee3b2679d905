"""The page that moves the day of a demonstration."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ranking_portal import clock, words
from ranking_portal.accounts.access import access, user_of
from ranking_portal.deadlines.calendars import working_calendar
from ranking_portal.demo import moved_clock
from ranking_portal.demo.forms import ClockForm
from ranking_portal.kept_input import give_back
from ranking_portal.workflow.errors import Refused

CONFLICT = 409


@access(moved_clock.MOVE)
def portal_clock(request: HttpRequest) -> HttpResponse:
    """Show the portal's day and move it: to the next working day, to a chosen one, or back to the real one.

    A day before something already recorded is asked about first.
    """
    form = ClockForm(request.POST if "day" in request.POST else None)
    give_back(request, form)
    wanted = _wanted(request, form)
    if wanted is None:
        return _page(request, form, status=CONFLICT if request.method == "POST" else 200)
    recorded = moved_clock.latest_entry_on()
    if recorded and wanted < recorded and "anyway" not in request.POST:
        return _page(request, form, status=CONFLICT, wanted=wanted, recorded=recorded)
    try:
        moved_clock.move_to(wanted, by=user_of(request))
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return _page(request, form, status=CONFLICT)
    messages.success(request, f"На портале {words.long_day(clock.today())}.")
    return redirect("clock")


def _wanted(request: HttpRequest, form: ClockForm) -> date | None:
    """The day asked for; None where nothing sound was."""
    if request.method != "POST":
        return None
    if "next" in request.POST:
        return next_working_day()
    if "real" in request.POST:
        return clock.real_today()
    return form.cleaned_data["day"] if form.is_valid() else None


def next_working_day() -> date:
    """The working day after the portal's today."""
    return working_calendar().next_working_on_or_after(clock.today() + timedelta(days=1))


def _page(request: HttpRequest, form: ClockForm, *, status: int = 200, **more: object) -> HttpResponse:
    today = clock.today()
    context = {
        "form": form,
        "today": today,
        "weekday": words.weekday(today),
        "next_day": next_working_day(),
        "real": clock.real_today(),
        **more,
    }
    return render(request, "demo/clock.html", context, status=status)
