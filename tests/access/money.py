"""The money of the little world: an announced distribution between two projects and two bodies, with its notices."""

import json
from typing import Any

from bonus_fund.models import FundDistribution, FundRecalculation
from bonus_fund.services import distributing, funds
from projects.models import ProjectYear
from protocols.models import Dispatch, Protocol
from ranking_portal.accounts.enums import Role
from tests import factories
from tests.conftest import TODAY


def money(own: ProjectYear, other: ProjectYear) -> dict[str, dict[str, Any]]:
    """A fund, its distribution, a notice to each. The protocol is a draft, so steps are taken past their guards."""
    fund = _accepted(Protocol.objects.get())
    distribution = _announced(fund, [own, other])
    distributing.notify(distribution, factories.user_with(Role.OFFICE))
    notices = {one.scope: {"pk": one.pk} for one in Dispatch.objects.filter(kind__startswith="fund_notice")}
    body = own.responsible
    return {
        "accepted fund": {"pk": fund.pk},
        "accepting": {"pk": fund.pk, "name": "accept"},
        "announcing": {"pk": fund.pk, "name": "announce"},
        "own fund": {"pk": fund.pk, "code": own.project.code},
        "own share": {"pk": fund.pk, "organization_pk": body.pk},
        "own notice": notices[f"project:{own.project.code}"],
        "notice to own body": notices[f"authority:{body.short_name}"],
        "notice to administration": notices[""],
    }


def _accepted(protocol: Protocol) -> FundRecalculation:
    fund = funds.open_fund(protocol, TODAY)
    fund.team_kopecks, fund.infrastructure_kopecks, fund.basis_title = 1_000_000_00, 200_000_00, "Распоряжение № 7-р"
    fund.step_on = TODAY
    fund.take()
    fund.submit(number="УД-1")
    fund.accept()
    fund.save()
    return fund


def _announced(fund: FundRecalculation, cards: list[ProjectYear]) -> FundDistribution:
    distribution = distributing.begin(fund)
    distribution.step_on = TODAY
    distribution.compute()
    distribution.facts = json.dumps(_facts(cards), ensure_ascii=False, sort_keys=True)
    distribution.save()
    distributing.write_rows(distribution)
    distribution.announce(number="12-45")
    distribution.save()
    return distribution


def _facts(cards: list[ProjectYear]) -> dict[str, Any]:
    """The head of each project serves in its team, and in the infrastructure of its body, the whole year."""
    serving = [
        {"authority": one.responsible.short_name, "person": str(one.head_id), "from": "2025-01-01", "to": None}
        for one in cards
    ]
    return {
        "year": 2025,
        "projects": {one.project.code: {"name": one.name, "key": one.project_id} for one in cards},
        "members": [{"project": one.project.code, **row} for one, row in zip(cards, serving, strict=True)],
        "participants": serving,
        "people": {
            str(one.head_id): {"name": str(one.head), "post": "начальник отдела", "category": "civil_service"}
            for one in cards
        },
        "bodies": {one.responsible.short_name: one.responsible_id for one in cards},
        "left_out": [],
    }
