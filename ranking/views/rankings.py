"""Rankings of a year and their steps."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from projects.models import Cycle
from projects.services.quality import open_doubts
from ranking.enums import RankingKind
from ranking.forms import NewRankingForm
from ranking.models import Ranking
from ranking.queries import visible_rankings
from ranking.services import rankings
from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, nothing_personal, permitted, user_of
from ranking_portal.editing import CONFLICT
from ranking_portal.kept_input import give_back
from ranking_portal.ui import navigation
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.web import step_page

LISTED = (
    lists.Column("Вид", lambda one: one.get_kind_display(), 16),
    lists.Column("По фактам на", lambda one: one.as_of, 14, lists.Kind.DAY),
    lists.Column("Методика", lambda one: str(one.methodology), 48),
    lists.Column("Рассчитано", lambda one: one.calculated_at, 18, lists.Kind.MOMENT),
    lists.Column("Состояние", lambda one: one.get_state_display(), 20),
)


def ranking_or_404(request: HttpRequest, pk: int, *, heavy: bool = True) -> Ranking:
    """The ranking, if the user may see it; not `heavy`: its result and names are read only where they are asked for."""
    rows = visible_rankings(user_of(request)).filter(pk=pk)
    found = (rows if heavy else rows.defer("snapshot", "result", "names")).first()
    if found is None:
        raise Http404(f"ranking {pk}")
    navigation.show_year(request, found.cycle.year)
    return found


@nothing_personal
@access("ranking.view")
def index(request: HttpRequest) -> HttpResponseBase:
    """Rankings of the chosen year, and the way to a new one."""
    user = user_of(request)
    year = navigation.working_year(request)
    may_calculate = permitted(user, "ranking.calculate")
    form = NewRankingForm(request.POST or None, initial={"as_of": clock.today(), "kind": RankingKind.CLARIFYING})
    give_back(request, form)
    if request.method == "POST":
        if not may_calculate:
            return HttpResponse(status=403)
        if year and form.is_valid():
            as_of = form.cleaned_data["as_of"]
            try:
                if reasons := rankings.hardly_meant(year, as_of):
                    raise Refused(*reasons)
                made = rankings.calculate(year, RankingKind(form.cleaned_data["kind"]), as_of, by=user)
            except Refused as refusal:
                for reason in refusal.reasons:
                    form.add_error(None, reason)
            else:
                messages.success(request, "Рассчитано; таблица ждёт проверки и подтверждения.")
                return redirect("ranking:rating", made.pk)
    rows = visible_rankings(user).filter(cycle__year=year or 0)
    if lists.is_asked(request):
        return lists.workbook_answer(f"rankings-{year}", f"Ранжирования за {year} год", LISTED, rows)
    cycle = Cycle.objects.filter(year=year).first() if may_calculate and year else None
    context = {
        "year": year,
        "rankings": rows,
        "form": form,
        "may_calculate": may_calculate,
        "doubts": open_doubts(cycle) if cycle else 0,
    }
    return render(request, "ranking/index.html", context, status=CONFLICT if request.method == "POST" else 200)


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
