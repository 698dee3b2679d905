"""Typing comforts: sums, days, people by words, rows, a form that asks before it is left, a session that ended."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from projects.models import Report, TeamMember
from ranking_portal.directory.models import Person
from ranking_portal.searchchoice import LISTED
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def card() -> Any:
    """A card in a portal with more people than a list shows."""
    made = factories.CardFactory.create(project__code="E3")
    names = [f"Иванов Иван {number:03}" for number in range(LISTED)] + ["Фёдорова Анна"]
    Person.objects.bulk_create(Person(personnel_number=f"{at:06}", full_name=name) for at, name in enumerate(names))
    return made


def test_typing_choosing_and_leaving(sign_in, live_server, office, card) -> None:
    page: Page = sign_in(office)
    page.goto(f"{live_server.url}/projects/E3/2025/funding/add/")
    line = page.get_by_label("Бюджетные ассигнования, руб.")
    line.press_sequentially("1234567.8")
    expect(line).to_have_value("1\u00a0234\u00a0567,8")
    # In the middle of the sum the caret stays beside the digit just typed.
    for _ in range(4):
        line.press("ArrowLeft")
    line.press_sequentially("99")
    expect(line).to_have_value("123\u00a0459\u00a0967,8")
    line.fill("1.234")
    expect(line).to_have_value("1.234")

    # A changed form asks before it is left, and stays where the person wants to stay.
    with page.expect_event("dialog") as asked:
        page.once("dialog", lambda dialog: dialog.dismiss())
        page.get_by_role("link", name="Отменить").click()
    assert asked.value.type == "beforeunload"
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator(".form-errors")).to_be_focused()
    page.locator(".form-errors a").first.click()
    expect(line).to_be_focused()

    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/projects/E3/2025/team/several/")
    page.get_by_role("button", name="Ещё строки").click()
    who = page.get_by_role("group", name="Строка 4").get_by_role("combobox", name="Сотрудник")
    expect(who).to_be_focused()
    who.press_sequentially("федор")
    option = page.get_by_role("option", name="Фёдорова Анна")
    expect(option).to_be_visible()
    expect(who).to_have_attribute("aria-expanded", "true")
    who.press("ArrowDown")
    expect(who).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    found = Axe().run(page)
    assert not found.response["violations"], found.generate_report()
    who.press("Escape")
    expect(option).to_be_hidden()
    expect(who).to_have_value("федор")
    who.press("ArrowDown")
    expect(who).to_have_attribute("aria-expanded", "true")
    who.press("Enter")
    expect(who).to_have_value("Фёдорова Анна (000100)")

    row = page.get_by_role("group", name="Строка 4")
    row.get_by_label("Роль").select_option("member")
    row.locator("input[type=date]").first.evaluate(
        "one => { one.value = '2025-02-01'; one.dispatchEvent(new Event('change')); }"
    )
    expect(row.get_by_label("Участвует с", exact=True)).to_have_value("01.02.2025")
    page.get_by_role("button", name="Добавить все").click()
    expect(page.locator("#team")).to_contain_text("Фёдорова Анна")
    assert TeamMember.objects.get().person.full_name == "Фёдорова Анна"


def test_a_session_that_ended_loses_nothing_without_scripts(browser: Browser, live_server, office, card) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ru-RU")
    page = context.new_page()
    address = f"{live_server.url}/projects/E3/2025/report/add/"
    page.goto(address)
    _enter(page, office)
    page.fill("[name=period]", "02.2025")
    page.fill("[name=due_on]", "5 марта 2025")
    Session.objects.all().delete()
    page.get_by_role("button", name="Добавить").click()
    _enter(page, office)
    expect(page.locator("[name=period]")).to_have_value("02.2025")
    expect(page.locator("[name=due_on]")).to_have_value("5 марта 2025")
    assert not Report.objects.exists()
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator("#report")).to_contain_text("05.03.2025")

    page.goto(f"{live_server.url}/projects/E3/2025/team/add/")
    page.fill("[name=person_q]", "федорова анна")
    page.select_option("[name=role]", "member")
    page.fill("[name=since]", "1.2.25")
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator("#team")).to_contain_text("Фёдорова Анна")
    context.close()


def _enter(page: Page, user: Any) -> None:
    page.fill("form.sheet input[name=username]", user.username)
    page.fill("form.sheet input[name=password]", PASSWORD)
    page.click("form.sheet button[type=submit]")
