"""How often one person, or one address that nobody has signed in from, may ask in a minute: a flood is answered 429.

Files and imports take seconds of work, so fewer of them are allowed than pages. Each web process counts for itself, so
that nothing is asked of the database: several processes allow as many times more. Guessing passwords is counted in the
database (`signin.lockout`), and so are neighbouring systems (`api`).
"""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.address import client_address
from ranking_portal.journal import services as journal

TOO_MANY, MINUTE = 429, 60  # seconds
COUNTS = "counts"
ACTION = "Слишком частые обращения"
# Whoever watches the portal asks from inside; the API counts its own.
UNCOUNTED = ("healthz", "readyz", "metrics")
OWN_COUNT = "api:v1"
# Names of addresses that make files or take workbooks in.
HEAVY = re.compile(r"(?:xlsx|pdf|docx|csv|zip|workbook|template|-import|import-new)$")


class TooOften:
    """Refuses whoever asks more often than the installation allows; the first refusal of a minute is journalled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for kind, most in _limits(request):
            if most and (asked := _count(f"{kind}:{_who(request)}")) > most:
                if asked == most + 1:
                    _tell(request)
                return _refusal(request)
        return self.get_response(request)


def minute() -> int:
    """The number of the minute that runs, by a clock that nobody sets."""
    return int(time.monotonic() // MINUTE)


def _limits(request: HttpRequest) -> list[tuple[str, int]]:
    try:
        found = resolve(request.path_info)
    except Resolver404:
        name, space = "", ""
    else:
        name, space = found.url_name or "", ":".join(found.namespaces)
    if space == OWN_COUNT or name in UNCOUNTED:
        return []
    if HEAVY.search(name) or "as" in request.GET:
        return [("pages", settings.REQUESTS_A_MINUTE), ("files", settings.FILES_A_MINUTE)]
    return [("pages", settings.REQUESTS_A_MINUTE)]


def _who(request: HttpRequest) -> str:
    return f"user:{request.user.pk}" if request.user.is_authenticated else f"address:{client_address(request)}"


def _count(key: str) -> int:
    key = f"{key}:{minute()}"
    counts = caches[COUNTS]
    counts.add(key, 0, MINUTE)
    try:
        return counts.incr(key)
    except ValueError:
        # Pushed out by others between the two lines.
        return 1


def _tell(request: HttpRequest) -> None:
    if isinstance(request.user, User):
        with journal.transaction():
            journal.record(request.user.actor, ACTION)


def _refusal(request: HttpRequest) -> HttpResponse:
    answer = render(request, "429.html", status=TOO_MANY)
    answer["Retry-After"] = str(MINUTE)
    return answer
