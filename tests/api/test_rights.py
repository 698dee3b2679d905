"""Who reads what by a token: never more than the scope, never what is not decided, never people's own data."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client

from bonus_fund.models import BonusLine
from protocols.models import Attendance
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.api import services
from ranking_portal.api.models import ApiClient
from ranking_portal.api.sections import sections
from ranking_portal.directory.models import Person
from tests import factories
from tests.api.conftest import EVERYTHING, LAST_DAY, READ_ON, Portal, read

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def details(portal: Portal) -> list[str]:
    """Addresses that tell the most."""
    protocol = portal.year.protocol.pk
    return [
        "projects/2025/A1",
        f"rankings/{portal.ranking.pk}",
        f"protocols/{protocol}",
        "deadlines",
        "forwarded/2025/1",
    ]


def test_without_a_token_nothing_is_read(portal: Portal) -> None:
    for address in (*EVERYTHING, *details(portal)):
        answer = read(address)
        assert (answer.status_code, answer.json()["code"]) == (401, "no_token")
        assert answer["WWW-Authenticate"] == 'Bearer realm="ranking-portal"'
        assert "токен" in answer.json()["message"]


def test_a_session_of_the_portal_is_no_token(portal: Portal) -> None:
    browser = Client()
    browser.force_login(portal.year.office)
    assert browser.get("/api/v1/projects").status_code == 401


@pytest.mark.parametrize("token", ["rp_unknown", "Bearer", "ы", "' OR 1=1 --"])
def test_a_token_that_nobody_issued_opens_nothing(portal: Portal, token: str) -> None:
    answer = read("projects", token.encode().decode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


def test_a_revoked_token_opens_nothing_at_once(portal: Portal) -> None:
    client, token = portal.issue("projects")
    assert read("projects", token).status_code == 200
    services.revoke(client, by=portal.admin)
    answer = read("projects", token)
    assert (answer.status_code, answer.json()["code"]) == (401, "revoked_token")


def test_a_token_opens_on_its_last_day_and_not_on_the_next(portal: Portal) -> None:
    _, token = portal.issue("projects")
    with clock.at(LAST_DAY):
        assert read("projects", token).status_code == 200
    with clock.at(LAST_DAY + timedelta(days=1)):
        answer = read("projects", token)
    assert (answer.status_code, answer.json()["code"]) == (401, "expired_token")


@pytest.mark.parametrize("number", range(len(EVERYTHING)))
def test_a_scope_opens_its_own_section_alone(portal: Portal, number: int) -> None:
    scope, detail = EVERYTHING[number], details(portal)[number]
    _, own = portal.issue(scope)
    _, others = portal.issue(*(other for other in EVERYTHING if other != scope))
    for address in (scope, detail):
        assert read(address, own).status_code == 200
        refused = read(address, others)
        assert (refused.status_code, refused.json()["code"]) == (403, "insufficient_scope")
        assert f'scope="{scope}"' in refused["WWW-Authenticate"]


def test_what_is_not_decided_does_not_leave_the_portal(portal: Portal) -> None:
    listed = {row["id"] for row in portal.get("rankings").json()["items"]}
    assert portal.ranking.pk in listed
    assert portal.draft.pk not in listed
    assert portal.get(f"rankings/{portal.draft.pk}").status_code == 404
    council = portal.year.extra["council"]
    draft = council.draft(portal.ranking, number="2")
    assert draft.pk not in {row["id"] for row in portal.get("protocols").json()["items"]}
    assert portal.get(f"protocols/{draft.pk}").status_code == 404


def test_numbers_of_people_votes_and_bonuses_stay_where_they_belong(portal: Portal) -> None:
    told = {address: portal.get(address).content.decode() for address in (*EVERYTHING, *details(portal))}
    everything = "".join(told.values())
    for number in Person.objects.values_list("personnel_number", flat=True):
        assert f'"{number}"' not in everything
    for seat in Attendance.objects.select_related("seat__person"):
        assert seat.seat.person.full_name not in everything
    paid = BonusLine.objects.filter(amount_kopecks__gt=0)
    assert paid.exists()
    for address, text in told.items():
        if not address.startswith("forwarded/"):
            assert not any(line.person_name in text for line in paid), address


def test_nobody_gives_what_he_does_not_see(portal: Portal) -> None:
    until: dict[str, Any] = {"name": "Система", "valid_until": LAST_DAY}
    for scope in ("rankings", "protocols", "forwarded"):
        with pytest.raises(PermissionDenied):
            services.issue(by=portal.admin, scopes=["projects", scope], **until)
    client, _ = services.issue(by=portal.admin, scopes=["projects", "deadlines"], **until)
    assert client.scopes == ["projects", "deadlines"]
    for role in set(Role) - {Role.ADMIN, Role.OFFICE, Role.PROJECT_HEAD, Role.AUTHORITY_HEAD}:
        with pytest.raises(PermissionDenied):
            services.issue(by=factories.user_with(role), scopes=["projects"], **until)


def test_every_section_says_who_sees_the_same_on_pages(portal: Portal) -> None:
    assert [section.scope for section in sections()] == list(EVERYTHING)
    seen = {section.scope: section.permission for section in sections()}
    assert seen["forwarded"] == "bonus_fund.view_funds"
    assert seen["rankings"] == "ranking.view_all_rows"


def test_too_many_requests_are_refused_until_the_minute_is_over(portal: Portal, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    _, token = portal.issue("projects")
    _, neighbour = portal.issue("projects")
    start = datetime(2026, 2, 24, 12, tzinfo=clock.ZONE)

    def at(second: float) -> Any:
        with clock.at(start + timedelta(seconds=second)):
            return read("projects", token)

    assert [at(second).status_code for second in (0, 10, 20.5, 40)] == [200, 200, 200, 429]
    refused = at(45.2)
    assert (refused["Retry-After"], refused.json()["code"]) == ("15", "too_many_requests")
    assert read("projects", neighbour).status_code == 200
    assert at(60).status_code == 200
    # A demonstration's clock may be put back.
    assert at(-3600).status_code == 200


def test_the_token_itself_is_kept_nowhere(portal: Portal) -> None:
    client, token = portal.issue("projects")
    assert token.startswith(client.token_begins)
    with connection.cursor() as cursor:
        for table in (ApiClient._meta.db_table, "journal_entry", "journal_personaltext"):
            cursor.execute(f"SELECT * FROM {table}")
            assert token not in str(cursor.fetchall())
    read("projects", token)
    client.refresh_from_db()
    assert client.last_used_at is not None
    assert client.last_used_at.astimezone(clock.ZONE).date() == READ_ON


@pytest.mark.parametrize("last_day", [date(2026, 2, 23), date(2027, 2, 26)])
def test_a_token_lives_from_today_to_a_year(portal: Portal, last_day: date) -> None:
    with pytest.raises(ValidationError, match="Последний день"):
        portal.issue("projects", until=last_day)
