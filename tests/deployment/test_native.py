"""A year in the services of docker-compose.yml, started without containers: nothing is lost when they are restarted."""

import json
import signal
import threading
from http.client import HTTPConnection
from typing import Any

import pytest
from playwright.sync_api import Browser

from protocols.models import Document
from ranking_portal.accounts.enums import Role
from tests import factories
from tests.browser import whole_year
from tests.browser.conftest import browser_context_args, browser_type_launch_args  # noqa: F401 - fixtures by name
from tests.deployment.inhabited import PortalDay
from tests.deployment.native import Native
from tests.kills.trial import delivered, holds
from tests.ranking.test_rankings import METHODOLOGY, run
from tests.scheduler.stage import until

pytestmark = [pytest.mark.postgres, pytest.mark.browser]


class Visitor(threading.Thread):
    """Asks for a page again and again, a connection each, and notes every answer that is not a page."""

    def __init__(self, native: Native) -> None:
        super().__init__(daemon=True)
        self.port, self.wrong, self.seen = native.web_port, list[str](), 0
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.wait(0.25):
            try:
                line = HTTPConnection("127.0.0.1", self.port, timeout=20)
                line.request("GET", "/login/", headers={"X-Forwarded-Proto": "https"})
                if (status := line.getresponse().status) != 200:
                    self.wrong.append(str(status))
                line.close()
            except OSError as error:
                self.wrong.append(repr(error))
            self.seen += 1


class BehindProxy:
    """A browser whose requests come as the reverse proxy hands them on."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def new_context(self, **options: Any) -> Any:
        return self.browser.new_context(extra_http_headers={"X-Forwarded-Proto": "https"}, **options)


def test_a_year_in_the_services_of_compose(native: Native, browser: Browser) -> None:
    """Clauses 2.2-2.6; web and worker are replaced in the middle of it, and a visitor notices nothing."""
    actors = whole_year.Actors(BehindProxy(browser), native.home, PortalDay(native))  # type: ignore[arg-type]
    run("load_methodology", METHODOLOGY, "--in-force")
    office = factories.user_with(Role.OFFICE)
    administration = factories.user_with(Role.ADMINISTRATION)
    whole_year.register_and_rankings(actors, office)
    visitor = Visitor(native)
    visitor.start()
    native.running["web"].send_signal(signal.SIGHUP)
    assert native.stop("worker") == 0
    whole_year.protocol(actors, office)
    whole_year.letters(actors, office, administration)
    native.start("worker")
    visitor.enough.set()
    visitor.join()
    assert visitor.seen > 5
    assert not visitor.wrong
    whole_year.general_fund(actors, office, administration)
    _killed(native)
    whole_year.proposals(actors)
    whole_year.check_and_forwarding(actors, office, administration)

    until(delivered, "everything posted is delivered")
    assert Document.objects.exclude(sha256="").exists()
    _nothing_went_wrong(native)
    _watched(native)
    assert [native.stop(name) for name in ("beat", "worker", "web")] == [0, 0, 0]


def _killed(native: Native) -> None:
    """As by the kernel, both at once; `make soak` does it fifty times, in the midst of everything."""
    until(delivered, "everything posted is delivered")
    native.kill("web")
    native.kill("worker")
    native.begin("worker")
    native.start("web")
    holds()


def _nothing_went_wrong(native: Native) -> None:
    """Every process keeps a log of JSON lines, and none has met an error all the year."""
    for name in ("web", "worker", "beat"):
        text = native.log(name).read_text(encoding="utf-8")
        told = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        assert told, f"{name} keeps no log"
        wrong = [one for one in told if one["level"] in ("error", "critical")]
        assert not wrong, "\n".join(f"{name}: {one['event']}\n{one.get('exception')}" for one in wrong)
        assert "Traceback" not in text


def _asked(port: int, address: str, **headers: str) -> tuple[int, str]:
    line = HTTPConnection("127.0.0.1", port, timeout=20)
    line.request("GET", address, headers={"Host": "127.0.0.1", **headers})
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def _watched(native: Native) -> None:
    """What the portal and its worker tell of themselves, with a broker and without."""
    token = native.environment("web")["METRICS_TOKEN"]
    _, figures = _asked(native.web_port, "/metrics", Authorization=f"Bearer {token}")
    assert 'portal_request_seconds_count{method="POST",route="login",status="302"}' in figures
    assert "\nportal_outbox_waiting 0.0\n" in figures
    _, figures = _asked(native.figures_port, "/metrics")
    assert 'portal_task_seconds_count{task="ranking_portal.workflow.tasks.deliver"}' in figures
    assert _asked(native.web_port, "/readyz") == (200, "ready")
    native.stop("redis")
    assert _asked(native.web_port, "/readyz") == (503, "the broker does not answer")
    native.start("redis")
    assert _asked(native.web_port, "/readyz") == (200, "ready")
