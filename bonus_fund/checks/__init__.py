"""Checks of a proposal against clauses 3.7-3.9, each a pure function in a module of its own.

The same facts give the same verdicts, whether the form asks, the submission or the Committee.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from bonus_fund.checks import (
    body_share_exceeded,
    once_per_proposal,
    own_agreement,
    positions,
    recipients_are_members,
    several_projects,
    total_within_fund,
    within_ceiling,
)
from bonus_fund.checks.facts import Finding, Kind, Official, OtherSum, ProposalFacts, ProposalLine, Verdict

__all__ = [
    "ALWAYS",
    "BY_EDITION",
    "TITLES",
    "Finding",
    "Kind",
    "Official",
    "OtherSum",
    "ProposalFacts",
    "ProposalLine",
    "Verdict",
    "refusals",
    "run",
]

Check = Callable[[ProposalFacts], Verdict]

# Those an edition of the law turns on and off, in order of clause.
BY_EDITION: Mapping[str, Check] = {
    total_within_fund.CODE: total_within_fund.total_within_fund,
    within_ceiling.CODE: within_ceiling.within_ceiling,
    recipients_are_members.CODE: recipients_are_members.recipients_are_members,
    positions.CODE: positions.positions,
    once_per_proposal.CODE: once_per_proposal.once_per_proposal,
}
# No edition turns these off: nobody decides about himself, and notes hold nothing up.
ALWAYS: Mapping[str, Check] = {
    own_agreement.CODE: own_agreement.own_agreement,
    several_projects.CODE: several_projects.several_projects,
    body_share_exceeded.CODE: body_share_exceeded.body_share_exceeded,
}
# The edition names its own checks; these are not in it.
TITLES: Mapping[str, str] = {
    own_agreement.CODE: "Никто не решает о себе",
    several_projects.CODE: "Премии того же человека в других предложениях",
    body_share_exceeded.CODE: "Доля органа в фонде проекта",
}


def run(facts: ProposalFacts, enabled: Iterable[str], clauses: Mapping[str, str] | None = None) -> list[Verdict]:
    """The verdicts of the enabled checks and of those that always stand, in the order of the registry.

    `clauses`: the clause that the edition gives each check, where it differs. Raises ValueError for an unknown code.
    """
    wanted = set(enabled)
    if unknown := wanted - BY_EDITION.keys() - ALWAYS.keys():
        raise ValueError(f"no such check: {', '.join(sorted(unknown))}")
    verdicts = [check(facts) for code, check in BY_EDITION.items() if code in wanted]
    verdicts += [check(facts) for check in ALWAYS.values()]
    return [replace(one, clause=(clauses or {}).get(one.code, one.clause)) for one in verdicts]


def refusals(verdicts: Iterable[Verdict]) -> list[str]:
    """Why a proposal cannot go on, each reason with its clause; empty where nothing refuses."""
    return [f"{finding.text} (пункт {one.clause})." for one in verdicts if one.refuses for finding in one.messages]
