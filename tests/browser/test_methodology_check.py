"""The methodology editor judges scales as one types, without saving (clause 2.1)."""

import pytest
from playwright.sync_api import expect

from ranking.models import Methodology
from ranking.services import methodologies
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from tests import factories
from tests.factories import PASSWORD
from tests.ranking.test_rankings import METHODOLOGY, run

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_gap_in_a_scale_is_named_at_once_and_nothing_is_saved(sign_in, live_server) -> None:
    run("load_methodology", METHODOLOGY, "--in-force")
    in_force = Methodology.objects.get()
    draft = methodologies.draft("Порядок", in_force.content, by=SYSTEM)
    page = sign_in(factories.user_with(Role.OFFICE))
    page.goto(f"{live_server.url}/methodologies/{draft.pk}/edit/")
    bands = page.locator("textarea[name=bands_contracts]")
    bands.fill("1: 3\n11: 6")
    bands.blur()
    expect(page.locator("#problems")).to_contain_text("первый порог — 0")
    bands.fill("0: 0\n11: 6")
    bands.blur()
    expect(page.locator("#problems")).to_contain_text("Шкалы составлены верно")
    assert Methodology.objects.get(pk=draft.pk).content == in_force.content


def test_a_session_that_ends_while_one_types_takes_nothing(sign_in, live_server) -> None:
    """The part of the page says so and leaves the form alone; its button leads through the sign-in back to it."""
    run("load_methodology", METHODOLOGY, "--in-force")
    draft = methodologies.draft("Порядок", Methodology.objects.get().content, by=SYSTEM)
    user = factories.user_with(Role.OFFICE)
    page = sign_in(user)
    page.goto(f"{live_server.url}/methodologies/{draft.pk}/edit/")
    page.context.clear_cookies(name="sessionid")
    bands = page.locator("textarea[name=bands_contracts]")
    for typed in ("0: 0\n11: 5", "0: 0\n11: 4"):
        bands.fill(typed)
        bands.blur()
        expect(page.get_by_role("alert")).to_contain_text("Введённое не пропадёт")
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.locator("input[name=password]")).to_have_count(0)
    bands.locator("xpath=ancestor::form").get_by_role("button", name="Сохранить").first.click()
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.locator("textarea[name=bands_contracts]")).to_have_value("0: 0\n11: 4")
