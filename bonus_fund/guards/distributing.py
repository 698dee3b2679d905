"""Sharing the fund out: what must hold before sums are computed and announced (clause 2.6)."""

from typing import Any

from bonus_fund.enums import RecalculationState
from bonus_fund.facts import Taken, facts_of_year, reasons_against
from protocols.models import Dispatch
from ranking_portal import clock, figures
from ranking_portal.accounts.enums import Role
from ranking_portal.once import once_a_page


def facts_now(distribution: Any) -> Taken:
    """Facts of the register and parameters of the edition as they are now."""
    return facts_of_year(distribution.recalculation.protocol)


def may_be_computed(distribution: Any, **_: Any) -> list[str]:
    """An accepted general fund, and somebody to share it between."""
    reasons = _fund_is_accepted(distribution)
    if reasons:
        return reasons
    fund = distribution.recalculation
    return reasons_against(facts_now(distribution), fund.team_kopecks, fund.infrastructure_kopecks)


def may_be_announced(distribution: Any, *, number: str | None = None, **_: Any) -> list[str]:
    """The very facts of today, sums that add up to the kopeck, a number for the notices."""
    reasons = _fund_is_accepted(distribution) + _facts_have_not_moved(distribution) + sums_problems(distribution)
    if number is not None:
        reasons += _number_problems(distribution, number.strip())
    day = distribution.step_on
    if day and distribution.computed_on and day < distribution.computed_on:
        reasons.append(f"Размеры рассчитаны {distribution.computed_on:%d.%m.%Y}: объявить их раньше нельзя.")
    return reasons


@once_a_page
def sums_of(distribution: Any) -> dict[str, Any]:
    """Sums of the rows, kopecks: the team part, the infrastructure part, each project's fund and its bodies' shares."""
    projects, bodies = list(distribution.projectshares.all()), list(distribution.bodyshares.all())
    return {
        "team": sum(row.fund_kopecks for row in projects),
        "infrastructure": sum(row.amount_kopecks for row in bodies if row.project_share_id is None),
        "within": {
            row.code: (row.fund_kopecks, sum(one.amount_kopecks for one in bodies if one.project_share_id == row.pk))
            for row in projects
        },
    }


def sums_problems(distribution: Any) -> list[str]:
    """Where the parts do not add up to the whole, to the kopeck."""
    fund, sums = distribution.recalculation, sums_of(distribution)
    wholes = [
        ("Командная часть", fund.team_kopecks, sums["team"]),
        ("Инфраструктурная часть", fund.infrastructure_kopecks, sums["infrastructure"]),
        *((f"Фонд проекта {code}", whole, parts) for code, (whole, parts) in sums["within"].items()),
    ]
    return [
        f"{what}: {figures.roubles(whole)} руб., а сумма долей {figures.roubles(parts)} руб."
        for what, whole, parts in wholes
        if whole != parts
    ]


def _fund_is_accepted(distribution: Any) -> list[str]:
    if distribution.recalculation.state != RecalculationState.ACCEPTED:
        return [f"Общий фонд не принят: сейчас «{distribution.recalculation.get_state_display()}»."]
    return []


def _facts_have_not_moved(distribution: Any) -> list[str]:
    taken = facts_now(distribution)
    if taken.text != distribution.facts:
        return ["После расчёта изменились составы команд, участники или должности: рассчитайте заново."]
    if (taken.method, str(taken.multiplier)) != (distribution.method, distribution.multiplier):
        return ["После расчёта изменились параметры редакции Порядка: рассчитайте заново."]
    return []


def _number_problems(distribution: Any, number: str) -> list[str]:
    if not number:
        return ["Укажите исходящий номер уведомлений."]
    year = (distribution.step_on or clock.today()).year
    # Numbers are the office's own, in the calendar year of the announcement.
    key = f"{Role.OFFICE}:{year}:{number.casefold()}/"
    if Dispatch.objects.filter(number_key__startswith=key).exists():
        return [f"Исходящие номера {number}/1 и далее уже заняты."]
    return []
