"""A trial of a methodology on the facts of a ranking, as the workshop shows it: moves, sensitivity, stability."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ranking.charts import SlopeChart, histogram_path, slope_chart
from ranking.computation import Snapshot
from ranking.explain import number, signed
from ranking.scales import MethodologyContent, half_up, plain_number
from ranking.scoring import RankedProject, rank
from ranking.sensitivity import Factor, Room, Spread, contenders, factors, room, shift, stability
from ranking_portal.figures import NOTHING, grouped
from ranking_portal.words import NBSP, counted

TRIALS = 1000
# A weight is also tried a fifth lower and a fifth higher.
STEP = 200
WIDEST = 200
BAR = 6


@dataclass(frozen=True)
class Move:
    """A project under the methodology of the ranking and under the one on trial."""

    code: str
    name: str
    place_was: int | None
    place_is: int | None
    total_was: str
    total_is: str
    gained: str
    crossed: str


def on_trial(snapshot: Snapshot, methodology: MethodologyContent) -> list[RankedProject]:
    """The same facts of the same day under the methodology on trial."""
    return rank(snapshot.facts, methodology, snapshot.year, snapshot.as_of, snapshot.options)


def moves(snapshot: Snapshot, tried: Sequence[RankedProject], limit: int) -> list[Move]:
    """Every project with a place, in the order of the trial."""
    was = {project.code: project for project in snapshot.ranked()}
    found = []
    for now in tried:
        before = was[now.code]
        if now.place is None or before.place is None:
            continue
        crossed = {(False, True): "вошёл", (True, False): "вышел"}.get((before.place <= limit, now.place <= limit), "")
        found.append(
            Move(
                now.code,
                snapshot.names[now.code]["name"],
                before.place,
                now.place,
                grouped(before.total, 2),
                grouped(now.total, 2),
                signed(now.total - before.total),
                crossed,
            )
        )
    return found


def chart_of(rows: Sequence[Move]) -> SlopeChart:
    """The moves as a slope chart."""
    return slope_chart((row.code, row.name, row.place_was, row.place_is) for row in rows)


def in_words(rows: Sequence[Move], limit: int) -> str:
    """What the trial does, in a sentence or two."""
    moved = sum(row.place_was != row.place_is for row in rows)
    if not moved:
        return "Места не меняются."
    entered = [f"{row.code} «{row.name}»" for row in rows if row.crossed == "вошёл"]
    left = [f"{row.code} «{row.name}»" for row in rows if row.crossed == "вышел"]
    told = f"Место меняют {counted(moved, 'проект', 'проекта', 'проектов')} из {len(rows)}."
    if not entered and not left:
        return f"{told} Состав первых {limit} мест не меняется."
    parts = [f"входят {', '.join(entered)}" if entered else "", f"выходят {', '.join(left)}" if left else ""]
    return f"{told} В первые {limit} мест: {'; '.join(filter(None, parts))}."


def sensitivity(tried: Sequence[RankedProject], methodology: MethodologyContent, limit: int) -> list[dict[str, Any]]:
    """Every criterion and indicator: how far its weight may go until the first places change; the tightest first."""
    found: list[tuple[bool, Fraction, int, dict[str, Any]]] = []
    for by_indicator in (False, True):
        weighed = factors(methodology, by_indicator=by_indicator)
        rows = contenders(tried, weighed)
        for order, factor in enumerate(weighed):
            free = room(rows, order, limit)
            less, more = (shift(rows, order, weight, limit) for weight in (1000 - STEP, 1000 + STEP))
            line = _line(factor, by_indicator, free, rows)
            line |= {"less": less, "more": more, "moved": less.moved + more.moved}
            # The greatest numbers stand for "never".
            found.append((free.nearest is None, free.nearest or Fraction(0), len(found), line))
    return [line for *_, line in sorted(found, key=lambda one: one[:3])]


def _line(factor: Factor, by_indicator: bool, free: Room, rows: Sequence[Any]) -> dict[str, Any]:
    left = max(Fraction(0), free.low or Fraction(0)) * 100
    right = min(Fraction(WIDEST), free.high * 100) if free.high is not None else Fraction(WIDEST)
    return {
        "title": factor.title if by_indicator else f"Критерий {factor.key}. {factor.title}",
        "criterion": not by_indicator,
        "low": NOTHING if free.low is None else _percent(free.low),
        "high": NOTHING if free.high is None else _percent(free.high),
        "nearest": "" if free.nearest is None else _percent(free.nearest),
        "x": plain_number(half_up(left, 1)),
        "width": plain_number(half_up(right - left, 1)),
    }


def _percent(share: Fraction) -> str:
    return f"{number(half_up(share * 100, 1))}{NBSP}%"


def stability_rows(
    tried: Sequence[RankedProject],
    methodology: MethodologyContent,
    names: Mapping[str, Mapping[str, str]],
    *,
    by_indicator: bool,
    spread: int,
    seed: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Places of every project over a thousand random weightings, with a histogram of them."""
    rows = contenders(tried, factors(methodology, by_indicator=by_indicator))
    found = stability(rows, trials=TRIALS, seed=seed, spread=spread, limit=limit)
    return [_spread_row(one, names[one.code]["name"]) for one in found]


def _spread_row(one: Spread, name: str) -> dict[str, Any]:
    places = [(place, count) for place, count in enumerate(one.counts, 1) if count]
    return {
        "spread": one,
        "name": name,
        "share": _percent(Fraction(one.first, TRIALS)),
        "path": histogram_path(one.counts, bar=BAR),
        "places": "; ".join(f"{place} — {count}" for place, count in places),
    }
