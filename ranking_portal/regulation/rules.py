"""The law is open to everybody who has signed in; editions are the office's work."""

from typing import Any

from ranking_portal.accounts.predicates import add_permission, is_office, predicate


@predicate
def has_signed_in(user: Any) -> bool:
    """Any account, whatever its roles: a rule is for everyone."""
    return bool(getattr(user, "is_authenticated", False))


add_permission("regulation.view", has_signed_in)
add_permission("regulation.edit_edition", is_office)
