"""What stands in the way of a step on a methodology or a ranking; each reason is a sentence for the user."""

from typing import Any

from ranking import scales
from ranking.computation import Snapshot
from ranking.enums import RankingKind, RankingState
from ranking.plain_facts import lacks_facts
from ranking_portal import clock
from ranking_portal.journal.standing import until_told
from ranking_portal.region import worded

NAMED = 10


def methodology_is_sound(methodology: Any, **_: Any) -> list[str]:
    """Bands ascend, nothing is missing (clause 2.1: the order must be computable)."""
    return [str(problem) for problem in scales.problems(methodology.content)]


def methodology_day_has_come(methodology: Any, **_: Any) -> list[str]:
    """An order comes into force on its day, not before."""
    starts = methodology.in_force_from
    if starts and starts > clock.today():
        return [f"Методика вступает в силу {starts:%d.%m.%Y}: до этого дня ввести её в действие нельзя."]
    return []


def may_be_confirmed(ranking: Any, **_: Any) -> list[str]:
    """Clause 2.3: every project has its facts; one primary ranking a year, and a clarifying one only after it."""
    reasons = []
    has_primary = _has_primary(ranking)
    if ranking.kind == RankingKind.PRIMARY and has_primary:
        reasons.append(
            f"Первичное ранжирование за {ranking.cycle.year} год уже подтверждено: изменения вносит уточняющее."
        )
    if ranking.kind == RankingKind.CLARIFYING and not has_primary:
        reasons.append(
            worded(f"За {ranking.cycle.year} год не подтверждено первичное ранжирование: уточнять нечего (пункт 2.3).")
        )
    if ranking.as_of > (ranking.step_on or clock.today()):
        reasons.append(f"Подтвердить можно не раньше дня фактов: {ranking.as_of:%d.%m.%Y}.")
    return reasons + list(_incomplete(ranking))


@until_told
def _has_primary(ranking: Any) -> bool:
    others = type(ranking).objects.filter(cycle=ranking.cycle, state=RankingState.CONFIRMED).exclude(pk=ranking.pk)
    return bool(others.filter(kind=RankingKind.PRIMARY).exists())


@until_told
def _incomplete(ranking: Any) -> tuple[str, ...]:
    # Asked each time the page is shown, of a snapshot that changes only with a calculation.
    snapshot = Snapshot.from_text(ranking.snapshot)
    if not snapshot.facts:
        return (f"В реестре за {snapshot.year} год нет ни одного проекта: загрузите рабочую книгу.",)
    lacking = [f"{one.code}: {', '.join(missing)}." for one in snapshot.facts if (missing := lacks_facts(one))]
    if len(lacking) > NAMED:
        lacking = [*lacking[:NAMED], f"… и ещё проектов с неполными фактами: {len(lacking) - NAMED}."]
    return tuple(lacking)
