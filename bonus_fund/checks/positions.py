"""Clause 3.9: each recipient holds a position of one of the three kinds that clause 2.6 names."""

from bonus_fund.checks.facts import Finding, ProposalFacts, Verdict, told, verdict
from ranking_portal.region import worded

CODE = "positions"
# Values of directory.enums.PostCategory, repeated here to keep the checks free of Django; a test holds them equal.
KINDS = frozenset({"state_office", "civil_service", "other"})


def positions(facts: ProposalFacts) -> Verdict:
    """The kind of each recipient's position is one of the three."""
    messages = [
        Finding(
            line.person_key,
            f"{line.person_name}, премия {told(line.amount)}: не замещает должности ни одного из трёх видов",
        )
        for line in facts.recipients
        if line.position_category not in KINDS
    ]
    return verdict(CODE, worded("3.9"), messages)
