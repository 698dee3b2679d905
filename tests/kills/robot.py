"""An actor without a browser: opens pages, fills in their forms and sends them over HTTP."""

from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from ranking_portal.accounts.models import User
from tests import factories
from tests.fuzzing.targets import FormReader

PATIENCE_SECONDS = 30
EVERY = object()  # all that the control offers


class Robot:
    """One user at his own screen; raises OSError where the portal does not answer, or answers with an error."""

    def __init__(self, home: str, user: User) -> None:
        self.home, self.user = home, user
        # Cookies are secure, as behind the proxy that holds the certificate.
        self.cookies = CookieJar(DefaultCookiePolicy(secure_protocols=("http", "https")))
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))
        self.opener.addheaders = [("X-Forwarded-Proto", "https")]

    def read(self, address: str) -> str:
        """The page, signed in first where need be."""
        text, where = self._ask(Request(urljoin(self.home, address)))
        if "/login/" not in where:
            return text
        self._send(where, text, "/login/", {"username": self.user.username, "password": factories.PASSWORD})
        return self._ask(Request(urljoin(self.home, address)))[0]

    def send(self, address: str, to: str = "", everywhere: str = "", **values: Any) -> str:
        """Fill in the form of the page (the one that goes to an address ending so) and send it; the page after it.

        `everywhere`: the answer given to every control that offers it.
        """
        return self._send(address, self.read(address), to, values, everywhere)

    def send_shown(self, address: str, shown: str, to: str, **values: Any) -> str:
        """Send the form of a page that an earlier sending has answered with."""
        return self._send(address, shown, to, values)

    def _send(self, address: str, text: str, to: str, values: dict[str, Any], everywhere: str = "") -> str:
        reader = FormReader()
        reader.feed(text)
        here = urljoin(self.home, address)
        fitting = [
            (action, controls) for action, controls in reader.forms if _fits(urljoin(here, action), to, controls)
        ]
        action, controls = (fitting or [("", {})])[-1]
        if not controls:
            raise LookupError(f"no form for {to or address} on {here}: {[one for one, _ in reader.forms]}")
        data: dict[str, Any] = {name: one.values for name, one in controls.items() if one.values}
        data |= {name: everywhere for name, one in controls.items() if everywhere and everywhere in one.offered}
        data |= {name: controls[name].offered if value is EVERY else value for name, value in values.items()}
        body = encode_multipart(BOUNDARY, data)
        headers = {"Content-Type": MULTIPART_CONTENT, "Referer": here.replace("http:", "https:")}
        return self._ask(Request(urljoin(here, action), body, headers))[0]

    def _ask(self, request: Request) -> tuple[str, str]:
        with self.opener.open(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.read().decode("utf-8", "replace"), answer.geturl()


def _fits(where: str, to: str, controls: dict[str, Any]) -> bool:
    return where.partition("?")[0].endswith(to) and not where.endswith(("/logout/", "/language/")) and bool(controls)
