"""Two rankings side by side: how places moved, and the very facts that moved them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ranking import explain
from ranking.charts import SlopeChart, slope_chart
from ranking.computation import Snapshot
from ranking.differences import IndicatorDifference, ProjectDifference, differences
from ranking.presenting import reason_in_words
from ranking.queries import visible_codes, visible_rankings
from ranking.scales import CRITERION_OF_INDICATOR, SHARE_INDICATORS, half_up
from ranking.scoring import Value, value_text
from ranking.views.rankings import ranking_or_404
from ranking.views.why import ranked_again
from ranking_portal.accounts.access import access, user_of
from ranking_portal.figures import NOTHING, grouped
from ranking_portal.ui.standing import standing

# Records named for one indicator of one project; all of them stand on the page "why this score".
NAMED = 5


@access("ranking.view")
@standing()
def compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Places and points gained and lost since the other ranking, and the facts that moved them."""
    return render(request, "ranking/compare.html", comparison(request, pk, other))


def comparison(request: HttpRequest, pk: int, other: int) -> dict[str, Any]:
    """What the comparison says, for the page and for the paper. Raises Http404 for what the user may not see."""
    user = user_of(request)
    now, was = ranking_or_404(request, pk), ranking_or_404(request, other)
    codes = visible_codes(user, now.cycle.year)
    (snapshot, ranked), (earlier, former) = ranked_again(now), ranked_again(was)
    found = [one for one in differences(former, ranked) if codes is None or one.code in codes]
    names = {one.code: (snapshot.names.get(one.code) or earlier.names[one.code])["name"] for one in found}
    rows = [_row(one, names[one.code], earlier, snapshot) for one in found]
    places = [(one.code, names[one.code], _place(one.was), _place(one.now)) for one in found]
    chart = slope_chart(places)
    return {
        "now": now,
        "was": was,
        "chart": chart,
        "places": places,
        "chart_about": _about(chart),
        "left": f"{was.get_kind_display()}, {was.as_of:%d.%m.%Y}".capitalize(),
        "right": f"{now.get_kind_display()}, {now.as_of:%d.%m.%Y}".capitalize(),
        "moved": [row for row in rows if row["moved"]],
        "still": [row for row in rows if not row["moved"]],
        "others": visible_rankings(user).filter(cycle=now.cycle).exclude(pk__in=(pk, other)).exclude(result=""),
        "scales_differ": earlier.methodology != snapshot.methodology,
    }


def _about(chart: SlopeChart) -> str:
    """What the chart shows, in a sentence for whoever does not see it."""
    moves = [line.move for line in chart.lines]
    return (
        f"Проектов с местом в обоих ранжированиях: {len(moves)}; выше стали {moves.count('up')}, "
        f"ниже {moves.count('down')}, на том же месте {moves.count('same')}. Места — в таблице под графиком."
    )


def _place(project: Any) -> int | None:
    return project.place if project else None


def _row(one: ProjectDifference, name: str, was: Snapshot, now: Snapshot) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": name,
        "moved": one.moved,
        "here": one.now is not None,
        "note": "появился" if one.was is None else "выбыл" if one.now is None else "",
        "place_was": _place(one.was),
        "place_is": _place(one.now),
        "places": one.places_gained,
        "total_was": grouped(one.was.total, 2) if one.was else NOTHING,
        "total_is": grouped(one.now.total, 2) if one.now else NOTHING,
        "total": NOTHING if one.total_gained is None else explain.signed(one.total_gained),
        "eligibility": _eligibility(one),
        "causes": [_cause(moved, was, now) for moved in one.indicators if moved.delta],
        "idle": [_cause(moved, was, now) for moved in one.indicators if not moved.delta],
    }


def _eligibility(one: ProjectDifference) -> str:
    """Why the project takes part now and did not before, or the other way round (clause 2.2).

    That a year has ended and a pending project is eligible is no change worth telling.
    """
    if one.was is None or one.now is None or one.was.reasons == one.now.reasons:
        return ""
    words = {True: "допущен", False: "не допущен", None: "допуск предварительный"}
    reasons: list[Mapping[str, str | None]] = list(one.now.reasons)
    told = "; ".join(reason_in_words(reason) for reason in reasons)
    return f"было «{words[one.was.eligible]}», стало «{words[one.now.eligible]}»" + (f": {told}" if told else "")


def _cause(moved: IndicatorDifference, was: Snapshot, now: Snapshot) -> dict[str, Any]:
    former, present = was.methodology.indicator(moved.code), now.methodology.indicator(moved.code)
    called = present or former
    told = [("не в срок", "bad", moved.newly_missed), ("больше не опоздание", "", moved.no_longer_missed)]
    # A share falls by what was late: what was done on time is told only where nothing else is.
    if moved.code not in SHARE_INDICATORS or not (moved.newly_missed or moved.no_longer_missed):
        told += [("добавилось", "", moved.added), ("убыло", "", moved.removed)]
    records = [(what, tone, explain.describe(record)) for what, tone, rows in told for record in rows]
    return {
        "criterion": CRITERION_OF_INDICATOR[moved.code],
        "title": called.title if called else moved.code,
        "was": _value(moved.value_was),
        "is": _value(moved.value_is),
        "delta": explain.signed(moved.delta),
        "scale": former != present,
        "records": records[:NAMED],
        "more": max(0, len(records) - NAMED),
    }


def _value(value: Value | None) -> str:
    """A count as it is, a share in hundredths: "60 %"."""
    if value is None:
        return NOTHING
    if isinstance(value, Fraction):
        return f"{explain.number(half_up(100 * value, 2))}\u00a0%"
    return explain.number(int(value_text(value)))
