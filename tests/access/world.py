"""The little world in which every address is tried by everyone: two projects, their heads, one account a role.

A new object that an address needs gets a key in `objects`: the keys stand in the column `object` of table.csv.
"""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from ranking_portal.accounts.enums import GRANTABLE_ROLES
from ranking_portal.accounts.models import User
from ranking_portal.accounts.services import DAY
from tests import factories
from tests.conftest import TODAY

ANONYMOUS, NOBODY = "anonymous", "nobody"
HEADS = ("own_project_head", "other_project_head", "own_authority_head", "other_authority_head")
# Columns of the table: who asks. "own" and "other" are so to the project E3 and to its responsible body.
VISITORS = (ANONYMOUS, NOBODY, *(role.value for role in GRANTABLE_ROLES), *HEADS)


@dataclass
class World:
    """Browsers of the visitors, and the keyword arguments of addresses by the key of an object."""

    browsers: dict[str, Client] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=lambda: {"": {}})


def build() -> World:
    """Everything, made once for a module of tests."""
    own, other = factories.complete_card("E3"), factories.complete_card("N4")
    users: dict[str, User] = {NOBODY: factories.user_with()}
    users |= {role.value: factories.user_with(role) for role in GRANTABLE_ROLES}
    people = (
        factories.project_head(own),
        factories.project_head(other),
        factories.body_head(own.responsible),
        factories.body_head(other.responsible),
    )
    users |= dict(zip(HEADS, people, strict=True))
    world = World()
    for name in VISITORS:
        world.browsers[name] = Client()
        if name != ANONYMOUS:
            world.browsers[name].force_login(users[name])
    world.objects |= _accounts(users[NOBODY])
    return world


def _accounts(user: User) -> dict[str, dict[str, Any]]:
    grant = user.grants.create(role="auditor", since=TODAY + DAY)
    return {"user": {"pk": user.pk}, "grant": {"pk": user.pk, "grant_pk": grant.pk}}
