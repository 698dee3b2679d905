"""Who recalculates, distributes, proposes, agrees, checks, forwards, who sees sums (clause 2.6; deny by default)."""

from typing import Any

from bonus_fund.enums import RecalculationState
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.predicates import (
    add_permission,
    has_role,
    is_administration,
    is_authority_head,
    is_economy,
    is_human,
    is_office,
    is_project_head,
    predicate,
)
from ranking_portal.deadlines.rules import is_portal

# Sums of bonuses: nobody else, and no administrator of the portal, sees them.
sees_sums = has_role(Role.OFFICE, Role.ADMINISTRATION, Role.ECONOMY_COMMITTEE, Role.AUDITOR)
is_head = is_project_head | is_authority_head
PROPOSERS = {"team": Role.PROJECT_HEAD, "infrastructure": Role.AUTHORITY_HEAD}


@predicate
def proposes(user: Any, proposal: Any = None) -> bool:
    """The head (or who acts for him) whose proposal it is; without a proposal: any head."""
    if proposal is None:
        return bool({Role.PROJECT_HEAD, Role.AUTHORITY_HEAD} & user.roles)
    return proposal.office in user.office_keys(PROPOSERS[proposal.kind])


@predicate
def corrects_accepted(user: Any, fund: Any = None) -> bool:
    """A correction of a general fund that stands: without it that fund goes on."""
    return fund is None or (fund.previous is not None and fund.previous.state == RecalculationState.ACCEPTED)


@predicate
def is_of_team(user: Any, proposal: Any = None) -> bool:
    """A proposal that bodies agree."""
    return proposal is None or proposal.kind == "team"


@predicate
def heads_body(user: Any, agreement: Any = None) -> bool:
    """The head (or who acts for him) of the body that is asked; without an agreement: of any body."""
    keys = user.office_keys(Role.AUTHORITY_HEAD)
    return bool(keys) if agreement is None else agreement.office in keys


@predicate
def is_asked(user: Any, proposal: Any = None) -> bool:
    """Head of a body that has been asked to agree this proposal."""
    keys = user.office_keys(Role.AUTHORITY_HEAD)
    if proposal is None:
        return bool(keys)
    bodies = [key.partition(":")[2] for key in keys]
    return bool(keys) and proposal.agreements.filter(organization__short_name__in=bodies).exists()


add_permission("bonus_fund.view_funds", sees_sums)
add_permission("bonus_fund.recalculate", is_human & is_administration)
add_permission("bonus_fund.give_up_correction", is_human & is_administration & corrects_accepted)
add_permission("bonus_fund.accept", is_human & is_office)
add_permission("bonus_fund.distribute", is_human & is_office)
add_permission("bonus_fund.supersede", is_portal)

add_permission("bonus_fund.view_proposals", sees_sums | is_head)
add_permission("bonus_fund.view_all_proposals", sees_sums)
add_permission("bonus_fund.view_proposal", sees_sums | proposes | is_asked)
# Fund, ceiling and the lines of every body: not for a head of a body who is only asked about his people.
add_permission("bonus_fund.view_whole_proposal", sees_sums | proposes)
add_permission("bonus_fund.propose", is_human & proposes)
# The signed sheet is kept by its author, or by the office that has it on paper.
add_permission("bonus_fund.add_scan", is_human & (proposes | is_office))
add_permission("bonus_fund.propose_team", is_human & proposes & is_of_team)
add_permission("bonus_fund.agree", is_human & heads_body)
add_permission("bonus_fund.register", is_human & is_office)
add_permission("bonus_fund.check", is_human & is_economy)
add_permission("bonus_fund.forward", is_human & is_economy)

from bonus_fund import (  # noqa: E402 - registered after the rights they ask for
    doing,  # noqa: F401 - where terms are met
    expected_checks,  # noqa: F401 - what waits for the office and the Committee
    expected_proposals,  # noqa: F401 - what waits for heads
    proposal_scans,  # noqa: F401 - what is kept beside a proposal
)
