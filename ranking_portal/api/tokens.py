"""The only way into the API: a token in the header Authorization. Cookies of the portal open nothing here."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from ranking_portal import clock
from ranking_portal.api import services
from ranking_portal.api.errors import REALM, Refusal, unauthorized
from ranking_portal.api.models import ApiClient


class Token(HttpBearer):
    """Lets in a client whose token is good for the scope and who does not ask too often."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient:
        """The client of the token. Raises Refusal (401, 403, 429)."""
        client = ApiClient.objects.filter(token_sha256=services.digest_of(token)).first()
        if client is None:
            raise unauthorized("unknown_token", "Такого токена нет.")
        if client.revoked_at is not None:
            raise unauthorized("revoked_token", "Токен отозван. Попросите у администратора портала новый.")
        if client.is_expired_on(clock.today()):
            raise unauthorized("expired_token", f"Срок токена истёк {client.valid_until:%d.%m.%Y}. Попросите новый.")
        if wait := services.count(client):
            message = f"Слишком много запросов. Повторите через {wait} с."
            raise Refusal(429, "too_many_requests", message, {"Retry-After": str(wait)})
        if self.scope not in client.scopes:
            services.tell_refused(client, self.scope, request.path)
            header = f'{REALM}, error="insufficient_scope", scope="{self.scope}"'
            message = f"Токен не открывает эти сведения: нужна область «{self.scope}»."
            raise Refusal(403, "insufficient_scope", message, {"WWW-Authenticate": header})
        return client


def client_of(request: HttpRequest) -> ApiClient:
    """Whose token has let the request in."""
    client = getattr(request, "auth", None)
    assert isinstance(client, ApiClient)
    return client
