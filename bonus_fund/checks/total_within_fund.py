"""Clause 3.7: the bonuses of a proposal do not exceed its fund."""

from bonus_fund.checks.facts import Finding, ProposalFacts, Verdict, told, verdict
from ranking_portal.region import worded

CODE = "total_within_fund"
_FUND = {"team": "фонда проекта", "infrastructure": "доли органа в инфраструктурной части фонда"}


def total_within_fund(facts: ProposalFacts) -> Verdict:
    """The sum of all lines against the fund, to the kopeck."""
    messages = []
    if facts.total > facts.fund:
        over = told(facts.total - facts.fund)
        fund = f"{_FUND[facts.kind]}, {told(facts.fund)}"
        messages.append(Finding(None, f"Сумма премий, {told(facts.total)}, больше {fund}: превышение {over}"))
    return verdict(CODE, worded("3.7"), messages)
