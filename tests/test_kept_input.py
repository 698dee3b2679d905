"""What was typed when a session ended comes back to the one who typed it, and to nobody else."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from projects.models import Report
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.kept_input import SESSION_KEY, mark_of
from tests import factories
from tests.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ADD = "/projects/E3/2025/report/add/"
TYPED = {"period": "02.2025", "due_on": "5 марта 2025", "submitted_on": "", "version": ""}


@pytest.fixture(autouse=True)
def card(db):
    """A card to add reports to."""
    return factories.CardFactory.create(project__code="E3")


@pytest.fixture
def other(user_with):
    """Another person who works at the same computer."""
    return user_with(Role.OFFICE)


def mark_on(page) -> str:
    """The mark of a page's forms."""
    found = re.search(r'name="shown_to" value="([^"]+)"', page.content.decode())
    return found[1] if found else ""


def lost(client: Client, user, **typed) -> str:
    """The form is sent after the session has ended; the address to which the person is led."""
    answer = client.post(ADD, TYPED | {"shown_to": mark_of(user)} | typed)
    assert answer.status_code == 302
    return answer["Location"]


def test_every_form_says_for_whom_it_is_shown(client_of, office) -> None:
    assert mark_on(client_of(office).get(ADD)) == mark_of(office)
    assert b"shown_to" not in Client().get("/login/").content


def test_the_form_comes_back_filled_and_is_sent_by_its_button(client: Client, office) -> None:
    assert lost(client, office) == f"/login/?next={ADD}"
    client.force_login(office)
    page = client.get(ADD)
    text = page.content.decode()
    assert "Введённое возвращено" in text
    assert 'value="02.2025"' in text
    assert 'value="5 марта 2025"' in text
    assert not Report.objects.exists(), "nothing is sent by itself"

    assert client.post(ADD, TYPED).status_code == 302
    assert Report.objects.get().due_on == date(2025, 3, 5)
    assert "Введённое возвращено" not in client.get(ADD).content.decode()


def test_nobody_else_gets_it(client: Client, office, other) -> None:
    lost(client, office)
    client.force_login(other)
    assert "02.2025" not in client.get(ADD).content.decode()
    assert SESSION_KEY not in client.session
    client.force_login(office)
    assert "02.2025" not in client.get(ADD).content.decode()


def test_it_does_not_wait_for_ever(client: Client, office) -> None:
    lost(client, office)
    with clock.at(TODAY + timedelta(days=2)):
        client.force_login(office)
        assert "02.2025" not in client.get(ADD).content.decode()


@pytest.mark.parametrize(
    "typed", [{"shown_to": ""}, {"shown_to": "1:forged"}, {"new_password1": "x"}, {"period": "x" * 300_000}]
)
def test_what_is_not_kept(client: Client, office, typed) -> None:
    lost(client, office, **typed)
    assert SESSION_KEY not in client.session


def test_an_address_that_shows_no_form_tells_what_was_typed(client: Client, office) -> None:
    address = "/inbox/way/"
    client.post(address, {"way": "Раз в день", "shown_to": mark_of(office)})
    client.force_login(office)
    page = client.get(address, follow=True)
    text = page.content.decode()
    assert "Раз в день" in text
    assert f'action="{address}"' in text
    assert client.post("/accounts/input/").headers["Location"] == address
    assert SESSION_KEY not in client.session, "thrown away"


def strict(user=None) -> Client:
    """A browser with whom the portal checks the tokens of forms."""
    found = Client(enforce_csrf_checks=True)
    if user is not None:
        found.force_login(user)
    return found


def test_a_form_that_grew_old_is_kept_too(office) -> None:
    browser = strict(office)
    answer = browser.post(ADD, TYPED | {"shown_to": mark_of(office)}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403
    assert f'href="{ADD}"' in answer.content.decode()
    assert 'value="02.2025"' in browser.get(ADD).content.decode()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_form_from_another_site_is_not_kept(office, site) -> None:
    browser = strict(office)
    answer = browser.post(ADD, TYPED | {"shown_to": mark_of(office)}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert SESSION_KEY not in browser.session


def test_an_old_form_of_another_person_is_not_kept(office, other) -> None:
    browser = strict(other)
    browser.post(ADD, TYPED | {"shown_to": mark_of(office)}, headers={"Sec-Fetch-Site": "same-origin"})
    assert SESSION_KEY not in browser.session
