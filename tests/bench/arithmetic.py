"""The least that a ranking can be: the same counts and points in plain loops, nothing explained. Frozen."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ranking.plain_facts import Facts
from ranking.scales import MethodologyContent

CENT = Decimal("0.01")
KINDS = {
    "executive_authorities": "authority",
    "municipalities": "municipality",
    "authority_institutions": "authority_institution",
    "municipal_institutions": "municipal_institution",
}
RESULTS = {
    "new_technologies": "technology",
    "unique_it_products": "it_product",
    "unique_construction_objects": "construction",
    "other_unique_results": "other",
}
DUE = {"steps_on_time": "steps", "reports_on_time": "reports", "change_requests_on_time": "change_requests"}


def totals(facts: Iterable[Facts], methodology: MethodologyContent, as_of: date) -> list[tuple[Decimal, str]]:
    """Totals of the projects, the greatest first."""
    scales = [one for criterion in methodology.criteria for one in criterion.indicators]
    found = []
    for project in facts:
        total = Decimal(0)
        for scale in scales:
            value = _value(project, scale.code, as_of)
            if scale.scale == "bands":
                points = Decimal(0)
                for band in scale.bands:
                    if value >= band.lower:
                        points = band.points
            elif scale.scale == "flag":
                points = (scale.points or Decimal(0)) if value > 0 else Decimal(0)
            else:
                points = (scale.points or Decimal(0)) * value
            total += points.quantize(CENT, ROUND_HALF_UP)
        found.append((-total, project.code))
    return sorted(found)


def _value(project: Facts, code: str, as_of: date) -> Decimal:
    if code in KINDS:
        return Decimal(len({one.name for one in project.organizations if one.kind == KINDS[code]}))
    if code in RESULTS:
        return Decimal(sum(one.kind == RESULTS[code] for one in project.unique_results))
    if code in DUE:
        due = [one for one in getattr(project, DUE[code]) if one.due <= as_of]
        kept = sum(one.done is not None and one.done <= one.due for one in due)
        return Decimal(kept) / len(due) if due else Decimal(1)
    if code == "contracts":
        return Decimal(sum(one.date is None or one.date <= as_of for one in project.contracts))
    if code == "public_private_partnerships":
        return Decimal(sum(one.date is None or one.date <= as_of for one in project.partnerships))
    if code == "federal_property_works":
        return Decimal(sum(one.federal for one in project.objects))
    if code == "construction_objects":
        return Decimal(len(project.objects))
    return Decimal(project.recipients)
