"""The council in a real browser without JavaScript: draft, presence, votes, approval, paper (clauses 2.4-2.6)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from protocols.enums import ProtocolState, SeatRole
from protocols.models import CouncilSeat, Protocol
from ranking.enums import RankingKind
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from tests import factories
from tests.ranking.test_rankings import METHODOLOGY, primary, run

pytestmark = pytest.mark.django_db(transaction=True)
MEMBERS = 3


def _seat(role: SeatRole) -> CouncilSeat:
    return CouncilSeat.objects.create(
        person=factories.PersonFactory.create(), role=role, since=date(2020, 1, 1), order="распоряжение № 1"
    )


def _user(seat: CouncilSeat, role: Role) -> User:
    return factories.user_with(role, person=seat.person)


def test_from_a_draft_to_a_printed_protocol(browser: Browser, live_server: Any) -> None:
    run("load_methodology", METHODOLOGY, "--in-force")
    for code in ("E3", "N4"):
        factories.complete_card(code, contracts=3)
    primary()
    settled = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 26), by=SYSTEM)
    rankings.confirm(settled, by=SYSTEM)
    seats = [_seat(SeatRole.CHAIR), *(_seat(SeatRole.MEMBER) for _ in range(MEMBERS - 1))]
    clerk = _seat(SeatRole.SECRETARY)
    home = live_server.url

    def enter(user: User) -> Page:
        page = browser.new_context(locale="ru-RU", java_script_enabled=False).new_page()
        page.goto(f"{home}/login/")
        page.fill("input[name=username]", user.username)
        page.fill("input[name=password]", factories.PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{home}/")
        return page

    _prepare(enter(factories.user_with(Role.OFFICE)), home, seats[0], clerk)
    _hold(enter, home, _user(clerk, Role.COUNCIL_SECRETARY))
    _approve(enter(_user(seats[0], Role.COUNCIL_MEMBER)), home)
    protocol = Protocol.objects.get()
    assert protocol.state == ProtocolState.APPROVED
    reader = enter(factories.user_with(Role.AUDITOR))
    paper = reader.request.get(f"{home}/protocols/{protocol.pk}/pdf/")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")


def _prepare(page: Page, home: str, chair: CouncilSeat, clerk: CouncilSeat) -> None:
    """The office drafts the protocol and proposes coefficient 1 for the first project."""
    page.goto(f"{home}/protocols/new/?year=2025")
    page.fill("input[name=number]", "1")
    page.fill("input[name=held_on]", "2026-02-09")
    page.fill("input[name=place]", "Санкт-Петербург")
    page.select_option("select[name=chair]", str(chair.pk))
    page.select_option("select[name=secretary]", str(clerk.pk))
    page.click("main form[method=post] button[type=submit]")
    page.click("main a[href$='/candidates/new/']")
    page.select_option("select[name=project]", "E3")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("main")).to_contain_text("Отметьте основание")
    page.check("input[name=grounds][value='2']")
    page.fill("textarea[name=justification]", "Наибольшая управленческая сложность")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("main")).to_contain_text("Коэффициент 1 предложен: E3")


def _hold(enter: Callable[[User], Page], home: str, secretary: User) -> None:
    """The secretary cannot open the voting without a quorum, then marks everybody and records the votes."""
    page = enter(secretary)
    address = f"{home}/protocols/{Protocol.objects.get().pk}/"
    page.goto(f"{address}do/open_voting/")
    expect(page.locator("main")).to_contain_text("Нет кворума")
    page.goto(address)
    for box in page.locator("input[name=present]").all():
        box.check()
    page.click("button:has-text('Отметить присутствующих')")
    page.goto(f"{address}do/open_voting/")
    page.click("main form[method=post] button[type=submit]")
    for radio in page.locator("input[type=radio][value=for]").all():
        radio.check()
    page.click("button:has-text('Внести голоса')")
    expect(page.locator("main")).to_contain_text("3 / 0 / 0")
    assert page.request.get(f"{address}do/approve/").status == 403


def _approve(page: Page, home: str) -> None:
    """The chair approves."""
    page.goto(f"{home}/protocols/{Protocol.objects.get().pk}/do/approve/")
    page.click("main form[method=post] button[type=submit]")
    expect(page.locator("main")).to_contain_text("утверждён")
