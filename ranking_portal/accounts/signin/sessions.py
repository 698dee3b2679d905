"""Sessions: how long they live, which are open, how they are ended."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.journal import services as journal

SINCE, SEEN = "session_since", "session_seen"
# The mark of the last page is written once a minute, not with each page.
MARK_EVERY = timedelta(minutes=1)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)
# A browser names those it is like, too: the narrower name comes first.
BROWSERS = (
    ("YaBrowser", "Яндекс Браузер"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chromium", "Chromium"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


class SessionLimits:
    """Ends a session that has been idle, or that has lasted, too long; what was being sent is kept for its owner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (settings.SESSION_IDLE_MINUTES or settings.SESSION_HOURS) and request.user.is_authenticated:
            _watch(request)
        return self.get_response(request)


def _watch(request: HttpRequest) -> None:
    now = clock.now()
    since = _moment(request.session.setdefault(SINCE, now.isoformat()))
    seen = _moment(request.session.setdefault(SEEN, now.isoformat()))
    idle, whole = timedelta(minutes=settings.SESSION_IDLE_MINUTES), timedelta(hours=settings.SESSION_HOURS)
    if idle and now - seen > idle:
        _end(request, "Сеанс закончился: долгое бездействие")
    elif whole and now - since > whole:
        _end(request, "Сеанс закончился: истёк его срок")
    elif now - seen >= MARK_EVERY:
        request.session[SEEN] = now.isoformat()
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _end(request: HttpRequest, why: str) -> None:
    user = request.user
    assert isinstance(user, User)
    with journal.transaction():
        journal.record(user.actor, why, obj=user)
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session.flush()
    request.user = AnonymousUser()


def open_sessions(user: User) -> list[UserSession]:
    """Sessions of a user that still open the portal, the latest first; ended ones are forgotten on the way."""
    found: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(found, key=lambda one: one.created_at, reverse=True)


def end(sessions: Iterable[UserSession], *, user: User) -> int:
    """End sessions of a user by his own will; their number."""
    ended = list(sessions)
    with journal.transaction():
        for one in ended:
            one.end()
            journal.record(user.actor, "Сеанс закрыт владельцем", obj=user, personal={"address": one.ip})
    return len(ended)


def end_silently(user: User) -> None:
    """End every session of a user, as a part of what is told otherwise."""
    for one in UserSession.objects.filter(user=user):
        one.end()


def browser_words(user_agent: str) -> str:
    """The browser and the system in plain words: "Firefox, Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "неизвестный браузер")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser}, {system}" if system else browser
