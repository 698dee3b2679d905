"""The methodology editor judges scales as one types, without saving (clause 2.1)."""

import pytest
from playwright.sync_api import expect

from ranking.models import Methodology
from ranking.services import methodologies
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from tests import factories
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
