"""What the API answers in place of data: a code for machines, a Russian sentence for people, the right status."""

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

REALM = 'Bearer realm="ranking-portal"'
logger = logging.getLogger("django.request")


class Detail(Schema):
    """One wrong parameter."""

    where: str = Field(description="Место и имя параметра: query.limit, path.year")
    message: str = Field(description="Что не так, по-русски")


class Problem(Schema):
    """The body of every answer but 200."""

    code: str = Field(description="Постоянный код ошибки для программ", examples=["insufficient_scope"])
    message: str = Field(description="Что случилось и что делать, по-русски")
    details: list[Detail] = Field(description="Неверные параметры (только для 422)")


class Refusal(Exception):
    """An answer other than 200 with its status, code, sentence and headers."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.headers = status, code, message, headers or {}


def unauthorized(code: str, message: str) -> Refusal:
    """401: no token, or one that opens nothing."""
    # RFC 6750: a request without any token is told no error.
    told = "" if code == "no_token" else ', error="invalid_token"'
    return Refusal(401, code, message, {"WWW-Authenticate": REALM + told})


NOT_FOUND = Refusal(404, "not_found", "Такого адреса или такой записи нет.")
ONLY_READ = Refusal(405, "method_not_allowed", "API только для чтения: используйте GET.", {"Allow": "GET, HEAD"})
BROKEN = Refusal(500, "server_error", "Ошибка портала. Повторите позже; если не проходит, сообщите адрес и время.")
# Codes that every operation may answer with; the document names them all.
ANSWERS = (401, 403, 404, 422, 429)

# What pydantic calls a fault, in Russian; names in braces come from its context.
FAULTS = {
    "missing": "параметр обязателен",
    "int_parsing": "нужно целое число",
    "int_from_float": "нужно целое число",
    "int_parsing_size": "число слишком велико",
    "greater_than_equal": "не меньше {ge}",
    "less_than_equal": "не больше {le}",
    "string_too_long": "не больше знаков: {max_length}",
    "string_too_short": "не меньше знаков: {min_length}",
    "string_pattern_mismatch": "недопустимые знаки",
    "enum": "одно из: {expected}",
    "literal_error": "одно из: {expected}",
    "extra_forbidden": "такого параметра нет",
}


def answer(
    api: NinjaAPI, request: HttpRequest, refusal: Refusal, details: list[dict[str, str]] | None = None
) -> HttpResponse:
    """The refusal as JSON."""
    body = {"code": refusal.code, "message": refusal.message, "details": details or []}
    response = api.create_response(request, body, status=refusal.status)
    for name, value in refusal.headers.items():
        response[name] = value
    return response


def told(error: dict[str, Any]) -> dict[str, str]:
    """A fault of a parameter in Russian."""
    where = [str(part) for part in error["loc"]]
    # Parameters that come as one schema are known to people by their own names.
    name = f"{where[0]}.{where[-1]}"
    context = {key: str(value).replace(" or ", ", ") for key, value in error.get("ctx", {}).items()}
    return {"where": name, "message": FAULTS.get(error["type"], "значение не подходит").format_map(context)}


def install(api: NinjaAPI) -> None:
    """Answer every error of the API in one form."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return answer(api, request, refusal)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return answer(api, request, NOT_FOUND)

    @api.exception_handler(ValidationError)
    def wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
        refusal = Refusal(422, "invalid_parameters", "Параметры запроса не подходят: см. details.")
        return answer(api, request, refusal, [told(one) for one in error.errors])

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        refusal = unauthorized("no_token", "Нужен токен: заголовок Authorization: Bearer <токен>.")
        return answer(api, request, refusal if error.status_code == refusal.status else BROKEN)

    @api.exception_handler(Exception)
    def broken(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("Internal Server Error: %s", request.path, exc_info=error)
        return answer(api, request, BROKEN)
