"""Pages about the API: how to use it; who has a token; issuing and revoking one."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.api import services
from ranking_portal.api.forms import IssueForm
from ranking_portal.api.models import ApiClient
from ranking_portal.api.schemas import MOST, USUAL
from ranking_portal.api.sections import may_issue, sections, titles_of
from ranking_portal.kept_input import give_back


@access("api.read_about")
def about(request: HttpRequest) -> HttpResponse:
    """How to use the API; for those who keep or watch them, the tokens."""
    root = reverse("api:v1:api-root")
    home = settings.PORTAL_URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    context: dict[str, Any] = {
        "sections": [(one, f"{root.rstrip('/')}{one.address}") for one in sections()],
        "home": home,
        "root": root,
        "openapi": reverse("api:v1:openapi-json"),
        "a_minute": settings.API_REQUESTS_A_MINUTE,
        "usual": USUAL,
        "most": MOST,
        "may_manage": permitted(request.user, services.MANAGE),
        "may_view": permitted(request.user, "api.view_clients"),
    }
    if context["may_view"]:
        rows = ApiClient.objects.select_related("created_by", "revoked_by")
        context["clients"] = [told(client) for client in rows]
    return render(request, "api/about.html", context)


def told(client: ApiClient) -> dict[str, Any]:
    """A token as the page shows it: its scopes in words and its standing today."""
    if client.revoked_at is not None:
        word, tone = "отозван", "grey"
    elif client.is_expired_on(clock.today()):
        word, tone = "истёк", "grey"
    else:
        word, tone = "действует", "ok"
    return {"client": client, "scopes": titles_of(client.scopes), "word": word, "tone": tone, "opens": tone == "ok"}


@never_cache
@access(services.MANAGE)
def issue(request: HttpRequest) -> HttpResponse:
    """A new token, shown once, in the answer itself."""
    user = user_of(request)
    form = IssueForm(request.POST or None, offered=may_issue(user))
    give_back(request, form)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("name", "scopes", "valid_until")}
        try:
            client, token = services.issue(by=user, **given)
        except ValidationError as refusal:
            form.add_error("valid_until", refusal)
        else:
            return render(request, "api/token.html", told(client) | {"token": token, "root": _root(request)})
    return render(request, "api/issue.html", {"form": form})


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("api:v1:api-root"))


@access(services.MANAGE)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take the token back for good."""
    client = get_object_or_404(ApiClient.objects.select_related("created_by"), pk=pk)
    if request.method == "POST":
        services.revoke(client, by=user_of(request))
        messages.success(request, f"Токен системы «{client.name}» отозван: он больше ничего не открывает.")
        return redirect("api:about")
    return render(request, "api/revoke.html", told(client))
