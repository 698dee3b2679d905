"""Whether a clarifying ranking is needed (clause 2.3)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ranking.forms import NeedForm
from ranking.services import needs
from ranking.views.rankings import cycle_or_404
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.region import REGION
from ranking_portal.workflow.errors import Refused


@access("ranking.calculate")
def need(request: HttpRequest, year: int) -> HttpResponse:
    """Which projects call for a clarifying ranking, why, by which facts (clause 2.3)."""
    user = user_of(request)
    cycle_or_404(year)
    form = NeedForm(request.GET if "as_of" in request.GET else {"as_of": clock.today()})
    found: needs.Need | None = None
    refused: tuple[str, ...] = ()
    if form.is_valid():
        as_of = form.cleaned_data["as_of"]
        try:
            if request.method == "POST":
                needs.detect(year, as_of, by=user)
                messages.success(request, "Потребность записана; обязательство и срок — на странице сроков года.")
                return redirect("cycle", year)
            found = needs.find_need(year, as_of)
        except Refused as refusal:
            refused = refusal.reasons
    projects = [_needing(project) for project in found.projects] if found else []
    context = {"year": year, "form": form, "need": found, "projects": projects, "refused": refused}
    context["discipline"] = REGION.discipline
    context["may_detect"] = permitted(user, "ranking.calculate") and bool(found and found.projects)
    return render(request, "ranking/need.html", context)


def _needing(project: dict[str, Any]) -> dict[str, Any]:
    """A project with its reasons, the days as days: the snapshot of a need keeps them as text."""
    reasons = [
        reason
        | {
            "date": _day(reason.get("date")),
            "facts": [
                fact | {"due": _day(fact["due"]), "done": _day(fact["done"])} for fact in reason.get("facts", ())
            ],
        }
        for reason in project["reasons"]
    ]
    return project | {"reasons": reasons}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
