"""Version 1 of the API: its sections under tokens, its document, its errors. What is given never changes its meaning;
fields may only be added, anything else is a version 2 beside this one."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, re_path, reverse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from ranking_portal.accounts.access import PUBLIC, TOKEN
from ranking_portal.api import errors
from ranking_portal.api.sections import sections
from ranking_portal.api.tokens import Token

VERSION = "1.0"
DESCRIPTION = (
    "Только чтение. Токен выдают на странице /api/ портала; его передают в заголовке Authorization: Bearer <токен>. "
    "Суммы – целые копейки (поля …_kopecks), прочие дробные числа – строки с десятичной точкой, "
    "даты – ГГГГ-ММ-ДД. Ошибки – JSON с полями code, message, details. "
    "Персональные номера, оплата труда и поимённые голоса не передаются."
)
View = Callable[..., HttpResponse]
OPEN = ("openapi-json", "api-root", "unknown")


class Renderer(JSONRenderer):
    """JSON with Russian letters as they are."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """The API with a document for those who use it: operations under the names of their addresses."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the address."""
        return str(operation.url_name)

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """The document, without what classes tell of themselves to maintainers."""
        schema = super().get_openapi_schema(**kwargs)
        _forget_docstrings(schema)
        return schema


def _forget_docstrings(node: Any) -> None:
    if isinstance(node, dict):
        if node.get("type") == "object" or "enum" in node:
            node.pop("description", None)
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            _forget_docstrings(one)


def build() -> NinjaAPI:
    """The API of all sections that have been offered."""
    api = Api(
        title="Портал ранжирования региональных проектов",
        version=VERSION,
        description=DESCRIPTION,
        docs_url=None,
        urls_namespace="api:v1",
        renderer=Renderer(),
    )
    errors.install(api)
    for section in sections():
        api.add_router(section.address, section.router, auth=Token(section.scope), tags=[section.scope])
    return api


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Addresses of the version, the last of them for whatever it does not know."""
    api = build()
    patterns, app_name, namespace = api.urls
    # Line breaks too: whoever sends them is answered in JSON like anybody.
    unknown = re_path(r"^(?P<rest>[\s\S]+)\Z", _unknown(api), name="unknown")
    for pattern in (*patterns, unknown):
        assert isinstance(pattern, URLPattern)
        rule = PUBLIC if pattern.name in OPEN else TOKEN
        view = root if pattern.name == "api-root" else pattern.callback
        pattern.callback = _answering(api, view, rule)
    return [*patterns, unknown], app_name, namespace


def root(request: HttpRequest) -> HttpResponse:
    """Where to go on."""
    told = {"version": VERSION, "openapi": reverse("api:v1:openapi-json"), "about": reverse("api:about")}
    return JsonResponse(told | {"sections": [section.scope for section in sections()]})


def _unknown(api: NinjaAPI) -> View:
    def unknown(request: HttpRequest, rest: str) -> HttpResponse:
        return errors.answer(api, request, errors.NOT_FOUND)

    return unknown


def _answering(api: NinjaAPI, view: View, rule: str) -> View:
    """The view with its rule of access, as machines need it: HEAD as GET, no copies kept on the way, JSON for 405."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked in ("GET", "HEAD"):
            request.method = "GET"
            response = view(request, *args, **kwargs)
            request.method = asked
        else:
            response = errors.answer(api, request, errors.ONLY_READ)
        response["Cache-Control"] = "private, no-store"
        return response

    answering.access_rule = rule  # type: ignore[attr-defined]
    # Nothing of the API looks at cookies, and nothing of it changes anything.
    answering.csrf_exempt = True  # type: ignore[attr-defined]
    return answering
