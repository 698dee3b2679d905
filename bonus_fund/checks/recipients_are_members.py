"""Clause 3.9: each recipient was a member of the team, or an infrastructure participant, that year."""

from bonus_fund.checks.facts import Finding, ProposalFacts, ProposalLine, Verdict, told, verdict
from ranking_portal.region import worded

CODE = "recipients_are_members"
_OUTSIDER = {
    "team": "не состоит в команде проекта этого года",
    "infrastructure": "не значится среди инфраструктурных участников этого года",
}


def recipients_are_members(facts: ProposalFacts) -> Verdict:
    """The person is there, and served in the very body that the line names."""
    return verdict(CODE, worded("3.9"), [found for line in facts.recipients if (found := _outsider(facts, line))])


def _outsider(facts: ProposalFacts, line: ProposalLine) -> Finding | None:
    who = f"{line.person_name}, премия {told(line.amount)}"
    bodies = facts.members.get(line.person_key)
    if bodies is None:
        return Finding(line.person_key, f"{who}: {_OUTSIDER[facts.kind]}")
    if line.authority not in bodies:
        known = ", ".join(sorted(bodies))
        return Finding(line.person_key, f"{who}: строка от органа «{line.authority}», а участвует от: {known}")
    return None
