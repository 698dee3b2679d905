"""Errors are reported only where a server is named, and a report tells nothing personal."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from ranking_portal.accounts.access import public
from ranking_portal.watching import reports

pytestmark = pytest.mark.django_db


class Kept(Transport):
    """Takes reports and sends them nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.texts.append(envelope.serialize().decode("utf-8"))


class Missing(Exception):
    """An error that quotes what it has met."""


@public
def broken(request: HttpRequest) -> HttpResponse:
    typed = request.POST["secret"]
    raise Missing(f"Петрова Анна <petrova@lenobl.test> wrote {len(typed)} signs")


urlpatterns = [path("", include("ranking_portal.urls")), path("broken/", broken)]


@pytest.fixture
def kept() -> Iterator[Kept]:
    transport = Kept()
    reports.start("https://key@errors.test/1", version="1.2.3", transport=transport)
    yield transport
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


@pytest.mark.urls(__name__)
def test_a_report_tells_what_broke_and_nothing_personal(kept, office):
    client = Client(raise_request_exception=False, headers={"user-agent": "browser-of-petrova"})
    client.force_login(office)
    session = client.cookies["sessionid"].value
    client.post("/broken/?q=apetrova", {"secret": "typed-secret"})
    (text,) = [text for text in kept.texts if "Missing" in text]
    personal = {
        "Петров",
        "петров",
        "petrova",
        "lenobl.test",
        "typed-secret",
        session,
        office.username,
        office.full_name,
    }
    decoded = json.dumps([json.loads(line) for line in text.splitlines()], ensure_ascii=False)
    assert not [one for one in personal if one in decoded]
    report: dict[str, Any] = json.loads(text.splitlines()[-1])
    assert report["release"] == "1.2.3"
    assert report["transaction"] == "/broken/"
    assert report["exception"]["values"][-1]["type"] == "Missing"
    assert report["exception"]["values"][-1]["stacktrace"]["frames"][-1]["function"] == "broken"


def test_of_a_request_only_its_address_is_told_and_of_the_user_his_number():
    asked = {"method": "POST", "url": "https://portal.test/search/?q=apetrova", "query_string": "q=apetrova"}
    event: Any = {
        "request": asked
        | {"cookies": "sessionid=abc", "headers": {"Authorization": "abc"}, "data": {"password": "abc"}},
        "user": {"id": 7, "username": "apetrova", "ip_address": "10.0.0.1"},
        "breadcrumbs": {"values": [{"message": "SELECT 'apetrova'"}]},
        "extra": {"sys.argv": ["--password", "abc"]},
        "server_name": "host-of-the-office",
    }
    assert reports.scrubbed(event, {}) == {
        "request": {"method": "POST", "url": "https://portal.test/search/?***"},
        "user": {"id": 7},
    }


def test_nothing_is_reported_by_default(settings):
    assert settings.ERRORS_DSN == ""
    reports.start("", version="1.2.3")
    assert not sentry_sdk.get_client().is_active()


def test_an_installation_with_a_server_reports_from_its_start(tmp_path):
    asked = "import django, sentry_sdk; django.setup(); print(sentry_sdk.get_client().is_active())"
    around = {
        "DJANGO_SETTINGS_MODULE": "ranking_portal.settings",
        "PORTAL_DATA_DIR": str(tmp_path),
        "ERRORS_DSN": "https://key@errors.test/1",
    }
    done = subprocess.run([sys.executable, "-c", asked], env=around, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
