"""The discipline of a year: a page, a workbook, a paper."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ranking_portal import clock, paper
from ranking_portal.accounts.access import access, user_of
from ranking_portal.answers import pdf_answer, xlsx_answer
from ranking_portal.deadlines import calendars, discipline, queries
from ranking_portal.deadlines.bodies import bodies_in
from ranking_portal.deadlines.discipline_book import workbook_of
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation

SEE = "deadlines.view_all"


@access(SEE)
def this_year(request: HttpRequest) -> HttpResponse:
    """The report of the chosen year."""
    year = navigation.working_year(request)
    return redirect("discipline", year) if year else redirect("deadlines")


@access(SEE)
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Who was in time and by how many working days late, by step and by body or office."""
    return render(request, "deadlines/discipline.html", _report(request, year))


@access(SEE)
def xlsx(request: HttpRequest, year: int) -> HttpResponse:
    """The same as a workbook."""
    found = _report(request, year)
    content = workbook_of(found["rows"], found["steps"], found["answerable"], year, found["today"])
    return xlsx_answer(content, f"discipline-{year}.xlsx")


@access(SEE)
def pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The same on paper."""
    return pdf_answer(paper.pdf("deadlines/discipline_paper.html", _report(request, year)), f"discipline-{year}.pdf")


def _report(request: HttpRequest, year: int) -> dict[str, Any]:
    if year not in navigation.years():
        raise Http404(f"discipline {year}")
    today = clock.today()
    order = {row.code: number for number, row in enumerate(edition_for(year).obligations)}
    deadlines = sorted(
        queries.visible(user_of(request)).filter(year=year),
        key=lambda row: (order.get(row.code, len(order)), row.due_on, row.object_key, row.pk),
    )
    rows = discipline.kept(deadlines, bodies_in(year), today, calendars.working_calendar())
    steps = discipline.by_step(rows)
    return {
        "year": year,
        "today": today,
        "rows": rows,
        "late": sorted((row for row in rows if row.late), key=lambda row: -row.late),
        "steps": steps,
        "answerable": discipline.by_answerable(rows),
        "total": discipline.tally("Всего", rows),
        "chart": discipline.chart(steps),
        "legend": discipline.legend(),
    }
