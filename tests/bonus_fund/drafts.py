"""A draft of a proposal as its pages take it: the form that is posted, the sums that are written."""

from datetime import date
from typing import Any

from bonus_fund.models import BonusLine, BonusProposal
from ranking_portal.ui.expected import expected_of
from ranking_portal.versions import version_of

IN_TIME, LATE = date(2026, 2, 18), date(2026, 2, 25)


def words_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("&nbsp;", " ").replace("\u00a0", " ")


def page(proposal: BonusProposal, tail: str = "") -> str:
    return f"/proposals/{proposal.pk}/{tail}"


def line(proposal: BonusProposal, surname: str) -> BonusLine:
    return proposal.lines.get(person_name__startswith=surname)


def typed(proposal: BonusProposal, action: str = "save", **sums: str) -> dict[str, str]:
    """What the form posts: the version as it stands, and sums as a person writes them."""
    proposal.refresh_from_db(fields=["revision"])
    found = {"version": version_of(BonusProposal.objects.get(pk=proposal.pk)), "action": action}
    for surname, amount in sums.items():
        key = line(proposal, surname).pk
        found |= {f"sum-{key}": amount, f"why-{key}": "За результат."}
    return found


def sums_of(proposal: BonusProposal) -> dict[str, int]:
    return {one.person_name.split()[0]: one.amount_kopecks for one in proposal.lines.all()}


def titles(user: Any) -> list[tuple[str, date | None]]:
    return [(one.title, one.until) for one in expected_of(type(user).objects.get(pk=user.pk))]
