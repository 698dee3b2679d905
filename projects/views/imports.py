"""Imports: what was loaded, by whom; a new one by preview and confirmation."""

from django.http import HttpRequest, HttpResponse

from ranking_portal.accounts.access import access


@access("projects.view_imports")
def imports(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@access("projects.view_imports")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("")


@access("projects.view_imports")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("")


@access("projects.import")
def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


@access("projects.import")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse("")
