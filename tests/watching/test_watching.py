"""Whoever watches the portal learns whether it lives, is ready and how fast it is, and nothing about anybody."""

import re
import subprocess
import sys

import pytest
from django.db import Error
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from ranking_portal.workflow import outbox
from ranking_portal.workflow.models import OutboxMessage

pytestmark = pytest.mark.django_db
TOKEN = "token-of-figures"
NOBODY_LISTENS = "redis://:secret-word@127.0.0.1:1/0"


@pytest.fixture
def watcher(settings) -> Client:
    """A monitoring system that knows the token."""
    settings.METRICS_TOKEN = TOKEN
    return Client(headers={"Authorization": f"Bearer {TOKEN}"})


def figure(text: str, name: str) -> float:
    """The value of a figure without labels."""
    (value,) = re.findall(rf"^{name} (\S+)$", text, re.MULTILINE)
    return float(value)


def test_ready_when_everything_is_there(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready")
    assert client.get("/healthz").content == b"ok"


def test_not_ready_without_a_broker_and_the_password_stays_unsaid(client, settings):
    settings.CELERY_BROKER_URL = NOBODY_LISTENS
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "the broker does not answer"
    assert client.get("/healthz").status_code == 200


def test_not_ready_where_files_cannot_be_kept(client, settings, tmp_path):
    (tmp_path / "taken").write_text("not a folder")
    settings.MEDIA_ROOT = tmp_path / "taken" / "files"
    assert client.get("/readyz").content.decode() == "the storage of files is not writable"


def test_not_ready_behind_a_newer_code(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: [("projects", "9999")])
    assert client.get("/readyz").content.decode() == "migrations are pending"


def test_not_ready_without_a_database(client, monkeypatch):
    def silent(self, targets):
        raise Error("connection to server at db.example failed: password secret-word")

    monkeypatch.setattr(MigrationExecutor, "migration_plan", silent)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, "the database does not answer")


def test_figures_are_there_for_the_token_only(watcher, settings):
    assert watcher.get("/metrics").status_code == 200
    for shown in ("Bearer another", "Bearer ", TOKEN):
        assert Client(headers={"Authorization": shown}).get("/metrics").status_code == 404
    settings.METRICS_TOKEN = ""
    assert Client(headers={"Authorization": "Bearer "}).get("/metrics").status_code == 404


def test_a_request_is_timed_under_the_name_of_its_route(watcher, office):
    watcher.force_login(office)
    watcher.get("/search/", {"q": "Петрова"})
    watcher.get("/nowhere/petrova/")
    text = watcher.get("/metrics").content.decode()
    assert 'portal_request_seconds_count{method="GET",route="search",status="200"}' in text
    assert 'portal_request_seconds_count{method="GET",route="other",status="404"}' in text
    assert "petrova" not in text
    labels = {
        label for line in text.splitlines() if line.startswith("portal_") for label in re.findall(r'(\w+)="', line)
    }
    assert labels <= {"method", "route", "status", "le", "version", "task"}


def test_what_waits_is_counted(watcher, petition):
    text = watcher.get("/metrics").content.decode()
    assert figure(text, "portal_outbox_waiting") == 1
    assert figure(text, "portal_outbox_failing") == 1
    assert figure(text, "portal_terms_overdue") == 0


@pytest.fixture
def petition() -> OutboxMessage:
    """A message that nobody has been able to deliver."""

    def refuse(payload, message_id):
        raise Error("no room now")

    outbox.delivers("tests.petition")(refuse)
    message = outbox.post("tests.petition", {}, later=True)
    assert not outbox.deliver(message.pk)
    return message


def test_processes_share_their_figures(tmp_path):
    """Two processes of one service: whoever asks either learns of both."""
    told = (
        "import django, sys; django.setup(); from ranking_portal.watching import figures; "
        "figures.requests.labels('home', 'GET', '200').observe(0.1); "
        "print(figures.timed().get_sample_value('portal_request_seconds_count', "
        "{'route': 'home', 'method': 'GET', 'status': '200'}))"
    )
    around = {
        "DJANGO_SETTINGS_MODULE": "ranking_portal.settings",
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
    }
    asked = [
        subprocess.run([sys.executable, "-c", told], env=around, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert asked == ["1.0\n", "2.0\n"]
