"""Named predicates of rights: by role, and nothing by default.

`rules` is untyped; this is the only door to it.
"""

from collections.abc import Callable
from typing import Any, cast

import rules

from ranking_portal.accounts.enums import Role

Predicate = Any  # rules.Predicate: composed with & | ~


def predicate(test: Callable[..., bool]) -> Predicate:
    """A function (user) or (user, obj) as a composable predicate."""
    return rules.predicate(test)


def add_permission(name: str, test: Predicate) -> None:
    """Say who has the permission `name` ("app.verb_noun"); a second rule for one name is an error."""
    rules.add_perm(name, test)


def test_permission(name: str, user: object, obj: object = None) -> bool:  # noqa: PT028
    """The rule's answer; a name without a rule is refused."""
    return cast(bool, rules.has_perm(name, user, obj))


def permission_exists(name: str) -> bool:
    """Whether any rule has that name."""
    return cast(bool, rules.perm_exists(name))


def has_role(*wanted: Role) -> Predicate:
    """True for a user who has one of the roles today."""
    name = "has_role:" + ",".join(wanted)

    def test(user: Any) -> bool:
        return bool(getattr(user, "roles", frozenset()) & frozenset(wanted))

    return rules.predicate(test, name=name)


def _is_person(user: Any) -> bool:
    """False for the system actor: votes and money are for people."""
    return not getattr(user, "is_system", False)


is_human = rules.predicate(_is_person, name="is_human")
is_office = has_role(Role.OFFICE)
is_secretary = has_role(Role.COUNCIL_SECRETARY)
is_council_member = has_role(Role.COUNCIL_MEMBER)
is_council = has_role(Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER)
is_governor_office = has_role(Role.GOVERNOR_OFFICE)
is_administration = has_role(Role.ADMINISTRATION)
is_economy = has_role(Role.ECONOMY_COMMITTEE)
is_finance = has_role(Role.FINANCE_COMMITTEE)
is_auditor = has_role(Role.AUDITOR)
is_admin = has_role(Role.ADMIN)
is_project_head = has_role(Role.PROJECT_HEAD)
is_authority_head = has_role(Role.AUTHORITY_HEAD)
is_signed_in = has_role(*Role)
