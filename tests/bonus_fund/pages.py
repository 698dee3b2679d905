"""What tests of checking begin with: addresses, words, a worker of the Committee."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from tests import factories

Browser = Callable[..., Client]


def page(name: str, *args: Any) -> str:
    return reverse(f"bonus_fund:{name}", args=args)


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ").replace("&nbsp;", " ")


def committee_worker(person: Any) -> Any:
    """The person works in the Committee too."""
    user = User.objects.filter(person=person).first()
    if user is None:
        return factories.user_with(Role.ECONOMY_COMMITTEE, person=person)
    RoleGrant.objects.create(user=user, role=Role.ECONOMY_COMMITTEE, since=factories.LONG_AGO, order="приказ № 1")
    return user
