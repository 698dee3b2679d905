"""A part of a page is no place for the sign-in: who is no longer signed in is told so, and what he types is left alone.

A part that asks by itself (a sitting's screen, the progress of an import) takes the whole page to the sign-in. A part
that answers to typing changes nothing: the form, sent by its own button, is then kept as any other.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

GATES = ("login", "password_change", "mfa_index")
ENDED = "session-ended"


class NoGateInParts:
    """Answers a part of a page, asked for by htmx, that was led to a gate."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != 302 or not request.headers.get("HX-Request"):
            return answer
        gate = urlsplit(answer["Location"]).path
        if gate not in map(reverse, GATES):
            return answer
        if request.method != "GET":
            return HttpResponse(status=204, headers={"HX-Trigger": ENDED})
        whole = redirect_to_login(_page(request)).url if gate == reverse("login") else gate
        return HttpResponse(headers={"HX-Redirect": whole})


def _page(request: HttpRequest) -> str:
    """The page that the part stands on."""
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    if page.netloc != request.get_host() or not page.path.startswith("/"):
        return reverse("home")
    return f"{page.path}?{page.query}" if page.query else page.path
