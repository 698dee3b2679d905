"""The working calendar: a year at a glance, days entered by acts, what they move."""

from calendar import Calendar
from datetime import date
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ranking_portal import clock, words
from ranking_portal.accounts.access import access, nothing_personal, permitted, user_of
from ranking_portal.deadlines import calendars, recounting
from ranking_portal.deadlines.calendar import FIRST_YEAR, LAST_YEAR, Override, YearDays
from ranking_portal.deadlines.calendar_forms import ActFileForm, DayForm, DecreeForm
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride
from ranking_portal.kept_input import give_back

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
    entered = {row.day: row for row in CalendarOverride.objects.filter(day__year=calendar_year)}
    context = {
        "calendar_year": calendar_year,
        "days": days,
        "months": [_month(days, number) for number in range(1, 13)],
        "count": _working_days(days),
        "special": [
            _day(days, day) | {"entered": entered.get(day), "act": days.act(day)}
            for day in sorted({*days.days_off, *days.working_weekends})
        ],
        "overrides": list(entered.values()),
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
    """Enter a day by an act: first what would move, then the change with the text of the act."""
    title = "Внести день по решению"
    form = DayForm(request.POST or None)
    give_back(request, form)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title, status=CONFLICT if request.method == "POST" else 200)
    day, working = form.cleaned_data["day"], form.cleaned_data["working"]
    file = _confirmed(request)
    if not file.is_valid():
        moved = recounting.preview(Override(day, working, form.act()))
        return _asked(request, form, file, title, moved)
    text = file.cleaned_data["file"]
    moved = recounting.enter_day(day, working=working, act=form.act(), by=user_of(request), file=text)
    return _done(request, moved, day.year)


@access(recounting.EDIT)
def enter_decree(request: HttpRequest, calendar_year: int) -> HttpResponse:
    """Enter the transfer decree of a year; its own days are entered one by one."""
    if not FIRST_YEAR <= calendar_year <= LAST_YEAR:
        raise Http404(f"calendar {calendar_year}")
    title = f"Постановление о переносе выходных {calendar_year} года"
    form = DecreeForm(request.POST or None)
    give_back(request, form)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, title, status=CONFLICT if request.method == "POST" else 200)
    file = _confirmed(request)
    if not file.is_valid():
        return _asked(request, form, file, title, recounting.preview(decree_year=calendar_year))
    text = file.cleaned_data["file"]
    moved = recounting.enter_decree(calendar_year, form.act(), by=user_of(request), file=text)
    return _done(request, moved, calendar_year)


def _confirmed(request: HttpRequest) -> ActFileForm:
    """The form with the text of the act, bound only where the change is confirmed."""
    return ActFileForm(request.POST, request.FILES) if "confirm" in request.POST else ActFileForm()


def _asked(
    request: HttpRequest, form: DayForm | DecreeForm, file: ActFileForm, title: str, moved: list[recounting.Moved]
) -> HttpResponse:
    status = CONFLICT if file.is_bound else 200
    return _page(request, form, title, status=status, file_form=file, moved=moved, asked=True)


@nothing_personal
@access("deadlines.view")
def day_act(request: HttpRequest, pk: int) -> FileResponse:
    """The text of the act by which a day was entered."""
    return _text_of(get_object_or_404(CalendarOverride, pk=pk))


@nothing_personal
@access("deadlines.view")
def decree_act(request: HttpRequest, calendar_year: int) -> FileResponse:
    """The text of the transfer decree of a year."""
    return _text_of(get_object_or_404(CalendarDecree, year=calendar_year))


def _text_of(entered: CalendarOverride | CalendarDecree) -> FileResponse:
    if not entered.file:
        raise Http404("no text of the act")
    try:
        opened = entered.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404("the text of the act is lost") from lost
    suffix = PurePath(str(entered.file.name)).suffix
    return FileResponse(opened, as_attachment=True, filename=f"act-{entered.pk}{suffix}")


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
