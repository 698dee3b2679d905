"""A note: the people of a body are proposed more than its share of the project's fund (clause 2.6).

The share tells heads what their people's days have earned; only the whole fund binds. For infrastructure the body's
share is the fund itself, and clause 3.7 guards it.
"""

from collections import defaultdict
from decimal import Decimal

from bonus_fund.checks.facts import Finding, ProposalFacts, Verdict, told, verdict
from ranking_portal.region import worded

CODE = "body_share_exceeded"


def body_share_exceeded(facts: ProposalFacts) -> Verdict:
    """The sum of a body's lines against its share; a body without a share has zero."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    if facts.kind == "team":
        for line in facts.recipients:
            sums[line.authority] += line.amount
    messages = []
    for body in sorted(sums):
        share = facts.body_shares.get(body, Decimal(0))
        if sums[body] > share:
            over = told(sums[body] - share)
            text = f"{body}: премии {told(sums[body])} больше доли органа {told(share)}, превышение {over}"
            messages.append(Finding(None, text))
    return verdict(CODE, worded("2.6"), messages, is_note=True)
