"""A page that stands until the journal grows: sent again as it was, and never to whom or when it should not be."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Cycle
from ranking.models import Ranking, SavedView
from ranking_portal import clock
from ranking_portal.accounts import services
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant
from ranking_portal.journal.services import Actor, record, transaction
from tests import factories
from tests.ranking.test_rankings import METHODOLOGY, primary, run

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
MOST_QUERIES = 6


@pytest.fixture
def ranking() -> Ranking:
    run("load_methodology", METHODOLOGY, "--in-force")
    factories.complete_card("E3")
    factories.complete_card("N4")
    return primary()


def address(ranking: Ranking) -> str:
    return f"/rankings/{ranking.pk}/"


def told(**details: Any) -> None:
    """Something happens somewhere in the portal."""
    with transaction():
        record(Actor("system", "Портал"), "Что-то изменено", details=details)


def test_it_is_made_once_and_then_not_even_sent(client_of: Any, office: Any, ranking: Ranking) -> None:
    browser = client_of(office)
    first = browser.get(address(ranking))
    with CaptureQueriesContext(connection) as queries:
        second = browser.get(address(ranking))
    assert second.content == first.content
    assert len(queries) <= MOST_QUERIES
    assert first["Cache-Control"] == "private, no-cache"
    not_changed = browser.get(address(ranking), headers={"If-None-Match": first["ETag"]})
    assert (not_changed.status_code, not_changed.content) == (304, b"")
    assert "ETag" in not_changed


def test_whatever_happens_in_the_portal_it_is_made_anew(client_of: Any, office: Any, ranking: Ranking) -> None:
    browser = client_of(office)
    first = browser.get(address(ranking))
    told()
    assert browser.get(address(ranking), headers={"If-None-Match": first["ETag"]}).status_code == 200
    with clock.at(clock.now() + timedelta(days=1)):
        assert browser.get(address(ranking), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_each_reader_has_his_own(client_of: Any, office: Any, ranking: Ranking) -> None:
    auditor = factories.user_with(Role.AUDITOR, full_name="Ревизорова Анна Львовна")
    mine = client_of(office).get(address(ranking))
    others = client_of(auditor).get(address(ranking), headers={"If-None-Match": mine["ETag"]})
    assert others.status_code == 200
    assert "Ревизорова" in others.content.decode()
    assert "Ревизорова" not in mine.content.decode()
    assert Client().get(address(ranking), headers={"If-None-Match": mine["ETag"]}).status_code == 302


def test_whose_right_has_ended_gets_nothing_kept(client_of: Any, ranking: Ranking) -> None:
    auditor, admin = factories.user_with(Role.AUDITOR), factories.user_with(Role.ADMIN)
    browser = client_of(auditor)
    shown = browser.get(address(ranking))
    assert shown.status_code == 200
    yesterday = clock.today() - timedelta(days=1)
    services.revoke_role(RoleGrant.objects.get(user=auditor), by=admin, last_day=yesterday)
    assert browser.get(address(ranking), headers={"If-None-Match": shown["ETag"]}).status_code == 403


def test_the_form_on_it_is_good_for_its_own_browser(client_of: Any, office: Any, ranking: Ranking) -> None:
    """Two browsers of one person have two secrets: neither gets the other's token."""
    strict = [Client(enforce_csrf_checks=True) for _ in range(2)]
    for browser in strict:
        browser.force_login(office)
        browser.get(address(ranking))
        page = browser.get(address(ranking)).content.decode()
        token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        sent = browser.post(f"{address(ranking)}views/", {"csrfmiddlewaretoken": token, "name": "", "query": ""})
        assert sent.status_code == 302


def test_what_is_said_once_is_said_once(client_of: Any, office: Any, ranking: Ranking) -> None:
    browser = client_of(office)
    browser.get(address(ranking))
    browser.post(f"{address(ranking)}views/", {"name": "Мой вид", "query": "sort=name"})
    assert SavedView.objects.exists()
    said = "Вид «Мой вид» сохранён"
    assert said in browser.get(address(ranking)).content.decode()
    after = browser.get(address(ranking)).content.decode()
    assert said not in after
    assert "Мой вид" in after


def test_another_year_at_the_side_is_another_page(client_of: Any, office: Any, ranking: Ranking) -> None:
    Cycle.objects.create(year=2026, opened_at=clock.now())
    browser = client_of(office)
    asked = f"{address(ranking)}?eligible=yes"
    first = browser.get(asked)
    assert browser.get(address(ranking))["ETag"] != first["ETag"]
    session = browser.session
    session["year"] = 2026
    session.save()
    assert browser.get(asked)["ETag"] != first["ETag"]
