"""axe finds nothing wrong on the main pages, wide and narrow; nothing scrolls sideways on a phone."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from ranking.enums import RankingKind
from ranking.services import rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from tests import factories
from tests.access.world import draft_protocol
from tests.ranking.test_rankings import METHODOLOGY, run

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESSES = (
    "/",
    "/cycles/2025/",
    "/deadlines/",
    "/deadlines/ics/",
    "/deadlines/discipline/2025/",
    "/projects/",
    "/projects/E3/2025/",
    "/imports/",
    "/imports/new/",
    "/rankings/",
    "/rankings/{ranking}/",
    "/rankings/{ranking}/E3/",
    "/rankings/needed/2025/",
    "/methodologies/",
    "/methodologies/{methodology}/",
    "/protocols/",
    "/protocols/{protocol}/",
    "/protocols/{protocol}/candidates/new/",
    "/council/",
    "/calendar/2026/",
    "/calendar/days/add/",
    "/accounts/me/",
    "/regulation/",
    "/journal/",
    "/directory/",
    "/password/",
    "/search/?q=E3",
)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@pytest.mark.parametrize("width", [1440, 390])
def test_pages_are_accessible(sign_in, live_server, page: Page, width: int) -> None:
    run("load_methodology", METHODOLOGY, "--in-force")
    for code in ("E3", "N4"):
        factories.complete_card(code, contracts=3)
    ranking = rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
    protocol = draft_protocol(rankings.confirm(ranking, by=SYSTEM))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(factories.user_with(Role.OFFICE))
    found: list[str] = []
    for template in ADDRESSES:
        address = template.format(
            ranking=ranking.pk, methodology=ranking.methodology_id, protocol=protocol["protocol"]["pk"]
        )
        response = page.goto(f"{live_server.url}{address}")
        assert response is not None
        assert response.status == 200, address
        results = Axe().run(page, options=RULES)
        found += [f"{address}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in results.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
            found.append(f"{address}: scrolls sideways at {width}")
    assert not found, "\n".join(found)
