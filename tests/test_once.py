"""What a page asks several times is read once, and never a moment longer."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from ranking_portal.journal.services import Actor, record, transaction
from ranking_portal.once import AskOnce, once_a_page
from tests import factories

asked: list[str] = []


@once_a_page
def question(word: str) -> str:
    """Notes that it was asked."""
    asked.append(word)
    return word.upper()


@pytest.mark.parametrize(("method", "times"), [("GET", 1), ("HEAD", 1), ("POST", 3)])
def test_a_page_asks_once_and_what_changes_something_asks_each_time(method: str, times: int) -> None:
    asked.clear()

    def page(request: object) -> HttpResponse:
        return HttpResponse(question("a") + question("a") + question("a"))

    answer = AskOnce(page)(RequestFactory().generic(method, "/"))
    assert answer.content == b"AAA"
    assert asked == ["a"] * times
    # The next page asks anew, and so does whoever is no page.
    AskOnce(page)(RequestFactory().generic(method, "/"))
    assert len(asked) == 2 * times
    question("a")
    assert len(asked) == 2 * times + 1


@pytest.mark.django_db
def test_the_steps_at_the_side_stand_until_the_journal_tells_of_a_change(client_of, office) -> None:
    browser = client_of(office)
    card = factories.complete_card("E3")
    browser.get("/projects/")
    with CaptureQueriesContext(connection) as seen:
        browser.get("/accounts/me/")
    assert not [one for one in seen.captured_queries if "protocols_protocol" in one["sql"]]
    with transaction():
        record(Actor("system", "Портал"), "Что-то изменено", obj=card)
    with CaptureQueriesContext(connection) as changed:
        browser.get("/accounts/me/")
    assert [one for one in changed.captured_queries if "protocols_protocol" in one["sql"]]
