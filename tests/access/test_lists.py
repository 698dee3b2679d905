"""Every list goes out as it is seen: to whom its page is shown, with rows where the page has them."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from ranking_portal.answers import XLSX
from tests.access.planted import leaked
from tests.access.world import World

LISTS = (
    "deadlines",
    "projects:imports",
    "projects:quality",
    "directory:organizations",
    "directory:people",
    "accounts:list",
    "journal:list",
    "ranking:index",
    "ranking:methodologies",
    "protocols:index",
    "protocols:council",
    "bonus_fund:funds",
    "bonus_fund:proposals",
    "bonus_fund:registers",
    "bonus_fund:checks",
    "inbox",
    "outbox",
)
LINK = "as=xlsx"


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_list_goes_out_to_whom_its_page_is_shown(name: str, world: World) -> None:
    address, offered = reverse(name), 0
    for visitor, browser in world.browsers.items():
        page = browser.get(address, {"year": "2025"})
        answer = browser.get(address, {"year": "2025", "as": "xlsx"})
        assert answer.status_code == page.status_code, visitor
        if page.status_code != 200:
            continue
        assert answer["Content-Type"] == XLSX, visitor
        content = answer.getvalue()
        assert leaked(answer, visitor, content) == [], visitor
        rows = CalamineWorkbook.from_object(io.BytesIO(content)).get_sheet_by_index(0).to_python()
        offers = LINK in page.content.decode()
        assert offers == (len(rows) > 3), visitor
        offered += offers
    assert offered, "nobody has anything to download: the world needs a row for this list"


@pytest.mark.django_db
def test_infrastructure_goes_out_with_the_year(world: World) -> None:
    address = reverse("projects:infrastructure", args=(2025,))
    answer = world.browsers["office"].get(address, {"as": "xlsx"})
    rows = CalamineWorkbook.from_object(io.BytesIO(answer.getvalue())).get_sheet_by_index(0).to_python()
    assert rows[2][2] == "Функция"
    assert rows[3][2] == "Сопровождение"
