"""Who ranks, who confirms, who sees."""

from ranking import doing, expected, used_facts
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.predicates import add_permission, has_role, is_economy, is_finance, is_office, predicate
from ranking_portal.deadlines.rules import is_portal

__all__ = ["doing", "expected", "used_facts"]  # imported for what they register

SEE_ALL = (
    Role.OFFICE,
    Role.COUNCIL_SECRETARY,
    Role.COUNCIL_MEMBER,
    Role.GOVERNOR_OFFICE,
    Role.ADMINISTRATION,
    Role.ECONOMY_COMMITTEE,
    Role.FINANCE_COMMITTEE,
    Role.AUDITOR,
)

sees_all = has_role(*SEE_ALL)
is_head = has_role(Role.PROJECT_HEAD, Role.AUTHORITY_HEAD)


@predicate
def is_confirmed(user: object, ranking: object = None) -> bool:
    """A ranking that no longer changes; without an object, the page as such."""
    return ranking is None or getattr(ranking, "state", "") == "confirmed"


# Drafts are the office's; everyone else sees a ranking once it is confirmed.
add_permission("ranking.view", sees_all | (is_head & is_confirmed))
add_permission("ranking.view_all_rows", sees_all)
add_permission("ranking.calculate", is_office)
add_permission("ranking.confirm", is_office)
add_permission("ranking.view_methodology", sees_all | has_role(Role.ADMIN) | is_head)
# The Committee writes the order (clause 2.1); the office helps it.
add_permission("ranking.edit_methodology", is_office | is_economy)
# A trial changes nothing: whoever writes, agrees or approves an order may look at what it would do.
add_permission("ranking.open_workshop", is_office | is_economy | is_finance)
# The portal itself only loads a demonstration; in life two committees act, one after the other.
add_permission("ranking.agree_methodology", is_finance | is_portal)
add_permission("ranking.approve_methodology", is_economy | is_portal)
add_permission("ranking.supersede_methodology", is_economy | is_portal)
