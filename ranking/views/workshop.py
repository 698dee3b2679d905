"""The workshop: a methodology tried on the facts of a year. Looking changes nothing; a trial is kept when asked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from ranking import workshop as trials
from ranking.computation import Snapshot
from ranking.enums import MethodologyState, RankingState
from ranking.explain import number
from ranking.models import Methodology, Ranking
from ranking.queries import visible_rankings
from ranking.scales import MethodologyContent, MethodologyError, Problem, parse
from ranking.services import methodologies
from ranking.trial_form import INDICATORS, TrialForm
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.workflow.errors import Refused

CONFLICT = 409


@access("ranking.open_workshop")
def workshop(request: HttpRequest, pk: int) -> HttpResponse:
    """Weights and scales on one side, what they do to the places on the other."""
    found = get_object_or_404(Methodology, pk=pk)
    user = user_of(request)
    offered = _offered(user)
    context: dict[str, Any] = {"methodology": found, "may_edit": permitted(user, "ranking.edit_methodology")}
    try:
        stored = parse(found.content)
    except MethodologyError as error:
        return render(request, "ranking/workshop.html", context | {"unsound": error.problems})
    if not offered:
        return render(request, "ranking/workshop.html", context | {"nothing": True})
    form = TrialForm(request.GET if "seed" in request.GET else None, content=stored, rankings=offered)
    content, wrong = _trial(form, found)
    context |= {"form": form, "problems": wrong, "is_draft": found.state == MethodologyState.DRAFT}
    if content is not None:
        context |= _results(form, content, stored)
        context["kept"] = TrialForm(form.data, content=stored, rankings=offered, auto_id=False)
    return render(request, "ranking/workshop.html", context)


def _offered(user: Any) -> list[Ranking]:
    """Rankings on whose facts one may try, the confirmed one of the latest day first."""
    rows = visible_rankings(user).exclude(result="").order_by("-as_of", "-pk")
    return sorted(rows, key=lambda one: one.state != RankingState.CONFIRMED)


def _trial(form: TrialForm, found: Methodology) -> tuple[MethodologyContent | None, list[Problem]]:
    """The content on trial, or what is wrong with it; a form that is not valid tells of itself."""
    valid = form.is_valid()
    try:
        content = parse(form.typed_content(found.content))
    except MethodologyError as error:
        return None, error.problems
    return (form.weighed(content), []) if valid else (None, [])


def _results(form: TrialForm, content: MethodologyContent, stored: MethodologyContent) -> dict[str, Any]:
    chosen = Ranking.objects.select_related("cycle", "edition", "methodology").get(pk=form.cleaned_data["ranking"])
    snapshot = Snapshot.from_text(chosen.snapshot)
    limit = chosen.edition.edition.integer("max_projects")
    tried = trials.on_trial(snapshot, content)
    rows = trials.moves(snapshot, tried, limit)
    by_indicator = form.cleaned_data["by"] == INDICATORS
    spreads = trials.stability_rows(
        tried,
        content,
        snapshot.names,
        by_indicator=by_indicator,
        spread=form.cleaned_data["spread"],
        seed=form.cleaned_data["seed"],
        limit=limit,
    )
    return {
        "chosen": chosen,
        "limit": limit,
        "moves": rows,
        "chart": trials.chart_of(rows),
        "told": trials.in_words(rows, limit),
        "maximum": number(content.maximum()),
        "changed": content != stored,
        "sensitivity": trials.sensitivity(tried, content, limit),
        "spreads": spreads,
        "histogram_width": trials.BAR * len(spreads),
        "limit_x": trials.BAR * limit,
        "trials": trials.TRIALS,
    }


@access("ranking.edit_methodology")
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a trial: in the draft itself, or in a new draft copied from a methodology that may not change."""
    found = get_object_or_404(Methodology, pk=pk)
    user = user_of(request)
    back = f"{reverse('ranking:workshop', args=(pk,))}?{_address(request)}"
    try:
        form = TrialForm(request.POST, content=parse(found.content), rankings=_offered(user))
        content, wrong = _trial(form, found)
        if content is None:
            reasons = [str(problem) for problem in wrong] or ["Проверьте веса: что-то введено не так."]
            messages.error(request, f"Не сохранено. {' '.join(reasons)}")
            return redirect(back)
        kept = methodologies.keep_trial(found, content.as_plain(), by=user)
    except (MethodologyError, Refused) as error:
        messages.error(request, f"Не сохранено: {error}")
        return redirect(back)
    where = "в этот черновик" if kept.pk == found.pk else "в новый черновик; прежняя методика не изменилась"
    messages.success(request, f"Проба записана {where}.")
    return redirect("ranking:methodology", kept.pk)


def _address(request: HttpRequest) -> str:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    return typed.urlencode()
