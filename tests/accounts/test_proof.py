"""Before a step that cannot be undone, and a change of rights, a person shows himself again."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from protocols.models import CouncilSeat
from ranking.enums import RankingKind, RankingState
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.accounts.services import grant_role
from ranking_portal.api.models import ApiClient
from ranking_portal.directory.models import Appointment
from ranking_portal.journal.models import Entry
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import steps_of
from tests import factories
from tests.access.world import METHODOLOGY
from tests.accounts.codes import code, telephone
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ORDER = "приказ от 09.02.2026 № 7"
AWAY = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "http://localhost/", "javascript:alert(1)")
GRANT = {"role": "auditor", "since": "2026-02-09", "until": "", "order": ORDER}


@pytest.fixture(autouse=True)
def _on(settings: Settings) -> None:
    settings.STEP_UP_MINUTES = 15


@pytest.fixture
def admin(user_with: Callable[..., User]) -> User:
    """The administrator."""
    return user_with(Role.ADMIN)


@pytest.fixture
def draft_ranking(db: None) -> Ranking:
    """A primary ranking that waits to be confirmed."""
    call_command("load_methodology", str(METHODOLOGY), "--in-force")
    factories.complete_card("E3")
    return rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)


def signed_in(user: User, *, minutes_ago: int) -> Client:
    """A browser that has shown its password so long ago."""
    browser = Client()
    browser.post(reverse("login"), {"username": user.username, "password": PASSWORD})
    session = browser.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] = time.time() - minutes_ago * 60
    session.save()
    return browser


def mark(browser: Client, address: str) -> str:
    """For whom a form was shown."""
    return browser.get(address).content.decode().split('name="shown_to" value="')[1].split('"')[0]


def test_what_asks_for_it() -> None:
    """Approving, announcing, submitting, forwarding; nothing that is taken back by another step."""
    models = [model for model in apps.get_models() if issubclass(model, WorkflowModel)]
    asking = {f"{model.__name__}.{name}" for model in models for name, one in steps_of(model).items() if one.proof}
    assert asking == {
        "Protocol.approve",
        "Protocol.agree",
        "Dispatch.send",
        "FundDistribution.announce",
        "FundRecalculation.submit",
        "FundRecalculation.accept",
        "BonusProposal.forward",
        "Methodology.approve",
        "Ranking.confirm",
    }


def test_a_fresh_sign_in_is_enough(admin: User, office: User) -> None:
    answer = signed_in(admin, minutes_ago=14).post(reverse("accounts:grant", args=[office.pk]), GRANT)
    assert answer["Location"] == reverse("accounts:detail", args=[office.pk])
    assert office.grants.filter(role=Role.AUDITOR).exists()


def test_rights_change_after_the_password_and_nothing_typed_is_lost(admin: User, office: User) -> None:
    address = reverse("accounts:grant", args=[office.pk])
    browser = signed_in(admin, minutes_ago=16)
    fields = GRANT | {"shown_to": mark(browser, address)}
    answer = browser.post(address, fields)
    again = answer["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    assert not office.grants.filter(role=Role.AUDITOR).exists()

    assert browser.post(again, {"password": "догадка", "next": address}).status_code == 200
    answer = browser.post(again, {"password": PASSWORD, "next": address}, follow=True)
    page = answer.content.decode()
    assert "Введённое возвращено в форму" in page
    assert ORDER in page
    assert not office.grants.filter(role=Role.AUDITOR).exists(), "the form is sent by the person, not by the portal"
    browser.post(address, fields)
    assert office.grants.filter(role=Role.AUDITOR).exists()
    assert Entry.objects.filter(action="Вход подтверждён перед важным шагом").count() == 1


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("accounts:switch", {"active": "0"}),
        ("accounts:reset_password", {}),
        ("accounts:person", {"person": ""}),
        ("accounts:outside", {"uid": "x"}),
        ("accounts:unlock", {}),
        ("accounts:reset_factor", {}),
    ],
)
def test_no_button_of_rights_works_without_it(admin: User, office: User, name: str, fields: dict[str, str]) -> None:
    answer = signed_in(admin, minutes_ago=16).post(reverse(name, args=[office.pk]), fields)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_nor_does_any_other_form_that_gives_a_right(office: User) -> None:
    """A token of the API, the head of a body, somebody who acts for the head of a project, a vote in the council."""
    body, card = factories.OrganizationFactory.create(), factories.complete_card("E3")
    person = factories.PostFactory.create().person
    days = {"person": person.pk, "since": "10.02.2026", "until": "20.02.2026", "order": ORDER}
    seat = {"role": "member", "position": "Советник", "since": "2026-03-01", "until": "", "order": ORDER}
    token = {"name": "Зарплата", "scopes": ["projects"], "valid_until": "2026-12-31", "sure": "on"}
    forms: dict[str, dict[str, Any]] = {
        reverse("api:issue"): token,
        reverse("directory:appoint", args=[body.pk]): days,
        reverse("projects:acting", args=[card.project.code, 2025]): days,
        reverse("protocols:seat-new", args=[person.pk]): seat,
    }
    stale, fresh = signed_in(office, minutes_ago=16), signed_in(office, minutes_ago=1)
    again = reverse("account_reauthenticate")
    for address, fields in forms.items():
        assert stale.post(address, fields).headers.get("Location", "").startswith(again), address
    assert (ApiClient.objects.count(), Appointment.objects.count(), CouncilSeat.objects.count()) == (0, 0, 0)
    for address, fields in forms.items():
        assert not fresh.post(address, fields).headers.get("Location", "").startswith(again), address
    assert (ApiClient.objects.count(), Appointment.objects.count(), CouncilSeat.objects.count()) == (1, 2, 1)


def test_a_session_that_has_shown_nothing_proves_nothing(
    admin: User, office: User, client_of: Callable[[User], Client]
) -> None:
    answer = client_of(admin).post(reverse("accounts:grant", args=[office.pk]), GRANT)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_a_step_posted_straight_to_its_address_waits(office: User, draft_ranking: Ranking) -> None:
    address = reverse("ranking:step", args=[draft_ranking.pk, "confirm"])
    browser = signed_in(office, minutes_ago=16)
    day = {"on": "2026-02-09"}
    assert browser.post(address, day)["Location"].startswith(reverse("account_reauthenticate"))
    draft_ranking = Ranking.objects.get(pk=draft_ranking.pk)
    assert draft_ranking.state == RankingState.CALCULATED
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    browser.post(address, day)
    assert Ranking.objects.get(pk=draft_ranking.pk).state == RankingState.CONFIRMED


def test_the_code_proves_as_well_as_the_password(admin: User, office: User) -> None:
    browser = signed_in(admin, minutes_ago=16)
    secret = telephone(admin)
    address = reverse("accounts:detail", args=[office.pk])
    answer = browser.post(reverse("mfa_reauthenticate"), {"code": code(secret), "next": address})
    assert answer["Location"] == address
    assert browser.post(reverse("accounts:grant", args=[office.pk]), GRANT)["Location"] == address


def test_a_factor_is_not_added_by_whoever_sits_down_at_an_open_screen(admin: User) -> None:
    browser = signed_in(admin, minutes_ago=16)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert browser.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate"))
    assert browser.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 302


@pytest.mark.parametrize("away", AWAY)
def test_another_site_does_not_lead_away_through_it(admin: User, settings: Settings, away: str) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    fields = {"password": PASSWORD, "next": away}
    for address in (reverse("account_reauthenticate"), reverse("login")):
        browser = signed_in(admin, minutes_ago=16) if address != reverse("login") else Client()
        answer = browser.post(address, fields | {"username": admin.username})
        assert answer["Location"] == reverse("home"), address


def test_the_proof_is_given_at_its_own_page_only(admin: User, office: User) -> None:
    """Not by the password beside the form, not by a wrong one, not by that of another."""
    browser, grant = signed_in(admin, minutes_ago=16), reverse("accounts:grant", args=[office.pk])
    again = reverse("account_reauthenticate")
    assert browser.post(grant, GRANT | {"password": PASSWORD})["Location"].startswith(again)
    browser.get(again)
    browser.post(again, {"password": "догадка"})
    assert browser.post(grant, GRANT)["Location"].startswith(again)
    signed_in(office, minutes_ago=0)
    assert browser.post(grant, GRANT)["Location"].startswith(again)


def test_the_password_is_not_guessed_at_the_proof(admin: User) -> None:
    browser = signed_in(admin, minutes_ago=16)
    again = reverse("account_reauthenticate")
    answers = [browser.post(again, {"password": f"догадка-{one}"}).status_code for one in range(5)]
    assert answers == [200] * 4 + [429]
    assert browser.post(again, {"password": PASSWORD}).status_code == 429


def test_the_server_itself_is_not_asked(office: User) -> None:
    grant_role(office, by=SYSTEM, role=Role.AUDITOR, since=date(2026, 2, 9), order=ORDER)
    assert office.grants.filter(role=Role.AUDITOR).exists()
