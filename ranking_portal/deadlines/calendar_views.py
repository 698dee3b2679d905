"""The working calendar: a year at a glance, days entered by acts, what they move."""

from calendar import Calendar
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ranking_portal import clock, words
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.deadlines import calendars, recounting
from ranking_portal.deadlines.calendar import FIRST_YEAR, LAST_YEAR, Override, YearDays
from ranking_portal.deadlines.calendar_forms import DayForm, DecreeForm
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride

MONTH_NAMES = [
    "Январь",
    "Февраль",
    "Март",
    "Апрель",
    "Май",
    "Июнь",
    "Июль",
    "Август",
    "Сентябрь",
    "Октябрь",
    "Ноябрь",
    "Декабрь",
]
CONFLICT = 409


@access("deadlines.view")
def this_year(request: HttpRequest) -> HttpResponse:
    """The calendar of the running year."""
    return redirect("calendar-year", clock.today().year)


@access("deadlines.view")
def year(request: HttpRequest, calendar_year: int) -> HttpResponse:
    """A year with its days off, transferred days, working Saturdays, and the source of each."""
    if not FIRST_YEAR <= calendar_year <= LAST_YEAR:
        raise Http404(f"calendar {calendar_year}")
    days = calendars.stored_year(calendar_year)
    context = {
        "calendar_year": calendar_year,
        "days": days,
        "months": [_month(days, number) for number in range(1, 13)],
        "count": _working_days(days),
        "overrides": CalendarOverride.objects.filter(day__year=calendar_year),
        "decree": CalendarDecree.objects.filter(year=calendar_year).first(),
        "may_edit": permitted(request.user, recounting.EDIT),
    }
    return render(request, "deadlines/calendar.html", context)


def _month(days: YearDays, number: int) -> dict[str, Any]:
    weeks = [
        [_day(days, day) if day.month == number else None for day in week]
        for week in Calendar().monthdatescalendar(days.year, number)
    ]
    return {"name": MONTH_NAMES[number - 1], "weeks": weeks}


def _day(days: YearDays, day: date) -> dict[str, Any]:
    """A day of the grid; what differs from "Monday to Friday" says so in words too."""
    working = days.is_working(day)
    special = day in days.days_off or day in days.working_weekends
    return {"day": day, "working": working, "special": special, "reason": days.reason(day)}


def _working_days(days: YearDays) -> int:
    every = (date(days.year, 1, 1).toordinal(), date(days.year, 12, 31).toordinal())
    return sum(days.is_working(date.fromordinal(number)) for number in range(every[0], every[1] + 1))


@access(recounting.EDIT)
def enter_day(request: HttpRequest) -> HttpResponse:
    """Enter a day by an act: first what would move, then the change."""
    form = DayForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, "Внести день по решению", status=CONFLICT if request.method == "POST" else 200)
    day, working, act = (form.cleaned_data[name] for name in ("day", "working", "act"))
    if "confirm" not in request.POST:
        moved = recounting.preview(Override(day, working, act))
        return _page(request, form, "Внести день по решению", moved=moved, asked=True)
    moved = recounting.enter_day(day, working=working, act=act, by=user_of(request))
    return _done(request, moved, day.year)


@access(recounting.EDIT)
def enter_decree(request: HttpRequest, calendar_year: int) -> HttpResponse:
    """Enter the transfer decree of a year; its own days are entered one by one."""
    if not FIRST_YEAR <= calendar_year <= LAST_YEAR:
        raise Http404(f"calendar {calendar_year}")
    title = f"Постановление о переносе выходных {calendar_year} года"
    form = DecreeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title, status=CONFLICT if request.method == "POST" else 200)
    if "confirm" not in request.POST:
        return _page(request, form, title, moved=recounting.preview(decree_year=calendar_year), asked=True)
    moved = recounting.enter_decree(calendar_year, form.cleaned_data["act"], by=user_of(request))
    return _done(request, moved, calendar_year)


@access(recounting.EDIT)
def remove_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entered day back, after a question."""
    override = get_object_or_404(CalendarOverride, pk=pk)
    if request.method != "POST":
        return render(request, "deadlines/calendar_remove.html", {"override": override})
    moved = recounting.remove_day(override, by=user_of(request))
    return _done(request, moved, override.day.year, done="Снято")


def _page(request: HttpRequest, form: Any, title: str, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "deadlines/calendar_enter.html", {"form": form, "heading": title, **more}, status=status)


def _done(
    request: HttpRequest, moved: list[recounting.Moved], calendar_year: int, done: str = "Внесено"
) -> HttpResponse:
    told = words.counted(len(moved), "срок", "срока", "сроков")
    messages.success(request, f"{done}. Пересчитано: {told}.")
    return redirect("calendar-year", calendar_year)
