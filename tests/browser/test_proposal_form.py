"""The proposal's form answers as one types, and a body decides on a page of its own (clause 2.6)."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bonus_fund.services.proposing import write
from ranking_portal import clock
from ranking_portal.workflow.engine import perform
from tests.bonus_fund.year import ACKNOWLEDGED, Year, acknowledged_year

pytestmark = pytest.mark.django_db(transaction=True)
# A folder for pictures of the pages, where somebody wants to look at them.
PICTURES = os.environ.get("PORTAL_PICTURES", "")
DAY = date(2026, 2, 16)


def looked_at(page: Page, name: str) -> None:
    """Nothing wrong by axe, wide and narrow, and nothing scrolls sideways."""
    for kind, width in (("wide", 1440), ("narrow", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert not found.response["violations"], (name, kind, found.generate_report())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, kind)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{kind}.png"), full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture
def year(portal_day: Any) -> Year:
    """Everybody has his notice; on the portal it is 16 February 2026."""
    made = acknowledged_year()
    portal_day.day = DAY
    return made


def test_a_draft_is_checked_as_one_types_and_sent_to_the_bodies(sign_in, live_server, year: Year) -> None:
    proposal = year.proposal("A1")
    page: Page = sign_in(year.heads["A1"])
    page.goto(f"{live_server.url}/proposals/{proposal.pk}/edit/")
    first = page.locator("input[name^=sum-]").first
    first.fill("700 000,50")
    expect(page.locator("#live")).to_contain_text("700 000,50")
    expect(page.locator("#live")).to_contain_text("159 154,44")
    expect(page.locator(".about-line").first).to_contain_text("превышение 55 634,30")
    assert proposal.lines.filter(amount_kopecks__gt=0).count() == 0
    looked_at(page, "proposal-edit-over")

    page.get_by_role("button", name="По отработанным дням").click()
    expect(page.locator(".messages, .message").first).to_contain_text("ещё не сохранены")
    page.locator("textarea").first.fill("За ввод школы в срок.")
    looked_at(page, "proposal-edit")
    page.get_by_role("button", name="Сохранить черновик").first.click()
    expect(page.locator("h1")).to_contain_text("A1")
    looked_at(page, "proposal")
    page.get_by_role("link", name="Направить на согласование").click()
    page.get_by_role("button", name="Направить на согласование").click()
    expect(page.locator(".lead-2")).to_contain_text("ждёт решения: КЗ, КТ")
    looked_at(page, "proposal-in-agreement")
    page.goto(f"{live_server.url}/proposals/{proposal.pk}/import/")
    looked_at(page, "proposal-of-head")


def test_a_body_decides_on_its_page(sign_in, live_server, year: Year) -> None:
    with clock.at(ACKNOWLEDGED):
        write(year.proposal("A1"), {}, by=year.heads["A1"])
        year.write("A1", Белова=500_000, Громов=300_000)
        perform(year.proposal("A1"), "ask_agreement", by=year.heads["A1"])
    page: Page = sign_in(year.body_heads["КЗ"])
    looked_at(page, "home-of-body")
    page.goto(f"{live_server.url}/proposals/")
    looked_at(page, "proposals-of-body")
    page.get_by_role("link", name="Предложение по премированию команды проекта A1").click()
    looked_at(page, "agreement")
    page.get_by_role("button", name="Отказать").click()
    page.locator("textarea[name=remark]").fill("Громче всех работала Белова.")
    page.get_by_role("button", name="Отказать").click()
    expect(page.locator(".lead-2")).to_contain_text("отказано")
    looked_at(page, "agreement-refused")
