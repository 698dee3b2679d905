"""Why this score: one page from the total to the records, and what would have changed it."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ranking import charts, explain
from ranking.computation import Snapshot
from ranking.hints import hints, outcome
from ranking.models import Ranking
from ranking.presenting import CRITERIA, reason_in_words
from ranking.queries import visible_codes
from ranking.scales import Criterion, Indicator, plain_number
from ranking.scoring import RankedProject, Scored
from ranking.views.rankings import ranking_or_404
from ranking_portal.accounts.access import access, user_of
from ranking_portal.figures import grouped
from ranking_portal.ui.standing import standing

# The same text always gives the same projects; a reader goes from one to the next, or compares two rankings.
RANKINGS_AT_HAND = 2


def ranked_again(ranking: Ranking) -> tuple[Snapshot, list[RankedProject]]:
    """The snapshot and the projects with the very records behind every number. Raises Http404 for no result."""
    if not ranking.result:
        raise Http404("not calculated")
    snapshot, ranked = _ranked(ranking.snapshot)
    return snapshot, list(ranked)


@lru_cache(maxsize=RANKINGS_AT_HAND)
def _ranked(text: str) -> tuple[Snapshot, tuple[RankedProject, ...]]:
    snapshot = Snapshot.from_text(text)
    return snapshot, tuple(snapshot.ranked())


@access("ranking.view")
@standing()
def why(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """From the total to the criteria, to the indicators, to the band, to the very records of the register."""
    found = ranking_or_404(request, pk)
    codes = visible_codes(user_of(request), found.cycle.year)
    if codes is not None and code not in codes:
        raise Http404(code)
    snapshot, ranked = ranked_again(found)
    project = next((one for one in ranked if one.code == code), None)
    if project is None:
        raise Http404(code)
    neighbours = [one.code for one in ranked if codes is None or one.code in codes]
    position = neighbours.index(code)
    maximum = snapshot.methodology.maximum()
    context = {
        "ranking": found,
        "project": project,
        "name": snapshot.names[code],
        "criteria": [_criterion(criterion, project) for criterion in snapshot.methodology.criteria],
        "keys": charts.keys(CRITERIA.items()),
        "total": grouped(project.total, 2),
        "maximum": explain.number(maximum),
        "scale": plain_number(maximum),
        "pieces": charts.pieces((number, str(project.criteria[number])) for number in CRITERIA),
        "bar_told": _bar_told(project),
        "wishes": _wishes(snapshot, project, ranked),
        "placed": sum(one.eligible is not False for one in ranked),
        "reasons": [reason_in_words(reason) for reason in project.reasons],
        "previous": neighbours[position - 1] if position else None,
        "next": neighbours[position + 1] if position + 1 < len(neighbours) else None,
    }
    return render(request, "ranking/why.html", context)


def _bar_told(project: RankedProject) -> str:
    """What the bar of the criteria shows, for whoever does not see it."""
    return "; ".join(f"{title}: {grouped(project.criteria[number], 2)}" for number, title in CRITERIA.items())


def _criterion(criterion: Criterion, project: RankedProject) -> dict[str, Any]:
    return {
        "number": criterion.number,
        "title": criterion.title,
        "clause": criterion.clause,
        "points": grouped(project.criteria[criterion.number], 2),
        "maximum": explain.number(criterion.maximum()),
        "indicators": [_indicator(criterion.number, one, project.indicators[one.code]) for one in criterion.indicators],
    }


def _indicator(number: int, indicator: Indicator, scored: Scored) -> dict[str, Any]:
    due = len(scored.records) + len(scored.missed)
    share = indicator.code.endswith("_on_time")
    maximum = indicator.maximum()
    return {
        "code": indicator.code,
        "title": indicator.title,
        "value": f"{len(scored.records)} из {due}" if share else explain.number(int(scored.value)),
        "points": grouped(scored.points, 2),
        "maximum": explain.number(maximum),
        "pieces": charts.pieces([(number, f"{100 * scored.points / maximum:.2f}")]) if maximum else (),
        "told": f"{grouped(scored.points, 2)} из {explain.number(maximum)}",
        "sentence": explain.explain(indicator, scored),
        "count": due,
        "records": [explain.describe(record) for record in scored.records],
        "missed": [explain.describe(record) for record in scored.missed],
    }


def _wishes(snapshot: Snapshot, project: RankedProject, ranked: list[RankedProject]) -> list[dict[str, Any]]:
    """What would have given more, the greatest gain first: needed, points, total and place, all others unchanged."""
    found: list[tuple[Decimal, int, dict[str, Any]]] = []
    for criterion in snapshot.methodology.criteria:
        for indicator in criterion.indicators:
            for hint in hints(indicator, project.indicators[indicator.code]):
                then = outcome(hint, project, ranked)
                wish = {
                    "number": criterion.number,
                    "code": indicator.code,
                    "title": indicator.title,
                    "needed": explain.needed(hint),
                    "gain": explain.signed(hint.gain),
                    "total": grouped(then.total, 2),
                    "place": then.place,
                    "higher": project.place - then.place if project.place and then.place else 0,
                }
                found.append((-hint.gain, len(found), wish))
    return [wish for _, _, wish in sorted(found, key=lambda one: one[:2])]
