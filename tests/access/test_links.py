"""A link is shown to whom it leads somewhere: on the home page and on the page of the law, for everybody."""

import re
from html import unescape

import pytest
from django.test import Client

from tests.access.visitors import ANONYMOUS, VISITORS
from tests.access.world import World

PEOPLE = [name for name in VISITORS if name != ANONYMOUS]


def links_of(browser: Client, address: str) -> list[str]:
    """Addresses of the portal that the page itself links to, without its frame; none where the page is not his."""
    answer = browser.get(address)
    if answer.status_code != 200:
        return []
    body = answer.content.decode().partition('<main class="main"')[2].partition("</main>")[0]
    return sorted({unescape(one) for one in re.findall(r'<a [^>]*href="(/[^"#]*)', body)})


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/regulation/"])
@pytest.mark.parametrize("visitor", PEOPLE)
def test_every_link_opens(page: str, visitor: str, world: World) -> None:
    browser = world.browsers[visitor]
    led = {address: browser.get(address, follow=True).status_code for address in links_of(browser, page)}
    assert {address: status for address, status in led.items() if status != 200} == {}


@pytest.mark.django_db
def test_the_office_is_led_from_the_law_to_what_carries_it_out(world: World) -> None:
    found = links_of(world.browsers["office"], "/regulation/")
    assert {"/funds/", "/proposals/", "/protocols/", "/rankings/", "/deadlines/"} <= set(found)
    assert "/funds/" not in links_of(world.browsers["nobody"], "/regulation/")
