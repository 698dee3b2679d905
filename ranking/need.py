"""When a clarifying ranking is needed (clause 2.3): criterion 4 has actually fallen, or the project changed."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ranking.plain_facts import ChangeRequest, DueRecord, Facts, Report, Step
from ranking.scales import SHARE_INDICATORS, Criterion, MethodologyContent
from ranking.scoring import DEFAULT_OPTIONS, MEASURES, Measure, value_text
from ranking_portal.region import REGION

# Clause 2.3: "исключение и (или) включение целевых показателей, мероприятий".
_INCLUDES_OR_EXCLUDES = re.compile(r"включ|исключ", re.IGNORECASE)
_TARGETS_OR_STEPS = re.compile(r"показател|мероприяти|контрольн\w+ точ", re.IGNORECASE)


def needs(
    current: Iterable[Facts],
    confirmed: Iterable[Mapping[str, Any]],
    confirmed_as_of: date,
    methodology: MethodologyContent,
    as_of: date,
    *,
    by_any_share: bool = False,
) -> list[dict[str, Any]]:
    """Projects that call for a clarifying ranking, by code, each with its reasons.

    `confirmed`: projects of the last confirmed ranking as `scoring.as_json` gives them. `by_any_share`: a fall of
    one share counts even where the points of criterion 4 have not fallen (clause 2.3 does not say which is meant).
    """
    before = {project["code"]: project for project in confirmed}
    criterion = next(one for one in methodology.criteria if one.number == REGION.discipline)
    found = []
    for facts in sorted(current, key=lambda project: project.code):
        fall = []
        if facts.code in before:
            fall = _fall(facts, before[facts.code], criterion, as_of, by_any_share)
        reasons = fall + _changes(facts, confirmed_as_of, as_of)
        if reasons:
            found.append({"code": facts.code, "reasons": reasons})
    return found


def about_targets_or_steps(content: str) -> bool:
    """Does a change include or exclude a target or a step: the case that clause 2.3 names."""
    return bool(_INCLUDES_OR_EXCLUDES.search(content) and _TARGETS_OR_STEPS.search(content))


def _fall(
    facts: Facts, before: Mapping[str, Any], criterion: Criterion, as_of: date, by_any_share: bool
) -> list[dict[str, Any]]:
    """Criterion 4 as of the day against the confirmed one, with every late item behind the value of today."""
    measures: dict[str, Measure] = {}
    points = Decimal("0.00")
    for indicator in criterion.indicators:
        measures[indicator.code] = MEASURES[indicator.code](facts, as_of, DEFAULT_OPTIONS)
        points += indicator.score(measures[indicator.code].value)[0]
    fallen = {
        code: {"was": before["indicators"][code]["value"], "is": value_text(measure.value)}
        for code, measure in measures.items()
        if code in SHARE_INDICATORS
        and code in before["indicators"]
        and Decimal(value_text(measure.value)) < Decimal(before["indicators"][code]["value"])
    }
    was = Decimal(before["criteria"][str(REGION.discipline)])
    if points >= was and not (by_any_share and fallen):
        return []
    late = [(code, record) for code, measure in measures.items() for record in measure.missed]
    rows = sorted(
        (_late(code, record, as_of) for code, record in late),
        key=lambda row: (row["due"], row["indicator"], row["name"], row["done"] or ""),
    )
    return [{"kind": "criterion_4", "was": str(was), "is": str(points), "indicators": fallen, "facts": rows}]


def _late(code: str, record: DueRecord, as_of: date) -> dict[str, Any]:
    # What was done after the day does not exist as of the day.
    done = record.done if record.done and record.done <= as_of else None
    return {
        "indicator": code,
        "name": _name(record),
        "due": record.due.isoformat(),
        "done": done.isoformat() if done else None,
    }


def _name(record: DueRecord) -> str:
    match record:
        case Step():
            return record.name
        case Report():
            return record.period
        case ChangeRequest():
            return record.number


def _changes(facts: Facts, confirmed_as_of: date, as_of: date) -> list[dict[str, Any]]:
    """Requests sent after the confirmed ranking's day: any change counts, those that the clause names come first."""
    rows = [
        {
            "kind": "change",
            "number": request.number,
            "date": request.sent.isoformat(),
            "content": request.content,
            "about_targets_or_steps": about_targets_or_steps(request.content),
        }
        for request in facts.change_requests
        if request.sent is not None and confirmed_as_of < request.sent <= as_of
    ]
    return sorted(rows, key=lambda row: (not row["about_targets_or_steps"], row["date"], row["number"], row["content"]))
