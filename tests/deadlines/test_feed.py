"""A person's terms as a calendar: stable names, alarms, the button; a secret that is revoked and never logged."""

import io
import logging
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from projects.services.cycles import open_cycle
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import feed
from ranking_portal.deadlines.models import CalendarFeed
from ranking_portal.journal.models import Entry
from ranking_portal.logs import AccessLog, formatter, without_secrets
from tests import factories
from tests.deadlines.test_terms import happen, the

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HOME = "https://portal.example"


@pytest.fixture
def year_2025(db: None) -> None:
    """The cycle of 2025 opened in time."""
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)


def events(user) -> dict[str, Any]:
    """Events of the user's calendar by name."""
    read = Calendar.from_ical(feed.ics(user, HOME))
    return {str(event["uid"]): event for event in read.walk("VEVENT")}


def of(user, deadline):
    return events(user)[f"deadline-{deadline.pk}@ranking-portal"]


def test_a_term_is_a_day_with_the_button_and_the_clause(office, year_2025) -> None:
    governor = the("results_to_governor")
    event = of(office, governor)
    assert event.decoded("dtstart") == date(2026, 2, 15)
    assert event.decoded("dtend") == date(2026, 2, 16)
    assert event["dtstart"].params["VALUE"] == "DATE"
    assert event["url"] == "https://portal.example/protocols/?year=2025"
    assert "Пункт 2.6" in event["description"]
    assert "последний рабочий день перед ним — 13\u00a0февраля 2026" in event["description"]
    assert event["status"] == "CONFIRMED"


def test_alarms_ring_at_nine_on_the_last_working_day_and_on_the_working_day_before_it(office, year_2025) -> None:
    """15 February 2026 is a Sunday: Friday the 13th and Thursday the 12th."""
    event = of(office, the("results_to_governor"))
    start = event.decoded("dtstart")
    days = [start + alarm.decoded("trigger") for alarm in event.walk("VALARM")]
    assert days == [date(2026, 2, 12), date(2026, 2, 13)]
    assert {alarm.decoded("trigger") % timedelta(days=1) for alarm in event.walk("VALARM")} == {timedelta(hours=9)}


def test_an_event_keeps_its_name_through_its_life(office, year_2025) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 5))
    term = the("protocol_to_administration")
    assert of(office, term)["summary"].startswith("Просрочено: ")
    happen("protocols.dispatch.sent_to_administration", date(2026, 2, 9))
    event = of(office, term)
    assert event["summary"].startswith("Сделано с опозданием: ")
    assert not event.walk("VALARM")


def test_a_cancelled_term_says_so(office, year_2025) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 6))
    first = the("protocol_to_administration")
    happen("protocols.protocol.approved", date(2026, 2, 9))
    assert of(office, first)["status"] == "CANCELLED"
    assert [event["status"] for event in events(office).values()].count("CANCELLED") == 1


def test_a_calendar_holds_its_owners_terms_alone(year_2025) -> None:
    card = factories.complete_card("E3")
    for code in ("E3", "N4"):
        happen("bonus_fund.notice.received_by_project_head", date(2026, 2, 6), scope=f"project:{code}")
    found = events(factories.project_head(card))
    assert [event["summary"] for event in found.values()] == [
        "Направить согласованные предложения по премированию команды (проект E3)"
    ]


def test_the_address_is_made_shown_again_replaced_and_deleted(office, client_of, year_2025) -> None:
    client = client_of(office)
    assert "Создать адрес" in client.get("/deadlines/ics/").content.decode()
    client.post("/deadlines/ics/", {"renew": "1"})
    first = CalendarFeed.objects.get().token
    page = client.get("/deadlines/ics/")
    assert f"http://testserver/deadlines/{first}.ics" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    given = Client().get(f"/deadlines/{first}.ics")
    assert given["Content-Type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" in given.content
    client.post("/deadlines/ics/", {"renew": "1"})
    second = CalendarFeed.objects.get().token
    assert Client().get(f"/deadlines/{first}.ics").status_code == 404
    assert Client().get(f"/deadlines/{second}.ics").status_code == 200
    client.post("/deadlines/ics/", {"remove": "1"})
    assert Client().get(f"/deadlines/{second}.ics").status_code == 404


def test_an_account_switched_off_gives_no_calendar(office, year_2025) -> None:
    token = feed.renew(office).token
    office.is_active = False
    office.save()
    assert Client().get(f"/deadlines/{token}.ics").status_code == 404


def test_a_lost_role_empties_the_calendar(office, year_2025) -> None:
    token = feed.renew(office).token
    office.grants.all().delete()
    assert b"BEGIN:VEVENT" not in Client().get(f"/deadlines/{token}.ics").content


def test_the_journal_tells_of_the_address_without_the_secret(office, year_2025) -> None:
    tokens = [feed.renew(office).token for _ in range(2)]
    feed.revoke(office)
    entries = Entry.objects.filter(ref=f"accounts.user:{office.pk}").order_by("pk")
    assert [entry.action for entry in entries] == [
        "Создан адрес своего календаря",
        "Адрес своего календаря заменён",
        "Адрес своего календаря удалён",
    ]
    told = " ".join(f"{entry.label} {entry.details}" for entry in Entry.objects.all())
    assert not any(token in told for token in tokens)


def test_the_log_never_holds_the_secret(office, year_2025) -> None:
    """A calendar program goes on asking a revoked address: Django logs every answer 404 with its address."""
    token = feed.renew(office).token
    feed.revoke(office)
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter(as_json=False))
    logging.getLogger("django.request").addHandler(handler)
    try:
        assert Client().get(f"/deadlines/{token}.ics").status_code == 404
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert "Not Found: /deadlines/***.ics" in written.getvalue()
    assert token not in written.getvalue()


def test_every_line_of_the_portals_log_goes_through_that_form(settings) -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "ranking_portal.logs.formatter"
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "line"
    assert without_secrets("GET /deadlines/5/ 200") == "GET /deadlines/5/ 200"


def test_gunicorns_log_of_requests_hides_it_too(settings) -> None:
    from gunicorn.config import Config

    config = Config()
    log = AccessLog(config)

    class Answer:
        status, sent, headers = "200 OK", 10, ()

    class Asked:
        headers = ()

    address = f"/deadlines/{'s' * 43}.ics"
    around = {"REQUEST_METHOD": "GET", "RAW_URI": address, "SERVER_PROTOCOL": "HTTP/1.1", "PATH_INFO": address}
    parts = log.atoms(Answer(), Asked(), around, timedelta(seconds=1))
    assert parts["r"] == "GET /deadlines/***.ics HTTP/1.1"
    assert not any("sss" in part for part in parts.values() if isinstance(part, str))


def test_only_a_user_with_a_role_makes_an_address(client_of) -> None:
    assert client_of(factories.user_with()).post("/deadlines/ics/", {"renew": "1"}).status_code == 403
    assert not CalendarFeed.objects.exists()
    assert client_of(factories.user_with(Role.AUDITOR)).post("/deadlines/ics/", {"renew": "1"}).status_code == 302
