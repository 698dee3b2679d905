"""Clause 2.6: proposals are agreed by somebody else than the one who proposes them, or who receives by them.

Where one person would do both, a substitute by order decides.
"""

from bonus_fund.checks.facts import Finding, ProposalFacts, ProposalLine, Verdict, told, verdict
from ranking_portal.region import worded

CODE = "own_agreement"
_SUBSTITUTE = "нужно решение исполняющего обязанности по приказу"


def own_agreement(facts: ProposalFacts) -> Verdict:
    """Nobody agrees his own line or his own proposal; of infrastructure, nobody proposes his own line.

    A project head is a member of his team: there his own line is decided by the head of his body.
    """
    if facts.kind == "infrastructure":
        return verdict(CODE, worded("2.6"), _proposed_to_himself(facts))
    return verdict(CODE, worded("2.6"), _agreed_with_himself(facts) + _agreed_his_own_line(facts))


def _proposed_to_himself(facts: ProposalFacts) -> list[Finding]:
    if facts.proposed_by is None:
        return []
    own = [line for line in facts.recipients if line.person_key == facts.proposed_by.person_key]
    return [_finding(line, "предлагает премию самому себе") for line in own]


def _agreed_his_own_line(facts: ProposalFacts) -> list[Finding]:
    return [
        _finding(line, f"сам согласует её за орган «{line.authority}»")
        for line in facts.recipients
        if line.authority in facts.agreed_by and facts.agreed_by[line.authority].person_key == line.person_key
    ]


def _agreed_with_himself(facts: ProposalFacts) -> list[Finding]:
    if facts.proposed_by is None:
        return []
    proposer = facts.proposed_by
    bodies = sorted({line.authority for line in facts.recipients})
    return [
        Finding(
            proposer.person_key,
            f"{proposer.person_name} предлагает премии и сам согласует их за орган «{body}»: {_SUBSTITUTE}",
        )
        for body in bodies
        if body in facts.agreed_by and facts.agreed_by[body].person_key == proposer.person_key
    ]


def _finding(line: ProposalLine, what: str) -> Finding:
    return Finding(line.person_key, f"{line.person_name}, премия {told(line.amount)}: {what}, {_SUBSTITUTE}")
