"""A fresh proof of who sits before the screen: steps that cannot be undone, and changes of rights, ask for it.

What needs it says so itself (`proof=True` of a step, `require_fresh` in a command); the page is not asked. The person
signs in again, and the form comes back filled as after a lost session: nothing is sent by itself.
"""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from ranking_portal.kept_input import KEPT_NOW, SHOWN_TO, keep


class ProofNeeded(Exception):
    """The person has to show again who he is; answered by `AskAgain`."""


def is_fresh(request: HttpRequest) -> bool:
    """Whether the last proof (password, code, key) is younger than STEP_UP_MINUTES; always where that is 0."""
    if not settings.STEP_UP_MINUTES:
        return True
    records = get_authentication_records(request, request.user if request.user.is_authenticated else None)
    return bool(records) and time.time() - records[-1]["at"] < settings.STEP_UP_MINUTES * 60


def require_fresh(*, is_system: bool) -> None:
    """Raise ProofNeeded where a person acts through a page and has not proved himself lately.

    Commands of the server and the portal itself have no page, and whoever reaches them needs no password of it.
    """
    request = context.request
    if not is_system and request is not None and not is_fresh(request):
        raise ProofNeeded


class AskAgain:
    """Keeps what was typed and leads to the proof, and from there back to the form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Only ProofNeeded is answered."""
        if not isinstance(exception, ProofNeeded):
            return None
        kept = keep(request, request.POST.get(SHOWN_TO, ""))
        setattr(request, KEPT_NOW, kept)
        query = QueryDict(mutable=True)
        query["next"] = request.get_full_path() if kept else _came_from(request)
        address = f"{reverse('account_reauthenticate')}?{query.urlencode(safe='/')}"
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": address})
        return HttpResponseRedirect(address)


def _came_from(request: HttpRequest) -> str:
    """The portal's own page with the button that was pressed: the button's address may answer no GET."""
    source = urlsplit(request.headers.get("Referer", ""))
    own = source.netloc == request.get_host() and source.path
    return f"{source.path}?{source.query}" if own and source.query else source.path if own else request.get_full_path()
