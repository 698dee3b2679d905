"""Clause 3.8: a bonus does not exceed 1.5 of the average bonus of the project."""

from bonus_fund.checks.facts import Finding, ProposalFacts, Verdict, sum_of, told, verdict
from ranking_portal.region import worded

CODE = "within_ceiling"


def within_ceiling(facts: ProposalFacts) -> Verdict:
    """All that a person gets by the proposal against the ceiling: a bonus cut into two lines is still one bonus."""
    messages: list[Finding] = []
    if facts.kind == "infrastructure" and not facts.ceiling_for_infrastructure:
        return verdict(CODE, worded("3.8"), messages)
    if facts.ceiling is None:
        # A limit that should be there and is not must not let anything through.
        if facts.recipients:
            messages.append(Finding(None, "Предел одной премии не рассчитан, сверить с ним премии нельзя"))
        return verdict(CODE, worded("3.8"), messages)
    for person, lines in facts.by_person().items():
        amount = sum_of(lines)
        if amount > facts.ceiling:
            limit, over = told(facts.ceiling), told(amount - facts.ceiling)
            text = f"{lines[0].person_name}: премия {told(amount)} больше предела {limit}, превышение {over}"
            messages.append(Finding(person, text))
    return verdict(CODE, worded("3.8"), messages)
