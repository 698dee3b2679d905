"""Clause 3.9: a recipient stands in a proposal once."""

from bonus_fund.checks.facts import Finding, ProposalFacts, Verdict, sum_of, told, verdict
from ranking_portal.region import worded
from ranking_portal.words import counted

CODE = "once_per_proposal"


def once_per_proposal(facts: ProposalFacts) -> Verdict:
    """Two lines of one person are refused, whatever bodies they name."""
    messages = [
        Finding(
            person,
            f"{lines[0].person_name}: в предложении {counted(len(lines), 'строка', 'строки', 'строк')} "
            f"на {told(sum_of(lines))}, а может быть одна",
        )
        for person, lines in facts.by_person().items()
        if len(lines) > 1
    ]
    return verdict(CODE, worded("3.9"), messages)
