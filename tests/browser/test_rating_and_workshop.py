"""The rating and the workshop in a browser: by keyboard, with JavaScript and without it, and by axe."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ranking.enums import RankingKind
from ranking.models import Methodology, Ranking
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from tests import factories
from tests.ranking.test_rankings import METHODOLOGY, run

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.fixture
def ranking(transactional_db: None) -> Ranking:
    """Two confirmed rankings of three projects; the later one is given."""
    run("load_methodology", METHODOLOGY, "--in-force")
    for code, contracts in (("E3", 31), ("N4", 12), ("A1", 1)):
        factories.complete_card(code, contracts=contracts)
    for kind, day in ((RankingKind.PRIMARY, date(2024, 12, 20)), (RankingKind.CLARIFYING, date(2026, 1, 26))):
        made = rankings.confirm(rankings.calculate(2025, kind, day, by=SYSTEM), by=SYSTEM)
    return made


@pytest.fixture
def plain_page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A browser with JavaScript off."""
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    yield context.new_page()
    context.close()


def sign_in_plainly(page: Page, home: str, user: User) -> None:
    page.goto(f"{home}/login/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", factories.PASSWORD)
    page.click("main button[type=submit]")


def codes(page: Page) -> list[str]:
    return [
        text.split(" · ")[0] for text in page.locator("table.rating tbody .name > .sub:first-of-type").all_inner_texts()
    ]


def test_the_rating_is_sorted_and_a_view_is_kept_by_keyboard_alone(sign_in, live_server, ranking) -> None:
    page = sign_in(factories.user_with(Role.OFFICE))
    page.goto(f"{live_server.url}/rankings/{ranking.pk}/")
    assert codes(page) == ["E3", "N4", "A1"]
    page.get_by_role("link", name="Итого").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=-total")
    page.get_by_role("link", name="Итого").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sort=total")
    assert codes(page) == ["A1", "N4", "E3"]
    expect(page.locator("th[aria-sort=ascending]")).to_have_count(1)
    page.get_by_text("Сохранить этот вид").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Снизу вверх")
    page.keyboard.press("Enter")
    page.wait_for_url("**view=**")
    expect(page.get_by_role("link", name="Снизу вверх")).to_be_visible()
    assert codes(page) == ["A1", "N4", "E3"]


def test_filters_columns_and_views_work_without_javascript(plain_page, live_server, ranking) -> None:
    page = plain_page
    sign_in_plainly(page, live_server.url, factories.user_with(Role.OFFICE))
    page.goto(f"{live_server.url}/rankings/{ranking.pk}/")
    page.locator("main input[name=q]").fill("E3")
    page.locator("main").get_by_role("button", name="Показать", exact=True).click()
    page.wait_for_url("**q=E3**")
    assert codes(page) == ["E3"]
    page.get_by_text("Столбцы", exact=True).click()
    page.get_by_role("checkbox", name="Дисциплина").uncheck()
    page.get_by_role("button", name="Показать выбранные").click()
    expect(page.get_by_role("columnheader", name="Дисциплина")).to_have_count(0)
    page.get_by_text("Сохранить этот вид").click()
    page.fill("input[name=name]", "Один")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("link", name="Один")).to_be_visible()
    page.get_by_role("button", name="Удалить вид «Один»").click()
    expect(page.get_by_role("link", name="Один")).to_have_count(0)


def test_the_workshop_answers_as_one_types_and_saves_nothing(sign_in, live_server, ranking) -> None:
    methodology = Methodology.objects.get()
    page = sign_in(factories.user_with(Role.ECONOMY_COMMITTEE))
    page.goto(f"{live_server.url}/methodologies/{methodology.pk}/workshop/")
    expect(page.locator("#trial")).to_contain_text("Места не меняются.")
    page.get_by_text("Пороги и баллы показателей").click()
    contracts = page.locator("input[name=scale_contracts]")
    contracts.fill("0: 0; 1: 10; 2: 0")
    contracts.blur()
    expect(page.locator("#trial")).to_contain_text("Место меняют")
    expect(page.locator("#trial svg.slope")).to_be_visible()
    assert Methodology.objects.get().content == methodology.content


def test_the_workshop_works_and_keeps_a_draft_without_javascript(plain_page, live_server, ranking) -> None:
    page = plain_page
    sign_in_plainly(page, live_server.url, factories.user_with(Role.ECONOMY_COMMITTEE))
    page.goto(f"{live_server.url}/methodologies/{Methodology.objects.get().pk}/workshop/")
    page.fill("input[name=weight_2]", "0")
    page.get_by_role("button", name="Попробовать").click()
    expect(page.locator("#trial")).to_contain_text("Место меняют")
    page.get_by_role("button", name="Записать в новый черновик").click()
    expect(page.locator("main")).to_contain_text("Проба записана в новый черновик")
    assert Methodology.objects.count() == 2


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_on_the_pages_of_the_rating(sign_in, live_server, ranking, width: int, scheme: Any) -> None:
    primary = Ranking.objects.exclude(pk=ranking.pk).get()
    page = sign_in(factories.user_with(Role.OFFICE))
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    workshop = f"/methodologies/{Methodology.objects.get().pk}/workshop/"
    for address in (
        f"/rankings/{ranking.pk}/?sort=-total",
        f"/rankings/{ranking.pk}/E3/",
        f"/rankings/{ranking.pk}/compare/{primary.pk}/",
        workshop,
    ):
        page.goto(f"{live_server.url}{address}")
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        found = Axe().run(page, options=RULES).response["violations"]
        assert not found, [(address, one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
