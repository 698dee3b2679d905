"""The office's main way in a real browser: workbook, ranking, why this score, confirmation (clauses 2.2 and 2.3)."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ranking.models import Ranking
from ranking_portal.accounts.enums import Role
from tests import factories
from tests.ranking.reading import DATA
from tests.ranking.test_rankings import METHODOLOGY, run

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_the_workbook_to_a_confirmed_ranking(sign_in, live_server) -> None:
    run("load_methodology", METHODOLOGY, "--in-force")
    page: Page = sign_in(factories.user_with(Role.OFFICE))
    page.goto(f"{live_server.url}/imports/new/")
    page.set_input_files("input[type=file]", str(Path(DATA) / "register-2025.xlsx"))
    page.fill("input[name=year]", "2025")
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("Организации")
    page.click("main button:has-text('Загрузить')")
    page.goto(f"{live_server.url}/projects/")
    expect(page.locator("main")).to_contain_text("Финансовая поддержка семей")
    page.goto(f"{live_server.url}/rankings/")
    page.select_option("select[name=kind]", "primary")
    page.fill("input[name=as_of]", "2026-01-26")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("tbody tr").first).to_contain_text("Цифровая образовательная среда")
    expect(page.locator("tbody tr").first).to_contain_text("71,58")
    page.click("tbody tr:first-child a")
    expect(page.locator("main")).to_contain_text("38")
    page.go_back()
    page.click("a:has-text('Подтвердить')")
    page.click("main button[type=submit]")
    expect(page.locator("main")).to_contain_text("подтверждено")
    assert Ranking.objects.get().state == "confirmed"
