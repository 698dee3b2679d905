"""A page never hangs on a broker: whoever posts work asks it once, and the beat's round does what was not heard."""

import socket
from collections.abc import Callable, Iterator

import pytest
from celery import Celery, current_app

from ranking_portal import scheduling
from ranking_portal.scheduling import wake

TASK = "ranking_portal.workflow.tasks.deliver_waiting"
# As in earnest, but a silent broker is waited for less long.
SHORTLY = {"socket_timeout": 0.2, "socket_connect_timeout": 0.2, "max_retries": 0}


@pytest.fixture
def silent_broker() -> Iterator[socket.socket]:
    """It takes calls and answers none."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def portal_of(monkeypatch) -> Iterator[Callable[[int], None]]:
    """Makes the portal's Celery one that knows the broker at a port."""
    monkeypatch.setattr(scheduling, "_broker", scheduling._Broker())
    usual = current_app._get_current_object()

    def known(port: int) -> None:
        # Celery believes the environment before what it is told.
        monkeypatch.setenv("CELERY_BROKER_URL", f"redis://127.0.0.1:{port}/0")
        app = Celery("trial", set_as_current=True)
        app.conf.broker_transport_options = SHORTLY

    yield known
    usual.set_current()


def calls(server: socket.socket) -> int:
    """How many have called since the last look."""
    seen = 0
    while True:
        try:
            server.accept()[0].close()
        except BlockingIOError:
            return seen
        seen += 1


def test_a_page_that_tells_a_hundred_people_waits_for_a_silent_broker_once(portal_of, silent_broker):
    portal_of(silent_broker.getsockname()[1])
    assert wake(TASK, expires=60) is False
    assert calls(silent_broker) > 0
    assert [wake(TASK, expires=60) for _ in range(100)] == [False] * 100
    assert calls(silent_broker) == 0


def test_after_a_while_the_broker_is_asked_again(portal_of, silent_broker, monkeypatch):
    monkeypatch.setattr(scheduling, "LEFT_ALONE_SECONDS", 0)
    portal_of(silent_broker.getsockname()[1])
    assert [wake(TASK, expires=60), wake(TASK, expires=60)] == [False, False]
    assert calls(silent_broker) > 1


def test_a_broker_that_is_not_there_stops_nobody(portal_of, silent_broker):
    port = silent_broker.getsockname()[1]
    silent_broker.close()
    portal_of(port)
    assert wake(TASK, expires=60) is False
