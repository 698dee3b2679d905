"""Who moves the clock of a demonstration; in a working installation nobody does."""

from typing import Any

from django.conf import settings

from ranking_portal.accounts.predicates import add_permission, is_admin, predicate


@predicate
def is_demonstration(user: Any) -> bool:
    """The installation is a demonstration."""
    return bool(settings.DEMO)


add_permission("demo.move_clock", is_demonstration & is_admin)
