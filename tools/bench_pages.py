"""How dear the pages are beside the framework's bare page: one gunicorn, one run, one table of ratios.

Run by `make bench` (and by hand: tools/with-services.sh .venv/bin/python tools/bench_pages.py). The floor of each
page is a bare page with as many rows (tests/bench); both are asked in turn, so that a busy machine is busy for both.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, WARM = 40, 3


@dataclass(frozen=True)
class Page:
    """A page and its floor: both addresses, and how many times dearer it may be. `again`: asked with its ETag."""

    title: str
    address: str
    floor: str
    most: float
    again: bool = False


@dataclass(frozen=True)
class Measured:
    """Seconds of a page and of its floor: the least of all rounds."""

    page: Page
    seconds: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times dearer than the floor."""
        return self.seconds / self.floor


@contextmanager
def served(settings: str) -> Iterator[int]:
    """gunicorn with one worker and one thread; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "ranking_portal.wsgi", f"--bind=127.0.0.1:{port}", "--workers=1"]
    command += ["--worker-class=gthread", "--threads=1", "--log-level=error", "--keep-alive=60"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "ALLOWED_HOSTS": "127.0.0.1"}
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


class Reader:
    """A signed-in browser of one connection."""

    def __init__(self, port: int, session: str) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port)
        self._cookies = {"sessionid": session}

    def ask(self, address: str, tag: str = "") -> tuple[float, int, str]:
        """Seconds, status and ETag of an answer. Ends the programme where the page is not shown."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookies, "Accept-Encoding": "identity"} | ({"If-None-Match": tag} if tag else {})
        start = time.perf_counter()
        self._line.request("GET", address, headers=headers)
        answer = self._line.getresponse()
        answer.read()
        spent = time.perf_counter() - start
        for told in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = told.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.status not in (200, 304):
            raise SystemExit(f"{address} answers {answer.status}")
        return spent, answer.status, answer.headers.get("ETag", "")


def measure(reader: Reader, page: Page) -> Measured:
    """The page and its floor in turn."""
    for _ in range(WARM):
        tag = reader.ask(page.address)[2]
        reader.ask(page.floor)
    tag = tag if page.again else ""
    pairs = [(reader.ask(page.address, tag)[0], reader.ask(page.floor)[0]) for _ in range(ROUNDS)]
    return Measured(page, min(one for one, _ in pairs), min(other for _, other in pairs))


def session_of(username: str) -> str:
    """A session of the user, as a browser would hold it."""
    from django.test import Client

    from ranking_portal.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(username=username))
    return browser.cookies["sessionid"].value


def pages() -> list[Page]:
    """What is measured, over the demonstration."""
    from ranking.models import Ranking

    confirmed = Ranking.objects.filter(cycle__year=2025, state="confirmed").latest("as_of").pk
    draft = Ranking.objects.filter(state="calculated").first()
    bare = f"/bare/{confirmed}/51/"
    found = [
        Page("rating, confirmed", f"/rankings/{confirmed}/", bare, 1.0),
        Page("rating, confirmed, seen before", f"/rankings/{confirmed}/", bare, 1.0, again=True),
        Page("why this score", f"/rankings/{confirmed}/E3/", bare, 3.0),
        Page("home", "/", bare, 3.0),
    ]
    if draft:
        found.insert(0, Page("rating, draft", f"/rankings/{draft.pk}/", f"/bare/{draft.pk}/51/", 2.5))
    return found


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    import bench
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    bench.prepare_database()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        call_command("demo", stdout=nowhere)
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    os.environ["DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}"
    with served("tests.bench.settings") as port:
        reader = Reader(port, session_of("office"))
        for one in [measure(reader, page) for page in pages()]:
            times = f"{one.seconds * 1000:>8.1f} ms{one.floor * 1000:>8.1f} ms"
            sys.stdout.write(f"{one.page.title:<34}{times}{one.ratio:>7.2f}x of {one.page.most}x\n")


if __name__ == "__main__":
    main()
