"""Fail closed: an address whose view names no rule answers 403 to everyone; a temporary password opens nothing."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ranking_portal.accounts.access import PUBLIC, TOKEN

# Where somebody with a temporary password may go.
WHILE_TEMPORARY = frozenset({"password_change", "password_change_done"})


class FailClosedMiddleware:
    """Refuses every view without an `access_rule` (put there by the decorators of `access`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Raise PermissionDenied where the view declares nothing; a temporary password has to be changed first."""
        rule = getattr(view, "access_rule", None)
        if rule is None:
            raise PermissionDenied("view without an access rule")
        if rule in (PUBLIC, TOKEN) or not getattr(request.user, "password_is_temporary", False):
            return None
        match = request.resolver_match
        return None if match and match.view_name in WHILE_TEMPORARY else redirect("password_change")
