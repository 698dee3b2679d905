"""What a person typed when his session ended or his form grew old: kept for him alone until he signs in again.

Every form says for whom it was shown (`shown_to`, put there by {% csrf_token %}): what is sent without a session is
kept in the browser's new session under that name, never files, never passwords. Whoever else signs in there does not
get it. Nothing is sent again by itself: the form comes back filled, and its button is pressed by the person.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from ranking_portal import clock

SHOWN_TO, CSRF = "shown_to", "csrfmiddlewaretoken"
SIGNER = signing.Signer(salt="ranking_portal.kept_input")
SESSION_KEY = "kept_input"
KEPT_FOR = timedelta(hours=24)
MOST_LETTERS = 200_000
REFUSED = 400
# Told to a page that the form on it is filled: the middleware then leaves the page alone.
GIVEN_BACK = "_kept_input_given_back"
# Told by whoever keeps a form that a signed-in person has sent: its own answer does not throw it away.
KEPT_NOW = "_kept_input_now"
SECRET = re.compile(r"passw|token", re.IGNORECASE)
# Digests of versions and the like mean nothing to a reader.
DIGEST = re.compile(r"[0-9a-f]{32,}")


@dataclass(frozen=True)
class Kept:
    """An unsent form: its address and fields."""

    path: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]
    with_files: bool

    def data(self) -> QueryDict:
        """The fields as a form takes them."""
        found = QueryDict(mutable=True)
        for name, values in self.fields:
            found.setlist(name, list(values))
        return found

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Every name with each of its values, to be sent again."""
        for name, values in self.fields:
            for value in values:
                yield name, value

    def readable(self) -> list[str]:
        """Values that mean something to the person who typed them."""
        words = [value.strip() for _, value in self.pairs()]
        return [word for word in words if len(word) > 2 and not DIGEST.fullmatch(word)]


def mark_of(user: Any) -> str:
    """The signed mark that a form carries of the person it is shown to."""
    return SIGNER.sign(str(user.pk)) if getattr(user, "pk", None) else ""


def keep(request: HttpRequest, shown_to: str) -> bool:
    """Keep what was posted for the person named by a mark; False where it is nobody's, secret or too long."""
    owner = _owner(shown_to)
    fields = [(name, request.POST.getlist(name)) for name in request.POST if name not in (CSRF, SHOWN_TO)]
    letters = sum(len(name) + sum(map(len, values)) for name, values in fields)
    secret = _is_secret(request) or any(SECRET.search(name) for name, _ in fields)
    if owner is None or secret or not fields or letters > MOST_LETTERS:
        return False
    if request.user.is_authenticated and str(request.user.pk) != owner:
        return False
    request.session[SESSION_KEY] = {
        "owner": owner,
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
        "at": clock.now().isoformat(),
    }
    return True


def _is_secret(request: HttpRequest) -> bool:
    """Whether the view says that what is typed there opens something (`access.typed_is_secret`): a recovery code."""
    return request.resolver_match is not None and getattr(request.resolver_match.func, "typed_is_secret", False)


def _owner(mark: str) -> str | None:
    try:
        return SIGNER.unsign(mark) if mark else None
    except signing.BadSignature:
        return None


def kept_for(request: HttpRequest) -> Kept | None:
    """What is kept for the person signed in, if it is his and fresh; anybody else's is thrown away."""
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return None
    stored = request.session[SESSION_KEY]
    if stored["owner"] != str(request.user.pk) or clock.now() - datetime.fromisoformat(stored["at"]) > KEPT_FOR:
        forget(request)
        return None
    return Kept(stored["path"], tuple((name, tuple(values)) for name, values in stored["fields"]), stored["files"])


def forget(request: HttpRequest) -> None:
    """Throw away what is kept."""
    request.session.pop(SESSION_KEY, None)


def give_back(request: HttpRequest, form: "forms.BaseForm | forms.BaseFormSet[Any]") -> None:
    """Fill a form that is only shown with what was kept at its address: its page says so (`form.given_back`)."""
    kept = kept_for(request) if request.method == "GET" else None
    if kept is None or kept.path != request.get_full_path() or form.is_bound:
        return
    form.data, form.is_bound = kept.data(), True
    form.given_back = kept  # type: ignore[union-attr]
    setattr(request, GIVEN_BACK, True)


class KeptInputMiddleware:
    """Keeps what is posted without a session; leads from an empty form to what was kept for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST":
            self._posted(request, response)
        elif SESSION_KEY in request.session and request.method == "GET" and not getattr(request, GIVEN_BACK, False):
            kept = kept_for(request)
            # A page that does not fill its form itself, or is none: what was typed is shown on a page of its own.
            if kept is not None and kept.path == request.get_full_path():
                return redirect("accounts:kept-input")
        return response

    def _posted(self, request: HttpRequest, response: HttpResponse) -> None:
        if getattr(request, KEPT_NOW, False):
            return
        if request.user.is_authenticated:
            kept = request.session.get(SESSION_KEY, {})
            if kept.get("path") == request.get_full_path() and response.status_code < REFUSED:
                forget(request)
            return
        to_sign_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
        if to_sign_in and not request.headers.get("HX-Request"):
            keep(request, request.POST.get(SHOWN_TO, ""))


def own_form(request: HttpRequest) -> bool:
    """Whether the form was sent from a page of the portal itself, not from another site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    own = f"{request.scheme}://{request.get_host()}"
    return source == own or source.startswith(f"{own}/")


def address_after(request: HttpRequest) -> str:
    """Where a person goes on after a form that was not accepted: to it, through the sign-in if need be."""
    path = request.get_full_path()
    return path if request.user.is_authenticated else f"{reverse('login')}?{_next(path)}"


def _next(path: str) -> str:
    query = QueryDict(mutable=True)
    query["next"] = path
    return query.urlencode(safe="/")
