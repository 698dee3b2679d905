"""The ranking's part of the demonstration: the methodology, primary and clarifying rankings."""

from datetime import date
from typing import Any

import yaml

from ranking.enums import MethodologyState, RankingKind
from ranking.models import Methodology
from ranking.scales import parse
from ranking.services import methodologies, needs, rankings
from ranking.trial import weighted
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.demo.story import DATA, scene


@scene(date(2024, 12, 2), order=-1)
def methodology(cast: dict[str, Any]) -> str:
    """The demonstration methodology comes into force."""
    document = yaml.safe_load((DATA / "methodology-demo.yaml").read_text(encoding="utf-8"))
    made, _ = methodologies.load(document, by=SYSTEM, in_force=True)
    return f"введена в действие методика: {made}"


def _confirmed(cast: dict[str, Any], year: int, kind: RankingKind, as_of: date) -> str:
    made = rankings.calculate(year, kind, as_of, by=cast["office"])
    made = rankings.confirm(made, by=cast["office"])
    cast[f"{kind}-{year}"] = made
    return f"{made} по фактам на {as_of:%d.%m.%Y}: подтверждено"


@scene(date(2024, 12, 3))
def primary_2024(cast: dict[str, Any]) -> str:
    """The year was opened in the portal when its first term had passed already."""
    return _confirmed(cast, 2024, RankingKind.PRIMARY, date(2024, 12, 3))


@scene(date(2024, 12, 20))
def primary_2025(cast: dict[str, Any]) -> str:
    """Clause 2.3: by 31 December of the year before."""
    return _confirmed(cast, 2025, RankingKind.PRIMARY, date(2024, 12, 20))


@scene(date(2025, 1, 28))
def clarifying_2024(cast: dict[str, Any]) -> str:
    """Clause 2.3: by 1 February of the year after."""
    return _confirmed(cast, 2024, RankingKind.CLARIFYING, date(2025, 1, 27))


@scene(date(2025, 12, 18))
def primary_2026(cast: dict[str, Any]) -> str:
    """The same for the year in work."""
    return _confirmed(cast, 2026, RankingKind.PRIMARY, date(2025, 12, 18))


@scene(date(2026, 1, 20))
def need_2025(cast: dict[str, Any]) -> str:
    """Clause 2.3: discipline has fallen, passports have changed."""
    need = needs.detect(2025, date(2026, 1, 20), by=cast["office"])
    return f"нужно уточняющее ранжирование за 2025 год: проектов с причинами — {len(need.projects)}"


@scene(date(2026, 1, 28))
def clarifying_2025(cast: dict[str, Any]) -> str:
    """Clause 2.3: by 1 February of the year after."""
    return _confirmed(cast, 2025, RankingKind.CLARIFYING, date(2026, 1, 26))


@scene(date(2026, 11, 19))
def new_methodology(cast: dict[str, Any]) -> str:
    """Clause 2.1: the Committee of Economy drafts a new order, which now waits for the Committee of Finance."""
    in_force = Methodology.objects.get(state=MethodologyState.IN_FORCE)
    heavier = weighted(parse(in_force.content), {4: 120})
    title = "Порядок проведения ранжирования проектов (проект: вес исполнительской дисциплины выше на пятую часть)"
    made = methodologies.draft(title, heavier.as_plain(), by=cast["economy"], based_on=in_force)
    return f"черновик методики по образцу «{in_force}» ждёт согласования Комитета финансов: {made.title}"


@scene(date(2026, 11, 20))
def draft_2026(cast: dict[str, Any]) -> str:
    """A trial calculation in the year in work: not confirmed."""
    made = rankings.calculate(2026, RankingKind.CLARIFYING, date(2026, 11, 20), by=cast["office"])
    return f"{made} по фактам на 20.11.2026: рассчитано, не подтверждено"
