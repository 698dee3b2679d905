"""What a person has looked at lately: kept in his session by address, shown only while he may still open it."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ranking_portal.ui.search import Found, findables

SESSION_KEY = "seen"
KEPT = 10
OK = 200


class RecentlySeen:
    """Remembers the object whose page has just been shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "GET" and response.status_code == OK and match and match.view_name in findables:
            _remember(request, [match.view_name, match.kwargs])
        return response


def _remember(request: HttpRequest, one: list[Any]) -> None:
    kept = request.session.get(SESSION_KEY, [])
    # Nothing is written while somebody stays on the same page.
    if kept[:1] != [one]:
        request.session[SESSION_KEY] = [one, *(other for other in kept if other != one)][:KEPT]


def recently_seen(request: HttpRequest, user: Any) -> list[Found]:
    """The objects, the last first, without those that are gone or that the user may not open any more."""
    kept = [(page, parts) for page, parts in request.session.get(SESSION_KEY, []) if page in findables]
    lines: dict[tuple[str, str], Found] = {}
    for page in dict.fromkeys(page for page, _ in kept):
        kind = findables[page]
        conditions = [kind.lookup(parts) for name, parts in kept if name == page]
        for row in kind.seen_by(user).filter(reduce(or_, conditions)).distinct():
            found = kind.line(row)
            lines[page, found.url] = found
    return [lines[key] for page, parts in kept if (key := (page, _address(page, parts))) in lines]


def _address(page: str, parts: dict[str, Any]) -> str:
    return reverse(page, kwargs=parts)
