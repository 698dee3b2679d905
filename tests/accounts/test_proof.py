"""Before a step that cannot be undone, and a change of rights, a person shows himself again."""

import time
from collections.abc import Callable
from datetime import date

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.apps import apps
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from ranking.enums import RankingKind, RankingState
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.accounts.services import grant_role
from ranking_portal.journal.models import Entry
from ranking_portal.workflow.models import WorkflowModel
from ranking_portal.workflow.steps import steps_of
from tests import factories
from tests.access.world import METHODOLOGY
from tests.accounts.codes import code, telephone
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ORDER = "приказ от 09.02.2026 № 7"
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


def test_another_site_does_not_lead_away_through_it(admin: User) -> None:
    browser = signed_in(admin, minutes_ago=16)
    fields = {"password": PASSWORD, "next": "https://evil.example/"}
    assert browser.post(reverse("account_reauthenticate"), fields)["Location"] == reverse("home")


def test_the_server_itself_is_not_asked(office: User) -> None:
    grant_role(office, by=SYSTEM, role=Role.AUDITOR, since=date(2026, 2, 9), order=ORDER)
    assert office.grants.filter(role=Role.AUDITOR).exists()
