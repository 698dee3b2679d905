"""A proposal of the little world: the draft of the own project, of which the own body has been asked already."""

from typing import Any

from bonus_fund.models import Agreement, BonusProposal, FundDistribution
from bonus_fund.services import proposing
from projects.models import ProjectYear
from tests.conftest import TODAY


def proposals(own: ProjectYear) -> dict[str, dict[str, Any]]:
    """The draft, its steps, and what the body is asked."""
    if not BonusProposal.objects.exists():
        proposing.open_proposals(FundDistribution.objects.get())
    code, body = own.project.code, own.responsible
    draft = BonusProposal.objects.get(scope=f"project:{code}")
    asked = Agreement.objects.create(proposal=draft, organization=body, authority=body.short_name, asked_on=TODAY)
    return {
        "own draft": {"pk": draft.pk},
        "own draft by name": {"year": 2025, "kind": "project", "name": code},
        "asking": {"pk": draft.pk, "name": "ask_agreement"},
        "asked of own body": {"pk": asked.pk},
        "agreeing of own body": {"pk": asked.pk, "name": "agree"},
    }
