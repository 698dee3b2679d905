"""A view that declares no rule, or one that nobody has made, is closed to everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from pytest_django import Settings

from ranking_portal.accounts.access import access, permitted, public, signed_in
from ranking_portal.accounts.enums import GRANTABLE_ROLES, Role
from ranking_portal.accounts.models import User

pytestmark = pytest.mark.django_db


def page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """A page that says nothing of who may open it."""
    return HttpResponse("открыто")


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = (
        path("unruled/", page),
        path("unheard-of/", access("nobody.has_made_this_rule")(page)),
        path("signed-in/", signed_in(page)),
        path("public/", public(page)),
        *get_resolver().url_patterns,
    )


@pytest.mark.parametrize("role", GRANTABLE_ROLES)
@pytest.mark.parametrize("address", ["/unruled/", "/unheard-of/"])
def test_nobody_opens_it(
    user_with: Callable[..., User], client_of: Callable[[User], Client], address: str, role: Role
) -> None:
    client = client_of(user_with(role))
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


def test_no_stranger_opens_it(client: Client) -> None:
    assert client.get("/unruled/").status_code == 403
    assert client.get("/unheard-of/").status_code == 302


def test_a_rule_opens_it(client: Client, user_with: Callable[..., User], client_of: Callable[[User], Client]) -> None:
    assert client.get("/public/").content.decode() == "открыто"
    assert client.get("/signed-in/").status_code == 302
    assert client_of(user_with()).get("/signed-in/").content.decode() == "открыто"


@pytest.mark.parametrize("role", GRANTABLE_ROLES)
def test_a_permission_without_a_rule_is_nobodys(user_with: Callable[..., User], role: Role) -> None:
    assert not permitted(user_with(role), "nobody.has_made_this_rule")
