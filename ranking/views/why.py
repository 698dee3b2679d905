"""Why this score; what differs between two rankings; whether a clarifying one is needed."""

from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ranking import explain
from ranking.computation import Snapshot
from ranking.forms import NeedForm
from ranking.models import Ranking
from ranking.presenting import reason_in_words
from ranking.queries import visible_codes
from ranking.scales import half_up
from ranking.scoring import RankedProject, Value, value_text
from ranking.services import needs
from ranking.views.rankings import cycle_or_404, ranking_or_404
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.workflow.errors import Refused


def _ranked(ranking: Ranking) -> tuple[Snapshot, list[RankedProject]]:
    if not ranking.result:
        raise Http404("not calculated")
    snapshot = Snapshot.from_text(ranking.snapshot)
    return snapshot, snapshot.ranked()


@access("ranking.view")
def why(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """From the total to the criteria, to the indicators, to the band, to the very records of the register."""
    found = ranking_or_404(request, pk)
    codes = visible_codes(user_of(request), found.cycle.year)
    if codes is not None and code not in codes:
        raise Http404(code)
    snapshot, ranked = _ranked(found)
    project = next((one for one in ranked if one.code == code), None)
    if project is None:
        raise Http404(code)
    criteria = [_criterion(criterion, project) for criterion in snapshot.methodology.criteria]
    position = [one.code for one in ranked if codes is None or one.code in codes].index(code)
    neighbours = [one.code for one in ranked if codes is None or one.code in codes]
    context = {
        "ranking": found,
        "project": project,
        "name": snapshot.names[code],
        "criteria": criteria,
        "total": explain.number(project.total) if project.total != project.total.to_integral() else f"{project.total}",
        "maximum": explain.number(snapshot.methodology.maximum()),
        "placed": sum(one.eligible is not False for one in ranked),
        "reasons": _reasons(project),
        "previous": neighbours[position - 1] if position else None,
        "next": neighbours[position + 1] if position + 1 < len(neighbours) else None,
    }
    return render(request, "ranking/why.html", context)


def _reasons(project: RankedProject) -> list[str]:

    return [reason_in_words(reason) for reason in project.reasons]


def _criterion(criterion: Any, project: RankedProject) -> dict[str, Any]:
    return {
        "number": criterion.number,
        "title": criterion.title,
        "clause": criterion.clause,
        "points": project.criteria[criterion.number],
        "maximum": criterion.maximum(),
        "indicators": [_indicator(one, project.indicators[one.code]) for one in criterion.indicators],
    }


def _indicator(indicator: Any, scored: Any) -> dict[str, Any]:
    due = len(scored.records) + len(scored.missed)
    share = indicator.scale == "share"
    maximum = indicator.maximum()
    return {
        "code": indicator.code,
        "title": indicator.title,
        "value": f"{len(scored.records)} из {due}" if share else explain.number(int(scored.value)),
        "points": scored.points,
        "maximum": maximum,
        "width": f"{100 * scored.points / maximum:.2f}" if maximum else "0",
        "sentence": explain.explain(indicator, scored),
        "count": due,
        "records": [explain.describe(record) for record in scored.records],
        "missed": [explain.describe(record) for record in scored.missed],
    }


@access("ranking.view")
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Places and points gained and lost since the other ranking, and the facts that moved them."""
    now, was = ranking_or_404(request, pk), ranking_or_404(request, other)
    codes = visible_codes(user_of(request), now.cycle.year)
    (snapshot, ranked), (earlier, former) = _ranked(now), _ranked(was)
    rows = [
        _difference(one, snapshot.names.get(one.code) or earlier.names[one.code], snapshot)
        for one in explain.differences(former, ranked)
        if codes is None or one.code in codes
    ]
    context = {
        "now": now,
        "was": was,
        "moved": [row for row in rows if row["difference"].moved],
        "still": sum(not row["difference"].moved for row in rows),
    }
    return render(request, "ranking/compare.html", context)


def _difference(one: explain.ProjectDifference, name: Any, snapshot: Snapshot) -> dict[str, Any]:
    causes = []
    for moved in one.indicators:
        indicator = snapshot.methodology.indicator(moved.code)
        causes.append(
            {
                "title": indicator.title if indicator else moved.code,
                "was": _value(moved.value_was),
                "is": _value(moved.value_is),
                "delta": moved.delta,
                "added": [explain.describe(record) for record in moved.added],
                "removed": [explain.describe(record) for record in moved.removed],
                "newly_missed": [explain.describe(record) for record in moved.newly_missed],
                "no_longer_missed": [explain.describe(record) for record in moved.no_longer_missed],
            }
        )
    return {"difference": one, "name": name["name"], "causes": causes}


def _value(value: Value | None) -> str:
    """A count as it is, a share in hundredths: "60 %"."""
    if value is None:
        return "—"
    if isinstance(value, Fraction):
        return f"{explain.number(half_up(100 * value, 2).normalize())}\u00a0%"
    return value_text(value)


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
