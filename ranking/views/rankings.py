"""Rankings of a year, the rated table, its export, its steps."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from projects.models import Cycle
from ranking import presenting
from ranking.coefficients import coefficients_of
from ranking.enums import RankingKind
from ranking.exporting import rating_workbook
from ranking.forms import NewRankingForm
from ranking.models import Ranking
from ranking.queries import visible_codes, visible_rankings
from ranking.services import rankings
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.ui import navigation
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.web import step_page

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ranking_or_404(request: HttpRequest, pk: int) -> Ranking:
    """The ranking, if the user may see it."""
    found = visible_rankings(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(f"ranking {pk}")
    navigation.show_year(request, found.cycle.year)
    return found


@access("ranking.view")
def index(request: HttpRequest) -> HttpResponse:
    """Rankings of the chosen year, and the way to a new one."""
    user = user_of(request)
    year = navigation.chosen_year(request, navigation.years())
    may_calculate = permitted(user, "ranking.calculate")
    form = NewRankingForm(request.POST or None, initial={"as_of": clock.today(), "kind": RankingKind.CLARIFYING})
    if request.method == "POST":
        if not may_calculate:
            return HttpResponse(status=403)
        if year and form.is_valid():
            try:
                made = rankings.calculate(
                    year, RankingKind(form.cleaned_data["kind"]), form.cleaned_data["as_of"], by=user
                )
            except Refused as refusal:
                for reason in refusal.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(request, "Рассчитано. Проверьте таблицу и подтвердите её.")
                return redirect("ranking:rating", made.pk)
    rows = visible_rankings(user).filter(cycle__year=year or 0)
    context = {"year": year, "rankings": rows, "form": form, "may_calculate": may_calculate}
    return render(request, "ranking/index.html", context, status=409 if form.errors else 200)


@access("ranking.view")
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """The rated table."""
    user = user_of(request)
    found = ranking_or_404(request, pk)
    year = found.cycle.year
    every = _rows(user, found)
    chosen = {name: request.GET.get(name, "") for name in ("q", "national", "body", "eligible", "sort")}
    rows = presenting.sorted_rows(presenting.filtered(every, chosen), chosen["sort"])
    if not any(chosen.values()):
        rows = presenting.with_limit(rows, found.edition.edition.integer("max_projects"))
    others = visible_rankings(user).filter(cycle__year=year).exclude(pk=pk).exclude(result="")
    context = {
        "ranking": found,
        "rows": rows,
        "chosen": chosen,
        "criteria": presenting.CRITERIA,
        "nationals": sorted({row.national_project for row in every}),
        "bodies": sorted({row.body for row in every}),
        "placed": sum(row.eligible is not False for row in every),
        "refused": sum(row.eligible is False for row in every),
        "pending": any(row.eligible is None for row in every),
        "decided": any(row.coefficient is not None for row in every),
        "others": others,
        "steps": available(found, user),
        "history": told(history(found)[:50]) if permitted(user, "ranking.view_all_rows") else (),
    }
    return render(request, "ranking/rating.html", context)


def _rows(user: Any, found: Ranking) -> list[presenting.Row]:
    codes = visible_codes(user, found.cycle.year)
    return presenting.rows_of(rankings.projects_of(found), found.names, coefficients_of(found), codes)


@access("ranking.view")
def rating_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as seen, as a workbook."""
    found = ranking_or_404(request, pk)
    chosen = {name: request.GET.get(name, "") for name in ("q", "national", "body", "eligible", "sort")}
    rows = presenting.sorted_rows(presenting.filtered(_rows(user_of(request), found), chosen), chosen["sort"])
    name = f"rating-{found.cycle.year}-{found.kind}-{found.as_of}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(rating_workbook(found, rows), content_type=XLSX, headers=headers)


@access("ranking.view")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of a ranking: calculating again goes through the service, which takes a fresh snapshot."""
    found = ranking_or_404(request, pk)
    back = reverse("ranking:rating", args=(pk,))
    if name != "calculate":
        return step_page(request, found, name, back=back)
    if request.method == "POST":
        try:
            rankings.calculate(found.cycle.year, RankingKind(found.kind), found.as_of, by=user_of(request))
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
        else:
            messages.success(request, "Пересчитано по фактам реестра.")
    return redirect(back)


def cycle_or_404(year: int) -> Cycle:
    """The opened cycle of a year."""
    found = Cycle.objects.filter(year=year).first()
    if found is None:
        raise Http404(f"cycle {year}")
    return found
