"""A whole year in a real browser, a role after a role: from the workbook to the forwarded bonuses (clauses 2.2-2.6).

E3 alone is proposed for coefficient 1, so that every hand that clause 2.6 names acts once.
"""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from protocols.enums import SeatRole
from protocols.models import CouncilSeat, Protocol
from ranking.models import Ranking
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from tests import factories
from tests.ranking.reading import DATA
from tests.ranking.test_rankings import METHODOLOGY, run

pytestmark = [
    pytest.mark.django_db(transaction=True),
]
CODE, BODY = "E3", "КОПО"


class Actors:
    """Everybody who acts, each signed in through the form of the page, on the portal's own day."""

    def __init__(self, browser: Browser, home: str, portal_day: Any) -> None:
        self.browser, self.home, self.portal_day = browser, home, portal_day
        self.pages: dict[int, Page] = {}

    def on(self, day: date) -> None:
        """The portal's day."""
        self.portal_day.day = day

    def of(self, user: User) -> Page:
        """The user's own browser."""
        if user.pk not in self.pages:
            page = self.browser.new_context(locale="ru-RU").new_page()
            page.set_default_timeout(15_000)
            page.goto(f"{self.home}/login/")
            page.fill("input[name=username]", user.username)
            page.fill("input[name=password]", factories.PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(f"{self.home}/")
            self.pages[user.pk] = page
        return self.pages[user.pk]


def submit(page: Page) -> None:
    """Press the button of the page's form."""
    page.click("main form[method=post] button[type=submit]")


@pytest.fixture
def actors(browser: Browser, live_server: Any, portal_day: Any) -> Actors:
    return Actors(browser, live_server.url, portal_day)


def test_from_the_workbook_to_the_forwarded_bonuses(actors: Actors) -> None:
    run("load_methodology", METHODOLOGY, "--in-force")
    office = factories.user_with(Role.OFFICE)
    _register_and_rankings(actors, office)
    _protocol(actors, office)


def _register_and_rankings(actors: Actors, office: User) -> None:
    """Clauses 2.2 and 2.3: the workbook, the primary ranking before the year, the clarifying one after it."""
    actors.on(date(2024, 12, 20))
    page = actors.of(office)
    page.goto(f"{actors.home}/imports/new/")
    page.set_input_files("input[type=file]", str(Path(DATA) / "register-2025.xlsx"))
    page.fill("input[name=year]", "2025")
    page.click("main button[type=submit]")
    page.click("main button:has-text('Загрузить')")
    for kind, as_of, day in (
        ("primary", "2024-12-20", date(2024, 12, 20)),
        ("clarifying", "2026-01-26", date(2026, 1, 28)),
    ):
        actors.on(day)
        page.goto(f"{actors.home}/rankings/?year=2025")
        page.select_option("select[name=kind]", kind)
        page.fill("input[name=as_of]", as_of)
        submit(page)
        page.click("a:has-text('Подтвердить')")
        submit(page)
        expect(page.locator("main")).to_contain_text("подтверждено")
    assert Ranking.objects.filter(state="confirmed").count() == 2


def _seat(role: SeatRole) -> CouncilSeat:
    return CouncilSeat.objects.create(
        person=factories.PersonFactory.create(), role=role, since=date(2020, 1, 1), order="распоряжение № 1"
    )


def _protocol(actors: Actors, office: User) -> None:
    """Clauses 2.4-2.6: the sitting, the votes, the approval."""
    actors.on(date(2026, 2, 9))
    seats = [_seat(SeatRole.CHAIR), *(_seat(SeatRole.MEMBER) for _ in range(2))]
    clerk = _seat(SeatRole.SECRETARY)
    page = actors.of(office)
    page.goto(f"{actors.home}/protocols/new/?year=2025")
    page.fill("input[name=number]", "1")
    page.fill("input[name=held_on]", "2026-02-09")
    page.fill("input[name=place]", "Санкт-Петербург")
    page.select_option("select[name=chair]", str(seats[0].pk))
    page.select_option("select[name=secretary]", str(clerk.pk))
    submit(page)
    page.click("main a[href$='/candidates/new/']")
    page.select_option("select[name=project]", CODE)
    page.check("input[name=grounds][value='2']")
    page.fill("textarea[name=justification]", "Наибольшая управленческая сложность")
    submit(page)
    address = f"{actors.home}/protocols/{Protocol.objects.get().pk}/"
    page = actors.of(factories.user_with(Role.COUNCIL_SECRETARY, person=clerk.person))
    page.goto(address)
    for box in page.locator("input[name=present]").all():
        box.check()
    page.click("button:has-text('Отметить присутствующих')")
    page.goto(f"{address}do/open_voting/")
    submit(page)
    for radio in page.locator("input[type=radio][value=for]").all():
        radio.check()
    page.click("button:has-text('Внести голоса')")
    page = actors.of(factories.user_with(Role.COUNCIL_MEMBER, person=seats[0].person))
    page.goto(f"{address}do/approve/")
    submit(page)
    expect(page.locator("main")).to_contain_text("утверждён")
