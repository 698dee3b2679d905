"""Who meets what tells of people and of payment: word by word of fields.csv; nowhere else, and not by a search."""

import pytest
from django.urls import reverse

from tests.access.planted import ROWS, WORDS, Row, leaked, met
from tests.access.visitors import ANONYMOUS, VISITORS
from tests.access.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_word_is_seen_by_those_who_may(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=world.objects[row.obj])
    seen = {name for name, browser in world.browsers.items() if row.word in met(browser.get(address))}
    assert seen == row.seen_by, ",".join("+" if name in seen else "-" for name in VISITORS)


def test_every_word_is_seen_somewhere() -> None:
    """Otherwise nothing is proven by its absence."""
    assert set(WORDS) == {row.word for row in ROWS if row.seen_by}


@pytest.mark.parametrize("visitor", [name for name in VISITORS if name != ANONYMOUS])
def test_a_search_tells_no_more(visitor: str, world: World) -> None:
    """By the beginning of each word: what was typed stands on the page itself."""
    for word, text in WORDS.items():
        answer = world.browsers[visitor].get(reverse("search"), {"q": text[:-2].strip()})
        assert leaked(answer, visitor) == [], word
