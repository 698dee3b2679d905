"""Accounts of the demonstration: one for each role, with one plain password, on loopback only."""

from datetime import date
from typing import Any

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Person
from ranking_portal.journal import services as journal

PASSWORD = "demo-portal-2026"  # noqa: S105 # nosec B105
SINCE = date(2024, 1, 1)


def account(
    cast: dict[str, Any],
    login: str,
    *roles: Role,
    name: str = "",
    person: Person | None = None,
    told: str = "",
    listed: bool = True,
) -> User:
    """Make an account; where `listed`, the sign-in page names it."""
    full_name = person.full_name if person else name
    with journal.transaction():
        user = User.objects.create_user(login, PASSWORD, full_name=full_name, person=person)
        for role in roles:
            RoleGrant.objects.create(user=user, role=role, since=SINCE, order="показательный приказ № 1")
        action, details = "Создана показательная учётная запись", {"roles": [role.value for role in roles]}
        journal.record(SYSTEM.actor, action, obj=user, details=details, personal={"login": login})
    words = told or ", ".join(role.label for role in roles)
    if listed:
        cast["accounts"].append({"login": login, "name": full_name, "roles": words, "password": PASSWORD})
    cast[login] = user
    return user
