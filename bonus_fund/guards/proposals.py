"""Proposals: what must hold before they are agreed, sent, checked, forwarded (clauses 2.6, 3.7-3.9)."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from typing import Any

from bonus_fund import checks
from bonus_fund.checks import own_agreement
from bonus_fund.enums import AgreementState, DistributionState, ProposalState
from bonus_fund.guards.funds import remark_is_given
from bonus_fund.proposal_facts import plain, verdicts_of
from ranking_portal.region import worded

__all__ = ["remark_is_given"]

SUBSTITUTE = "Решает исполняющий обязанности, назначенный приказом."


def may_be_agreed(proposal: Any, **_: Any) -> list[str]:
    """Something is proposed, and the checks have nothing against it."""
    # Whoever agreed before and heads the project now: his body is asked anew, a substitute decides there.
    besides = {own_agreement.CODE} if proposal.is_team else set()
    reasons = _announced(proposal) + _dated(proposal) + _something_is_proposed(proposal)
    return reasons + _refusals(proposal, besides)


def may_be_submitted(proposal: Any, **_: Any) -> list[str]:
    """All that agreement asks for, and of a team's proposal every body's agreement to these very lines."""
    reasons = _announced(proposal) + _dated(proposal) + _something_is_proposed(proposal) + _refusals(proposal)
    if proposal.is_team:
        reasons += missing_agreements(proposal)
    return reasons


def missing_agreements(proposal: Any) -> list[str]:
    """Bodies whose agreement to the present lines is missing, each by name."""
    agreed = {row.organization_id: row for row in proposal.agreements.all() if row.state == AgreementState.AGREED}
    bodies = {line.organization_id: line.authority for line in proposal.lines.all()}
    return [
        f"Нет согласования органа «{authority}»."
        for key, authority in sorted(bodies.items(), key=lambda item: item[1])
        if key not in agreed or agreed[key].digest != digest_of(agreed[key])
    ]


def may_agree(agreement: Any, **_: Any) -> list[str]:
    """The proposal is being agreed, and nobody agrees his own line or what he has proposed himself."""
    return _being_agreed(agreement) + _about_himself(agreement) + _agreement_dated(agreement)


def may_refuse(agreement: Any, *, remark: str | None = None, **_: Any) -> list[str]:
    """As agreement, and with a reason."""
    return may_agree(agreement) + remark_is_given(agreement, remark=remark)


def may_be_returned(proposal: Any, *, remark: str | None = None, **_: Any) -> list[str]:
    """Somebody who has no part in it says what does not agree with clauses 3.7-3.9."""
    return checker_has_no_part(proposal) + remark_is_given(proposal, remark=remark)


def may_be_registered(proposal: Any, **_: Any) -> list[str]:
    """Of a distribution in force, and not before it was sent."""
    reasons = _announced(proposal)
    if proposal.step_on and proposal.submitted_on and proposal.step_on < proposal.submitted_on:
        reasons.append(f"Предложение направлено {proposal.submitted_on:%d.%m.%Y}: передать его раньше нельзя.")
    return reasons


def may_be_passed(proposal: Any, **_: Any) -> list[str]:
    """The checks of clauses 3.7-3.9 find nothing, and the checker has no part in it."""
    reasons = _announced(proposal) + checker_has_no_part(proposal) + _refusals(proposal)
    if proposal.is_team:
        reasons += missing_agreements(proposal)
    return reasons


def may_be_forwarded(proposal: Any, **_: Any) -> list[str]:
    """Checked, of a distribution in force, by somebody who has no part in it."""
    reasons = may_be_passed(proposal)
    if proposal.step_on and proposal.checked_on and proposal.step_on < proposal.checked_on:
        reasons.append(f"Предложение проверено {proposal.checked_on:%d.%m.%Y}: передать его раньше нельзя.")
    return reasons


def digest_of(agreement: Any) -> str:
    """What exactly a body decides about: its people, their sums and justifications as they are now."""
    # Chosen here and not by the database: a page has read all lines of the proposal at once.
    lines = [line for line in agreement.proposal.lines.all() if line.organization_id == agreement.organization_id]
    lines.sort(key=lambda line: line.person_id)
    told = [[line.person_id, line.amount_kopecks, line.justification] for line in lines]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def verdicts_text(proposal: Any) -> str:
    """The verdicts of all checks as they stand now, to be kept."""
    return json.dumps(plain(verdicts_of(proposal)), ensure_ascii=False)


def _announced(proposal: Any) -> list[str]:
    if proposal.distribution.state != DistributionState.ANNOUNCED:
        return ["Размеры фондов заменены новым распределением: по прежнему премии не предлагают."]
    return []


def _dated(proposal: Any) -> list[str]:
    day: date | None = proposal.step_on
    if day is None:
        return []
    decided = [row.decided_on for row in proposal.agreements.all() if row.decided_on]
    earliest = max([proposal.distribution.announced_on, *decided])
    return [f"Предыдущий шаг сделан {earliest:%d.%m.%Y}: раньше этого дня нельзя."] if day < earliest else []


def _something_is_proposed(proposal: Any) -> list[str]:
    if any(line.amount_kopecks > 0 for line in proposal.lines.all()):
        return []
    return ["Ни одному человеку премия не предложена."]


def _refusals(proposal: Any, besides: Collection[str] = ()) -> list[str]:
    # While it is with its author, whoever acts is the author: a substitute, a new head.
    with_author = proposal.state in (ProposalState.DRAFT, ProposalState.AGREED)
    author = getattr(proposal.step_by, "person_id", None) if with_author else None
    verdicts = verdicts_of(proposal, author=author)
    return checks.refusals(one for one in verdicts if one.code not in besides)


def _being_agreed(agreement: Any) -> list[str]:
    if agreement.proposal.state != ProposalState.IN_AGREEMENT:
        return [f"Предложение сейчас «{agreement.proposal.get_state_display()}»: согласовывать нечего."]
    return []


def _agreement_dated(agreement: Any) -> list[str]:
    day = agreement.step_on
    if day is not None and day < agreement.asked_on:
        return [f"Согласование запрошено {agreement.asked_on:%d.%m.%Y}: решить раньше нельзя."]
    return []


def _about_himself(agreement: Any) -> list[str]:
    person = getattr(agreement.step_by, "person_id", None)
    if person is None:
        return []
    if person == agreement.proposal.proposed_by_id:
        return [f"Вы сами предложили эти премии и не можете их согласовать. {SUBSTITUTE}"]
    body = agreement.organization_id
    if any(line.person_id == person and line.organization_id == body for line in agreement.proposal.lines.all()):
        return [f"Среди премий вашего органа есть ваша собственная: о себе не решают. {SUBSTITUTE}"]
    return []


def checker_has_no_part(proposal: Any, **_: Any) -> list[str]:
    """Nobody checks what he has proposed, agreed for a body, or is paid by."""
    person = getattr(proposal.step_by, "person_id", None)
    if person is None:
        return []
    took_part = (
        person == proposal.proposed_by_id
        or any(line.person_id == person and line.amount_kopecks > 0 for line in proposal.lines.all())
        or any(row.decided_by_id == person for row in proposal.agreements.all())
    )
    return (
        [worded("Вы участвуете в этом предложении: проверить его должен другой сотрудник Комитета.")]
        if took_part
        else []
    )
