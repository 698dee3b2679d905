"""A person's own calendar of terms: its page, and the file at its secret address."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ranking_portal.accounts.access import access, public, user_of
from ranking_portal.deadlines import feed
from ranking_portal.deadlines.models import CalendarFeed

CALENDAR = "text/calendar; charset=utf-8"


@access("deadlines.view")
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Make the address, show it again, replace or delete it."""
    user = user_of(request)
    if request.method != "POST":
        found = feed.feed_of(user)
        context = {"feed": found, "address": _home(request) + _path(found) if found else ""}
        answer = render(request, "deadlines/feed.html", context)
        # The page shows a secret: nobody's memory keeps it.
        answer["Cache-Control"] = "no-store"
        return answer
    if "remove" in request.POST:
        feed.revoke(user)
        messages.success(request, "Адрес удалён: календари по нему больше не обновляются.")
    else:
        feed.renew(user)
        messages.success(request, "Адрес готов. Прежний, если он был, больше не действует.")
    return redirect("calendar-feed")


@public
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for programs that do not sign in: whoever knows the address reads it."""
    user = feed.owner_of(token)
    if user is None:
        raise Http404("no such calendar")
    answer = HttpResponse(feed.ics(user, _home(request)), content_type=CALENDAR)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return answer


def _path(found: CalendarFeed) -> str:
    return reverse("calendar-file", args=(found.token,))


def _home(request: HttpRequest) -> str:
    """Where people reach the portal: as the installation says, or as it was reached now."""
    return settings.PORTAL_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"
