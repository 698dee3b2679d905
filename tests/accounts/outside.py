"""A sign-on outside the portal, small and whole: OpenID Connect by the standard library, on a port of this machine."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

CLIENT, SECRET = "portal", "a-secret-of-the-portal-for-the-outside"
SIGNATURE = "a-key-with-which-the-outside-signs-its-words"


@dataclass
class Outside:
    """The server: whom it says has signed in there, and what it was asked."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    audience: str = CLIENT

    def document(self) -> dict[str, Any]:
        """Where what is found."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self) -> dict[str, Any]:
        """Who has signed in, signed."""
        now = int(time.time())
        told = {"iss": self.url, "aud": self.audience, "iat": now, "exp": now + 60, **self.person}
        return {
            "access_token": "pass",
            "token_type": "Bearer",
            "expires_in": 60,
            "id_token": jwt.encode(told, SIGNATURE, algorithm="HS256"),
        }


def _handler(outside: Outside) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            answers = {"/.well-known/openid-configuration": outside.document, "/userinfo": lambda: outside.person}
            self._answer(answers[path]())

        def do_POST(self) -> None:
            sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            fields = {name: values[0] for name, values in sent.items()}
            outside.asked.append((self.path, fields))
            known = fields.get("client_secret") == SECRET and "code_verifier" in fields
            self._answer(outside.token() if known else {"error": "invalid_client"}, 200 if known else 401)

        def _answer(self, told: dict[str, Any], status: int = 200) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: the test tells what it has seen."""

    return Handler


@contextmanager
def running() -> Iterator[Outside]:
    """The server, while the block runs."""
    outside = Outside()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(outside))
    outside.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield outside
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
