"""Pages that tell only what the journal tells: made once for a reader, and sent again until the journal grows.

A browser that has the page is answered 304. The key of a page is everything that it depends on, so that nothing is
ever called back: the reader and his session, the address and the year, the day, the journal's last entry (which tells
of every change of a right too), what he has not read.
"""

import hashlib
from collections.abc import Callable
from functools import cache as once
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response

from ranking_portal import clock, kept_input
from ranking_portal.accounts.access import user_of
from ranking_portal.journal.standing import last_entry
from ranking_portal.once import SAFE
from ranking_portal.ui.navigation import SESSION_KEY
from ranking_portal.ui.unread import unread

View = Callable[..., HttpResponse]
CODE = ("*.py", "*.html", "*.css", "*.js", "*.svg")
KEPT_SECONDS = 600
OK = 200


@once
def release() -> str:
    """What distinguishes this version of the portal from another one: its files."""
    digest = hashlib.sha256()
    for folder in ("templates", "static", "ranking_portal", "projects", "ranking", "protocols", "bonus_fund"):
        for pattern in CODE:
            for file in sorted((settings.BASE_DIR / folder).rglob(pattern)):
                told = file.stat()
                digest.update(f"{file}:{told.st_size}:{told.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def standing(also: Callable[[Any], Any] = lambda user: None) -> Callable[[View], View]:
    """For a view of such a page; `also` gives what else of the reader's own it shows, which no journal tells."""

    def decorate(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in SAFE or _is_told_something(request):
                return view(request, *args, **kwargs)
            key = _key(request, also(user_of(request)))
            tag = f'"{key}"'
            same = get_conditional_response(request, etag=tag)
            if same is not None:
                return _for_its_reader(same, tag)
            content: bytes | None = cache.get(key)
            if content is None:
                made = view(request, *args, **kwargs)
                if made.status_code != OK:
                    return made
                content = made.content
                cache.set(key, content, KEPT_SECONDS)
            return _for_its_reader(HttpResponse(content), tag)

        return kept

    return decorate


def _is_told_something(request: HttpRequest) -> bool:
    """Words that are shown once, or an unsent form, stand on this page."""
    return bool(len(get_messages(request)) or request.session.get(kept_input.SESSION_KEY))


def _key(request: HttpRequest, own: Any) -> str:
    user = user_of(request)
    # The token of its forms is good for the secret of this browser only.
    get_token(request)
    parts = (
        release(),
        user.pk,
        request.session.session_key,
        request.META.get("CSRF_COOKIE"),
        request.get_full_path(),
        request.session.get(SESSION_KEY),
        clock.today(),
        last_entry(),
        unread(user),
        own,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _for_its_reader(answer: Any, tag: str) -> HttpResponse:
    """Kept by his own browser alone, which asks each time whether it still stands."""
    answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    found: HttpResponse = answer
    return found
