"""A sitting on a tablet, tap by tap, with the wall beside it: from the opening to a protocol ready for its chair."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from protocols.models import Protocol, Vote
from ranking_portal.accounts.models import User
from ranking_portal.workflow.engine import available
from tests.factories import PASSWORD
from tests.protocols.council import confirmed_ranking, council

pytestmark = pytest.mark.django_db(transaction=True)
TABLET, WALL = ViewportSize(width=1024, height=768), ViewportSize(width=1920, height=1080)
FINGER = 44
TOO_SMALL = """least => [...document.querySelectorAll('#sitting :is(button, summary, a.btn, .questions a)')]
  .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < least)
  .map(one => one.outerHTML.slice(0, 120))"""


def _enter(context: BrowserContext, home: str, user: User) -> Page:
    page = context.new_page()
    page.goto(f"{home}/login/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{home}/")
    return page


def test_from_the_opening_to_a_protocol_ready_for_its_chair(browser: Browser, live_server: Any) -> None:
    small_council = council()
    protocol = small_council.draft(confirmed_ranking("A1", "B2", "C3"))
    small_council.propose(protocol, "A1")
    tablet = _enter(browser.new_context(viewport=TABLET, has_touch=True), live_server.url, small_council.secretary)
    without_scripts = browser.new_context(viewport=WALL, java_script_enabled=False)
    wall = _enter(browser.new_context(viewport=WALL), live_server.url, small_council.member)
    still = _enter(without_scripts, live_server.url, small_council.chair)
    wall.goto(f"{live_server.url}/protocols/{protocol.pk}/projector/")
    tablet.get_by_role("link", name="Вести заседание").click()
    gauges, told = tablet.locator(".gauges"), tablet.locator("#told")

    for number, name in enumerate(("Белова", "Дёмин", "Ершов", "Жуков", "Маркова"), start=1):
        tablet.get_by_role("button", name=name).tap()
        expect(gauges).to_contain_text(f"{number} из 9")
    expect(gauges).to_contain_text("есть")
    expect(wall.locator(".quorum")).to_have_text("Кворум есть: 5 из 9, нужно 5")
    tablet.get_by_role("button", name="Открыть голосование").tap()

    row = tablet.locator(".ballots form").first
    row.get_by_role("button", name="Против").tap()
    expect(told).to_contain_text("«против»")
    row.get_by_role("button", name="Отозвать").tap()
    expect(told).to_contain_text("голоса нет")
    expect(wall.locator(".voted")).to_contain_text("Проголосовали 0 из 5")
    row.locator(".choice-of.for").focus()
    tablet.keyboard.press("Enter")
    expect(row.locator(".choice-of.for")).to_have_attribute("aria-pressed", "true")
    assert "-for" in tablet.evaluate("document.activeElement.id")
    assert tablet.evaluate(TOO_SMALL, FINGER) == []
    tablet.get_by_role("button", name="Остальные «за»").tap()
    tablet.get_by_role("link", name="Дальше: вопрос 2.1").tap()
    expect(tablet.locator("#vote")).to_contain_text("2.1.")
    expect(wall.locator(".just")).to_contain_text("за 5, против 0, воздержались 0")
    tablet.get_by_role("button", name="Все «за»").tap()
    expect(tablet.locator(".ready")).to_contain_text("Протокол готов")
    expect(tablet.locator(".written")).to_contain_text("Голосовали: за — 5")
    expect(wall.locator(".granted")).to_contain_text("1 из 6")

    assert Vote.objects.count() == 10
    assert [
        step.reasons for step in available(Protocol.objects.get(), small_council.chair) if step.name == "approve"
    ] == [()]
    still.goto(f"{live_server.url}/protocols/{protocol.pk}/projector/")
    expect(still.locator("h2").first).to_have_text("Голосование завершено")
    assert still.locator("meta[http-equiv=refresh]").count() == 1
    # The screens ask on by themselves: nobody may be left asking when the day is over.
    for page in (tablet, wall, still):
        page.context.close()
