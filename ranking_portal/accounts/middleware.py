"""Fail closed: an address whose view names no rule answers 403 to everyone; a temporary password, or no second factor
where one is due, opens nothing."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ranking_portal.accounts.access import PUBLIC, TOKEN
from ranking_portal.accounts.signin.factors import is_missing

# Where somebody with a temporary password may go.
WHILE_TEMPORARY = frozenset({"password_change", "password_change_done"})
# Where somebody may go who must have a second factor and has not set it up yet.
WITHOUT_FACTOR = WHILE_TEMPORARY | {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "mfa_reauthenticate",
}


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
        if rule in (PUBLIC, TOKEN) or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.user.password_is_temporary:
            return None if name in WHILE_TEMPORARY else redirect("password_change")
        if is_missing(request.user):
            # Told to the page: it shows no more than the set-up and the way out.
            request.factor_missing = True  # type: ignore[attr-defined]
            return None if name in WITHOUT_FACTOR else redirect("mfa_index")
        return None
