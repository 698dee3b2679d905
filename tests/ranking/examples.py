"""Small projects made up for examples of scoring."""

from datetime import date
from decimal import Decimal
from typing import Any

from ranking.explain import explain
from ranking.scales import Indicator
from ranking.scoring import (
    Facts,
    Options,
    RankedProject,
    Scored,
    Step,
    Target,
    rank,
)
from tests.ranking.reading import demo_methodology

METHODOLOGY = demo_methodology()
LAST_DAY, AFTER = date(2025, 12, 31), date(2026, 1, 1)
REACHED = Target("Школы", "up", Decimal(10), Decimal(10))


def ranked(*facts: Facts, as_of: date = AFTER, options: Options | None = None) -> list[RankedProject]:
    return rank(facts, METHODOLOGY, 2025, as_of, options or Options())


def project(code: str = "P1", **facts: Any) -> Facts:
    return Facts(code=code, **{"appropriation": Decimal(1), "targets": (REACHED,), **facts})


def scored(indicator: str, as_of: date = AFTER, options: Options | None = None, **facts: Any) -> Scored:
    return ranked(project(**facts), as_of=as_of, options=options)[0].indicators[indicator]


def sentence(code: str, **facts: Any) -> str:
    indicator = METHODOLOGY.indicator(code)
    assert isinstance(indicator, Indicator)
    return explain(indicator, scored(code, **facts)).replace("\u00a0", " ")


def steps(kept: int, late: int) -> tuple[Step, ...]:
    due = date(2025, 6, 1)
    done = [due] * kept + [date(2025, 6, 2)] * late
    return tuple(Step(f"Пункт {order}", "activity", due, day) for order, day in enumerate(done))
