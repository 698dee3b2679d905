"""How dear the pages are beside the framework's bare page: one gunicorn, one run, one table of ratios.

Run by `make bench` (and by hand: tools/with-services.sh .venv/bin/python tools/bench_pages.py). The floor of each
page is a bare page with as many rows (tests/bench); both are asked in turn, so that a busy machine is busy for both.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GROUP = "pages"
ROUNDS, WARM, OPEN_TERMS, ON_PAGE = 30, 3, 200, 200
SIZES = (1_000, 5_000)


@dataclass(frozen=True)
class Page:
    """A page and its floor: both addresses, and how many times dearer it may be.

    `anew`: each time under an address of its own, so that nothing kept is sent; `again`: asked with its ETag.
    """

    title: str
    address: str
    floor: str
    most: float | None
    anew: bool = True
    again: bool = False


@dataclass(frozen=True)
class Measured:
    """Seconds of a page and of its floor, the least of all rounds; queries are counted apart."""

    page: Page
    seconds: float
    floor: float
    queries: int = 0

    def target(self) -> Any:
        """A line of the table."""
        from bench_table import Target

        page = self.page
        return Target(GROUP, page.title, self.seconds, floor=self.floor, most=page.most, queries=self.queries)


@contextmanager
def served(settings: str) -> Iterator[int]:
    """gunicorn with one worker and one thread; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "gunicorn", "--workers=1", "--threads=1", "--log-level=error", "--keep-alive=60"]
    told = {"DJANGO_SETTINGS_MODULE": settings, "ALLOWED_HOSTS": "127.0.0.1", "WEB_BIND": f"127.0.0.1:{port}"}
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **told})
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
        if answer.status != (304 if tag else 200):
            raise SystemExit(f"{address} answers {answer.status}")
        return spent, answer.status, answer.headers.get("ETag", "")


def measure(reader: Reader, page: Page) -> Measured:
    """The page and its floor in turn."""
    for _ in range(WARM):
        tag = reader.ask(page.address)[2]
        reader.ask(page.floor)
    pairs = []
    for number in range(ROUNDS):
        address = f"{page.address}?anew={number}" if page.anew else page.address
        seconds, _, _ = reader.ask(address, tag if page.again else "")
        pairs.append((seconds, reader.ask(page.floor)[0]))
    return Measured(page, min(one for one, _ in pairs), min(other for _, other in pairs))


def browser_of(username: str) -> Any:
    """A signed-in browser in this process."""
    from django.test import Client

    from ranking_portal.accounts.models import User

    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(User.objects.get(username=username))
    return browser


def queries_of(browser: Any, page: Page) -> int:
    """How many queries the page makes, made anew."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"{page.address}?anew=counted" if page.anew else page.address
    browser.get(page.address)
    with CaptureQueriesContext(connection) as made:
        browser.get(address)
    return len(made)


def many_open_terms() -> None:
    """Terms of the office, as many as nobody should ever have."""
    from ranking_portal import clock
    from ranking_portal.accounts.enums import Role
    from ranking_portal.deadlines.models import Deadline

    today = clock.today()
    Deadline.objects.bulk_create(
        Deadline(
            year=2025,
            code="team_proposal",
            clause="2.6",
            title="Предложение о премировании",
            object_key=f"project:Q{number}",
            object_label=f"проект Q{number}",
            who=Role.OFFICE,
            event_on=today,
            opened_at=clock.now(),
            due_on=today + timedelta(days=5 + number % 30),
            act_by=today + timedelta(days=5 + number % 30),
            working_days=5,
            next_check_on=today + timedelta(days=1),
        )
        for number in range(OPEN_TERMS)
    )


def rated(size: int) -> int:
    """A ranking of so many projects, made of that of the demonstration; its key."""
    from django.db import connection

    from projects.models import Cycle
    from ranking.models import Ranking
    from ranking_portal import clock

    of = Ranking.objects.filter(cycle__year=2025, state="confirmed").latest("as_of")
    rows, names = json.loads(of.result), json.loads(of.names)
    copies = [(f"{row['code']}-{number // len(rows)}", row) for number, row in _turns(rows, size)]
    result = [row | {"code": code, "place": place} for place, (code, row) in enumerate(copies, 1)]
    cycle, _ = Cycle.objects.get_or_create(year=2040 + SIZES.index(size), defaults={"opened_at": clock.now()})
    made = Ranking.objects.create(
        cycle=cycle, kind=of.kind, as_of=of.as_of, methodology=of.methodology, edition=of.edition
    )
    Ranking.objects.filter(pk=made.pk).update(
        result=json.dumps(result),
        names=json.dumps({code: names[row["code"]] for code, row in copies}),
        snapshot=of.snapshot,
        calculated_at=clock.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ranking_ranking SET state = 'calculated' WHERE id = %s", [made.pk])
    return int(made.pk)


def _turns(rows: list[Any], size: int) -> Iterator[tuple[int, Any]]:
    for number in range(size):
        yield number, rows[number % len(rows)]


def pages() -> list[Page]:
    """What is measured, over the demonstration."""
    from ranking.models import Ranking

    confirmed = Ranking.objects.filter(cycle__year=2025, state="confirmed").latest("as_of").pk
    draft = Ranking.objects.filter(state="calculated").latest("pk").pk
    rating, bare = f"/rankings/{confirmed}/", f"/bare/{confirmed}/51/"
    found = [
        Page("rating of 51, a draft", f"/rankings/{draft}/", f"/bare/{draft}/51/", 2.5),
        Page("rating of 51, confirmed", rating, bare, 1.0, anew=False),
        Page("rating of 51, confirmed, seen before", rating, bare, 1.0, anew=False, again=True),
    ]
    for size in SIZES:
        pk = rated(size)
        title = f"rating of {size:,}, {ON_PAGE} on a page"
        found.append(Page(title, f"/rankings/{pk}/", f"/bare/{pk}/{ON_PAGE}/", 2.5))
    why = f"/rankings/{confirmed}/E3/"
    many_open_terms()
    former = Ranking.objects.filter(cycle__year=2025, kind="primary").latest("as_of").pk
    return [
        *found,
        Page("why this score", why, bare, 3.0),
        Page("two rankings compared", f"/rankings/{confirmed}/compare/{former}/", bare, None),
        Page(f"home, {OPEN_TERMS} open terms", "/", bare, 3.0),
    ]


def measured() -> list[Measured]:
    """Every page; DATABASE_URL names a server."""
    import bench
    from django.core.management import call_command
    from django.db import connection

    bench.prepare_database()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        call_command("demo", stdout=nowhere)
    listed, browser = pages(), browser_of("office")
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    os.environ["DATABASE_URL"] = f"{server}/{connection.settings_dict['NAME']}"
    with served("tests.bench.settings") as port:
        reader = Reader(port, browser.cookies["sessionid"].value)
        return [replace(measure(reader, page), queries=queries_of(browser, page)) for page in listed]


def main() -> None:
    sys.path[:0] = [str(ROOT), str(ROOT / "tools")]
    # Names the settings, too.
    import bench  # noqa: F401
    import bench_table
    import django

    django.setup()
    bench_table.keep("pages", [one.target() for one in measured()])


if __name__ == "__main__":
    main()
