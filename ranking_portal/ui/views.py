"""Sign-in, the year switch, search."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from ranking_portal.accounts.access import public, signed_in, user_of
from ranking_portal.typed import whole_number
from ranking_portal.ui import demo_accounts, navigation
from ranking_portal.ui import search as registry
from ranking_portal.ui.seen import recently_seen

SHORTEST_QUERY = 2


@public
def login(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """Sign in; in demo mode the accounts are listed beside the form."""
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    extra = {"demo_accounts": demo_accounts.listed() if settings.DEMO else [], "outside": apps}
    page: HttpResponseBase = LoginView.as_view(extra_context=extra)(request, *args, **kwargs)
    return page


@signed_in
def switch_year(request: HttpRequest) -> HttpResponse:
    """Remember the year and go back to where the user was, with the year of the address replaced."""
    years = navigation.years()
    chosen = whole_number(request.GET.get("year"))
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("home")
    if chosen in years:
        request.session[navigation.SESSION_KEY] = chosen
        back = _in_year(back, chosen, of_one_year="own" in request.GET)
    return redirect(back)


def _in_year(path: str, year: int, *, of_one_year: bool) -> str:
    """The page in another year. An object's own page belongs to one year: its list is where the other is chosen."""
    found = _resolved(path)
    if found is None or not (of_one_year or "year" in found.kwargs):
        return path
    own = str(found.kwargs.get("year", ""))
    parts = [str(year) if part == own else part for part in path.strip("/").split("/")]
    while parts:
        path = f"/{'/'.join(parts)}/"
        found = _resolved(path)
        if found and found.kwargs.keys() <= {"year"}:
            return path
        parts.pop()
    return reverse("home")


def _resolved(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Everything found that the user may see, and what he has looked at lately."""
    words = " ".join(request.GET.get("q", "").split())
    user = user_of(request)
    groups = registry.find(user, words) if len(words) >= SHORTEST_QUERY else {}
    context = {"words": words, "groups": groups, "shortest": SHORTEST_QUERY, "seen": recently_seen(request, user)}
    return render(request, "ui/search.html", context)
