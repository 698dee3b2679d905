"""A view that declares no rule, or one that nobody has made, is closed to everybody."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver, path
from pytest_django import Settings

from ranking_portal.accounts.access import (
    access,
    may_open,
    nothing_personal,
    permitted,
    public,
    require,
    signed_in,
    typed_is_secret,
    user_of,
)
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
        path("ruled/", access("projects.edit_facts")(page)),
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


def test_nothing_opens_at_an_address_that_is_not_there(user_with: Callable[..., User]) -> None:
    assert not may_open(user_with(Role.OFFICE), "/nowhere/")
    assert not may_open(user_with(Role.OFFICE), "/unheard-of/")
    assert may_open(user_with(), "/signed-in/?of=2025")
    assert may_open(user_with(), "/public/")
    assert may_open(user_with(Role.OFFICE), "/protocols/new/")
    assert not may_open(user_with(Role.AUDITOR), "/protocols/new/")


def test_a_rule_opens_it_to_those_whom_it_names(
    user_with: Callable[..., User], client_of: Callable[[User], Client]
) -> None:
    assert client_of(user_with(Role.OFFICE)).get("/ruled/").status_code == 200
    assert client_of(user_with(Role.AUDITOR)).get("/ruled/").status_code == 403


def test_what_is_not_permitted_is_refused(user_with: Callable[..., User]) -> None:
    require(user_with(Role.OFFICE), "projects.edit_facts")
    with pytest.raises(PermissionDenied, match=r"projects\.edit_facts"):
        require(user_with(Role.AUDITOR), "projects.edit_facts")


def test_a_stranger_is_nobodys_user(rf: RequestFactory, user_with: Callable[..., User]) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    with pytest.raises(PermissionDenied):
        user_of(request)
    request.user = user_with()
    assert user_of(request) == request.user


@pytest.mark.parametrize(
    ("mark", "name"), [(nothing_personal, "nothing_personal"), (typed_is_secret, "typed_is_secret")]
)
def test_a_mark_stays_on_its_view(mark: Callable[[Any], Any], name: str) -> None:
    """What the journal leaves out, and what is not kept for its owner, is said at the view itself."""

    def marked(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert getattr(marked, name, False) is False
    assert getattr(mark(marked), name) is True
