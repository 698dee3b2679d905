"""A person opens what he has been told, chooses how to be told; the office sends again what did not go out."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.enforcing import enforce
from ranking_portal.workflow import outbox
from tests import factories
from tests.browser.test_accessibility import RULES
from tests.deadlines.terms import term

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_inbox_and_the_outbox(sign_in, live_server, page: Page, settings) -> None:
    settings.DELIVER_BY_WORKER = False
    settings.EMAIL_BACKEND = "tests.notices.refusing.Refusing"
    user = factories.user_with(Role.OFFICE, full_name="Петрова Анна Сергеевна", email="petrova@lenobl.test")
    term()
    term(code="results_to_governor", title="Направить результаты Губернатору", working_days=None)
    for day in (19, 20, 24):
        with clock.at(date(2026, 2, day)):
            enforce()
            outbox.deliver_waiting()
    sign_in(user)
    for address, name in (("/inbox/", "Входящие"), ("/outbox/", "Исходящая очередь")):
        page.goto(f"{live_server.url}{address}")
        expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert Axe().run(page, options={"runOnly": RULES}).response["violations"] == []
            assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1")
    expect(page.get_by_text("почтовый сервер не принял адрес получателя").first).to_be_visible()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    page.get_by_role("button", name="Отправить сообщение").first.click()
    expect(page.get_by_text("Отправлено.")).to_be_visible()
    page.goto(f"{live_server.url}/inbox/")
    page.get_by_role("button", name="Открыть: Рассчитать фонды").first.click()
    expect(page).to_have_url(f"{live_server.url}/funds/?year=2025")
    page.goto(f"{live_server.url}/inbox/")
    page.get_by_label("сразу").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_label("сразу")).to_be_checked()
