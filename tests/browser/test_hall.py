"""A tablet in the secretary's hands: from an open vote to a protocol that only waits for the chair."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.preparing import papers_later
from tests.protocols.council import confirmed_ranking, council

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_sitting_on_a_tablet(sign_in: Any, live_server: Any) -> None:
    with papers_later():
        sitting = council()
        protocol = sitting.draft(confirmed_ranking("A1", "B2"))
        sitting.propose(protocol, "A1")
        protocol = sitting.open(protocol)
    page = sign_in(sitting.secretary)
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"{live_server.url}/protocols/{protocol.pk}/")
    page.get_by_role("link", name="Вести заседание").click()
    seat = "Дёмин"
    page.get_by_role("button", name=re.compile(f"Присутствует.*{seat}")).click()
    expect(page.locator(".hall-figures")).to_contain_text("8 из 9")
    against = page.get_by_role("button", name=re.compile(f"Против.*{seat}"))
    against.click()
    expect(against).to_have_attribute("aria-pressed", "true")
    box = against.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    assert not Axe().run(page).response["violations"]
    page.get_by_role("button", name="Остальные «за»").click()
    page.get_by_role("link", name="Следующий вопрос: 2.1").click()
    page.get_by_role("button", name="Остальные «за»").click()
    expect(page.locator(".hall-figures")).to_contain_text("1 из 6")
    page.get_by_role("link", name="К протоколу").click()
    expect(page.locator("main")).to_contain_text("7 / 1 / 0")
    page.goto(f"{live_server.url}/protocols/{protocol.pk}/projector/")
    expect(page.locator("main")).to_contain_text("принято, 8 / 0 / 0")
