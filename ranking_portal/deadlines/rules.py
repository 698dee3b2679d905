"""Who sees terms; only the portal itself moves them."""

from typing import Any

from ranking_portal.accounts.enums import DERIVED_ROLES, Role
from ranking_portal.accounts.predicates import add_permission, has_role, is_human, is_office, is_signed_in, predicate

SEE_ALL = tuple(role for role in Role if role not in DERIVED_ROLES)


@predicate
def is_portal(user: Any) -> bool:
    """The system actor."""
    return bool(getattr(user, "is_system", False))


add_permission("deadlines.view", is_signed_in)
add_permission("deadlines.view_all", has_role(*SEE_ALL))
add_permission("deadlines.keep", is_portal)
add_permission("deadlines.edit_calendar", is_human & is_office)
