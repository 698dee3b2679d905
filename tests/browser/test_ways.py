"""Every role's main task from sign-in to its end: at most four pages, wide and on a phone, with JavaScript and without.

The home page that sign-in leads to is the first of the four, the page that says "done" the last. Ways of the office and
of the heads are walked in all four combinations; the others wide with JavaScript, and on a phone without it.
"""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.models import Entry
from ranking_portal.words import NBSP
from tests.browser.hands import Hand, Keys
from tests.browser.ways import WAYS, Way
from tests.factories import PASSWORD
from tests.preparing import papers_later

pytestmark = pytest.mark.django_db(transaction=True)
MOST_PAGES = 4
PATIENCE = 15_000  # milliseconds
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = {"wide": (WIDE, True), "phone-plain": (PHONE, False), "wide-plain": (WIDE, False), "phone": (PHONE, True)}
EVERY_WAY = [
    pytest.param(way, look, id=f"{way}-{look}")
    for way in WAYS
    for look in (LOOKS if way.everywhere else list(LOOKS)[:2])
]
BY_KEYBOARD = [way for way in WAYS if way.everywhere]


@pytest.mark.parametrize(("way", "look"), EVERY_WAY)
def test_a_main_task_takes_four_pages_at_most(browser: Browser, live_server: Any, portal_day: Any, way: Way, look: str):
    size, scripts = LOOKS[look]
    walked(browser, live_server.url, portal_day, way, Hand, viewport=size, java_script_enabled=scripts)


@pytest.mark.parametrize("way", BY_KEYBOARD, ids=str)
def test_the_keyboard_alone_does_it(browser: Browser, live_server: Any, portal_day: Any, way: Way) -> None:
    walked(browser, live_server.url, portal_day, way, Keys, viewport=WIDE)


def test_every_role_has_a_way() -> None:
    """A role that is added brings its main task."""
    assert {way.role for way in WAYS} >= {
        "office", "project head", "body head", "council secretary", "council member", "council chair",
        "Governor's office", "Administration", "Economy Committee", "Finance Committee", "auditor", "admin",
    }  # fmt: skip
    assert len(Role) == 11


def walked(browser: Browser, home: str, portal_day: Any, way: Way, kind: type[Hand], **look: Any) -> None:
    """Sign in, walk the way, and see that the thing was done, was written down, and has come to the next person."""
    with papers_later():
        there, portal_day.day = way.prepare(), way.day
    context = browser.new_context(locale="ru-RU", timezone_id="Europe/Moscow", **look)
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        page.goto(f"{home}/login/")
        hand = kind(page)
        hand.write("Имя для входа", there.user.username)
        hand.write("Пароль", PASSWORD)
        hand.press("Войти")
        way.walk(hand, there)
    finally:
        context.close()
    assert way.happened(there)
    assert Entry.objects.filter(actor=f"user:{there.user.pk}", action=way.journal).exists()
    assert hand.pages <= MOST_PAGES, f"{hand.pages} pages"
    if way.next_home:
        user, words = way.next_home(there)
        assert words in home_of(user, way)


def home_of(user: Any, way: Way) -> str:
    """What the home page tells a user after the way, on its day."""
    client = Client()
    client.force_login(user)
    with clock.at(way.day):
        return unescape(client.get("/").content.decode()).replace(NBSP, " ")
