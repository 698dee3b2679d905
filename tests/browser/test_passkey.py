"""A passkey in a real browser: added at the set-up that the role owes, then asked for at the sign-in."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect
from pytest_django import Settings

from ranking_portal.accounts.models import User
from tests.factories import PASSWORD


@pytest.fixture
def security_key(page: Page) -> Iterator[None]:
    """A key of the browser's own that always finds its owner present."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasUserVerification": True,
        "isUserVerified": True,
        "hasResidentKey": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield
    devtools.detach()


@pytest.mark.django_db(transaction=True)
def test_a_passkey_is_added_and_opens_the_portal(
    page: Page, live_server: Any, settings: Settings, security_key: None, user_with: Any
) -> None:
    settings.SECOND_FACTOR = True
    violations: list[str] = []
    page.on("console", lambda told: violations.append(told.text) if "Content Security" in told.text else None)
    person: User = user_with("office")
    # A key belongs to a name, not to a number of the network.
    home = live_server.url.replace("127.0.0.1", "localhost")

    def give_password() -> None:
        page.goto(f"{home}/login/")
        page.fill("input[name=username]", person.username)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")

    give_password()
    page.wait_for_url(f"{home}/factor/")
    page.get_by_role("link", name="Добавить ключ").click()
    page.fill("input[name=name]", "Рабочий ноутбук")
    page.get_by_role("button", name="Добавить").click()
    page.wait_for_url(f"{home}/factor/recovery/")
    assert Authenticator.objects.filter(user=person, type="webauthn").exists()
    page.goto(f"{home}/factor/")
    expect(page.get_by_text("Рабочий ноутбук, добавлен")).to_be_visible()
    page.context.clear_cookies()

    give_password()
    page.wait_for_url(f"{home}/login/factor/")
    page.goto(f"{home}/accounts/me/")
    expect(page.get_by_role("heading", name="Второй фактор")).to_be_visible()
    page.get_by_role("button", name="Войти ключом доступа").click()
    page.wait_for_url(f"{home}/")
    assert not violations
