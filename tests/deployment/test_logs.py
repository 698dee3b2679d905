"""What stands in the log, and what never does: nobody's name, address, password, session, key."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from ranking_portal.accounts.access import public
from ranking_portal.accounts.enums import Role
from ranking_portal.logs import formatter, json_wanted, without_secrets
from ranking_portal.notices.enums import Way
from ranking_portal.notices.models import Preference
from ranking_portal.workflow import outbox, telling
from tests import factories
from tests.ranking.reading import DATA

pytestmark = pytest.mark.django_db
REFUSING = "tests.notices.refusing.Refusing"
Lines = Callable[[], list[dict[str, Any]]]


class Missing(Exception):
    """An error that quotes what it has met, as databases and libraries do."""


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise Missing("Петрова Анна <petrova@lenobl.test>\nDETAIL:  Key (username)=(apetrova) already exists.")


urlpatterns = [path("", include("ranking_portal.urls")), path("broken/", broken)]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that the portal writes into its log, in the form of the full mode."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=True))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def told(written: io.StringIO) -> list[dict[str, Any]]:
    """The log line by line."""
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.urls(__name__)
def test_a_working_day_leaves_no_personal_data_in_the_log(written, settings):
    """A wrong password, a right one, a search, a broken workbook, an error page, a letter that is refused."""
    settings.EMAIL_BACKEND = REFUSING
    user = factories.user_with(Role.OFFICE, full_name="Петрова Анна", email="petrova@lenobl.test")
    Preference.objects.create(user=user, way=Way.AT_ONCE)
    client = Client(raise_request_exception=False, headers={"user-agent": "browser of apetrova"})
    for password in ("wrong-password-7", factories.PASSWORD):
        client.post(reverse("login"), {"username": user.username, "password": password})
    client.force_login(user)
    session = client.cookies["sessionid"].value
    client.get("/search/", {"q": "Петрова"})
    book = (DATA / "register-2025.xlsx").read_bytes()
    for content in (book[: len(book) // 2], book):
        file = SimpleUploadedFile("Петрова.xlsx", content)
        client.post("/imports/new/", {"kind": "register", "year": "2025", "file": file})
    assert client.get("/broken/").status_code == 500
    telling.tell({user.pk: [telling.Told("a", "opened", "Петрова", "Осталось мало.", "/funds/", "2.6", urgent=True)]})
    outbox.deliver_waiting()

    text = written.getvalue()
    names = {"петров", "анна", "apetrova", "lenobl.test", user.username, session, factories.PASSWORD, "wrong-password"}
    assert not [one for one in names if one in text.lower()]
    events = {line["event"] for line in told(written)}
    assert {"request_finished", "request_failed"} <= events
    assert any("was not delivered" in event for event in events)


@pytest.mark.urls(__name__)
def test_every_line_of_a_request_carries_its_id_and_the_users_number(written, office):
    client = Client(raise_request_exception=False)
    client.force_login(office)
    client.get("/projects/")
    client.get("/broken/")
    lines = [line for line in told(written) if line["event"].startswith("request_f")]
    assert [line["request"] for line in lines] == ["GET /projects/", "GET /broken/"]
    assert {line["user_id"] for line in lines} == {office.pk}
    assert len({line["request_id"] for line in lines}) == 2
    assert "Missing" in lines[1]["exception"]
    assert lines[1]["level"] == "error"


def test_lines_are_json_with_a_broker_and_words_without():
    assert json_wanted({"CELERY_BROKER_URL": "redis://redis:6379/0"})
    assert not json_wanted({})
    assert not json_wanted({"CELERY_BROKER_URL": "redis://redis:6379/0", "LOG_JSON": "false"})
    record = logging.LogRecord("portal", logging.INFO, "", 0, "3 terms are overdue", None, None)
    assert json.loads(formatter(as_json=True).format(record))["event"] == "3 terms are overdue"
    assert "3 terms are overdue [portal]" in formatter(as_json=False).format(record)


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("GET /search/?q=%D0%9F HTTP/1.1", "GET /search/?*** HTTP/1.1"),
        ("GET /verify/Zk3fW9_qTx81LmNoPqRs/", "GET /verify/***/"),
        ("could not connect to redis://:secret@redis:6379/0", "could not connect to redis://***@redis:6379/0"),
        ("refused a.petrov@lenobl.ru", "refused ***"),
        ("no row for Петров-Водкин К. С.", "no row for ***."),
        ("GET /proposals/15/agreements/3/", "GET /proposals/15/agreements/3/"),
    ],
)
def test_what_a_line_hides(line, hidden):
    assert without_secrets(line) == hidden
