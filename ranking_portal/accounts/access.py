"""Who may open a view. A view that declares no rule is closed to everybody (see middleware)."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from ranking_portal.accounts.models import User
from ranking_portal.accounts.predicates import permission_exists, test_permission

View = Callable[..., HttpResponseBase]
PUBLIC, SIGNED_IN = "public", "signed-in"
# Opened by the token of a neighbouring system, which the view itself checks: people and their sessions have no part.
TOKEN = "token"  # noqa: S105 # nosec B105


def permitted(user: object, permission: str, obj: object = None) -> bool:
    """Whether the rule of `permission` grants it to the user for the object; an unknown name grants nothing."""
    return test_permission(permission, user, obj)


def require(user: object, permission: str, obj: object = None) -> None:
    """Raise PermissionDenied unless `permitted`."""
    if not permitted(user, permission, obj):
        raise PermissionDenied(permission)


def may_open(user: object, address: str) -> bool:
    """Whether the user may open the view at an address of the portal; an unknown address opens nothing.

    The view's own rule answers: what the user may see of an object is not asked here.
    """
    try:
        rule = getattr(resolve(urlsplit(address).path).func, "access_rule", None)
    except Resolver404:
        return False
    if rule in (PUBLIC, SIGNED_IN):
        return True
    return rule is not None and rule != TOKEN and permission_exists(rule) and permitted(user, rule)


def user_of(request: HttpRequest) -> User:
    """The signed-in user of a request; raises PermissionDenied where there is none."""
    if not request.user.is_authenticated:
        raise PermissionDenied("anonymous")
    return request.user


def _guarded(view: View, rule: str, test: Callable[[object], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not test(request.user):
            raise PermissionDenied(rule)
        return view(request, *args, **kwargs)

    guarded.access_rule = rule  # type: ignore[attr-defined]
    return guarded


def access(permission: str) -> Callable[[View], View]:
    """Open a view to those whom the rule of `permission` grants it; the anonymous are sent to sign in."""

    def decorate(view: View) -> View:
        return _guarded(view, permission, lambda user: permission_exists(permission) and permitted(user, permission))

    return decorate


def signed_in(view: View) -> View:
    """Open a view to everybody who has signed in and may use the portal."""
    return _guarded(view, SIGNED_IN, lambda user: True)


def public(view: View) -> View:
    """Open a view to the whole world (sign-in, health, verification of a paper)."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    opened.access_rule = PUBLIC  # type: ignore[attr-defined]
    return opened


def nothing_personal(view: View) -> View:
    """Say that no file of the view tells of people or sums: that one was downloaded is not kept in the journal."""
    view.nothing_personal = True  # type: ignore[attr-defined]
    return view


def typed_is_secret(view: View) -> View:
    """Say that what is typed at a view opens something: it is never kept for its owner, as other forms are."""
    view.typed_is_secret = True  # type: ignore[attr-defined]
    return view
