"""The year switch: a page of a year opens in the chosen one, an object's own page gives way to its list."""

from datetime import date

import pytest

from tests import factories
from tests.deadlines.terms import term

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_the_chosen_year_shows_on_the_page_it_leads_to(office, client_of) -> None:
    for year in (2025, 2026):
        factories.complete_card("E3" if year == 2025 else "N4", year=year)
    client = client_of(office)
    for back in ("/projects/", "/infrastructure/2025/", "/cycles/2025/"):
        client.get(back)
        led = client.get("/year/", {"year": "2026", "next": back})
        assert led.status_code == 302
        assert client.get(led.url, follow=True).context["portal_year"] == 2026, back
        client.get("/year/", {"year": "2025", "next": "/projects/"})


def test_the_switch_never_leads_off_the_portal(office, client_of) -> None:
    factories.complete_card("E3")
    led = client_of(office).get("/year/", {"year": "2025", "next": "https://example.org/"})
    assert led.url.startswith("/")


def test_a_reminder_leads_to_the_year_it_is_about(client_of, office):
    """The list opens in the year that its address names, whatever year is chosen; an unknown one changes nothing."""
    for year in (2025, 2026):
        factories.CycleFactory.create(year=year)
    client = client_of(office)
    assert client.get("/rankings/?year=2025").context["year"] == 2025
    assert client.get("/rankings/").context["year"] == 2026
    for odd in ("2031", "год", "²⁰²⁵", ""):
        assert client.get(f"/rankings/?year={odd}").context["year"] == 2026


@pytest.mark.parametrize(
    ("due", "year"), [(date(2026, 2, 20), 2025), (date(2026, 1, 12), 2025), (date(2025, 11, 1), 2026)]
)
def test_the_portal_opens_in_the_year_in_which_something_is_due_next(client_of, office, due, year):
    """In February a year that is over is ranked and paid for; a term missed long ago holds nobody in its year."""
    for one in (2025, 2026):
        factories.CycleFactory.create(year=one)
    term(due_on=due)
    assert client_of(office).get("/rankings/").context["year"] == year
