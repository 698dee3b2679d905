"""A register of forwarded sums of the little world, sent to the Administration; its paper is not made yet (503)."""

from typing import Any

from bonus_fund import kinds
from bonus_fund.models import ForwardingRegister, FundDistribution
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from tests import factories
from tests.conftest import TODAY


def registers(draft: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The register, and steps of the check of the proposal `draft`."""
    made = ForwardingRegister.objects.create(
        distribution=FundDistribution.objects.get(),
        year=2025,
        ordinal=1,
        forwarded_on=TODAY,
        made_at=clock.now(),
        made_by="Комитет",
        total_kopecks=0,
    )
    letter = dispatching.prepare(kinds.FORWARDED, made, addressee="Управление делами", label=str(made))
    letter.step_on, letter.step_by = TODAY, factories.user_with(Role.ECONOMY_COMMITTEE)
    letter.send(number="КЭР-3")
    letter.save()
    return {
        "register": {"pk": made.pk},
        "passing": draft | {"name": "pass_check"},
        "returning": draft | {"name": "send_back"},
        "submitting at the check": draft | {"name": "submit"},
    }
