"""What was forwarded before under sums that have been replaced since: nobody is paid twice unseen (clause 2.6)."""

from typing import Any

from bonus_fund.models import BonusLine, BonusProposal, ForwardingRegister
from ranking_portal import figures
from ranking_portal.figures import short_day
from ranking_portal.once import once_a_page

Key = tuple[str, int, int]


@once_a_page
def former_registers(distribution: Any) -> list[ForwardingRegister]:
    """Registers of the year's earlier distributions, in order."""
    rows = ForwardingRegister.objects.filter(year=distribution.cycle_year, distribution__lt=distribution.pk)
    return list(rows.order_by("ordinal"))


def formerly_forwarded(distribution: Any) -> dict[Key, int]:
    """Kopecks forwarded last for each person of a body by what paid him (scope), under earlier distributions."""
    registers = former_registers(distribution)
    if not registers:
        return {}
    lines = BonusLine.objects.filter(proposal__registers__in=registers, amount_kopecks__gt=0).select_related("proposal")
    # The newest distribution's sum stands over those before it.
    return {
        key_of(line.proposal, line): line.amount_kopecks for line in lines.order_by("proposal__distribution_id", "pk")
    }


def key_of(proposal: BonusProposal, line: BonusLine) -> Key:
    """Who is paid by what."""
    return proposal.scope, line.person_id, line.organization_id


def told(distribution: Any) -> str:
    """One sentence for the register, its letter and its confirmation; "" where nothing was forwarded before."""
    registers = former_registers(distribution)
    if not registers:
        return ""
    listed = "; ".join(
        f"№\u00a0{one.ordinal} от {short_day(one.forwarded_on)} на {figures.roubles(one.total_kopecks)}\u00a0руб."
        for one in registers
    )
    return (
        f"За этот год уже передавались реестры по прежним размерам фондов: {listed} Новые суммы заменяют прежние, "
        "а не добавляются к ним; ранее переданное указано у каждого сотрудника."
    )
