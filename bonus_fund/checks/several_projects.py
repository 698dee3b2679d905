"""A note: a person is proposed bonuses elsewhere too, with the sum over all (clause 2.6 does not forbid it)."""

from bonus_fund.checks.facts import Finding, ProposalFacts, ProposalLine, Verdict, sum_of, told, verdict
from ranking_portal.region import worded

CODE = "several_projects"


def several_projects(facts: ProposalFacts) -> Verdict:
    """For each recipient who has sums in other proposals of the year: this sum, the others, and all together."""
    messages = [
        Finding(person, _told_all(lines, facts))
        for person, lines in facts.by_person().items()
        if any(other.amount for other in facts.other_sums.get(person, ()))
    ]
    return verdict(CODE, worded("2.6"), messages, is_note=True)


def _told_all(lines: tuple[ProposalLine, ...], facts: ProposalFacts) -> str:
    here = sum_of(lines)
    others = sorted(
        (one for one in facts.other_sums[lines[0].person_key] if one.amount), key=lambda one: (one.title, one.amount)
    )
    elsewhere = "; ".join(f"{one.title} – {told(one.amount)}" for one in others)
    total = sum((one.amount for one in others), here)
    return f"{lines[0].person_name}: здесь {told(here)}, ещё {elsewhere}; всего {told(total)}"
