"""Sessions: listed, ended by their owner, by a new password, by idleness and by age."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.sessions import browser_words
from ranking_portal.journal.models import Entry
from ranking_portal.kept_input import SESSION_KEY, mark_of
from tests.factories import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
YANDEX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/124.0 YaBrowser/24.6 Safari/537.36"
NINE = datetime(2026, 2, 9, 9, tzinfo=clock.ZONE)


def signed_in(user: User, **headers: str) -> Client:
    """A browser that has signed in through the page."""
    browser = Client(**headers)  # type: ignore[arg-type]
    assert browser.post(reverse("login"), {"username": user.username, "password": PASSWORD}).status_code == 302
    return browser


def is_open(browser: Client) -> bool:
    """Whether the portal still knows the browser."""
    return browser.get(reverse("accounts:me")).status_code == 200


def test_they_are_told_in_plain_words(office: User) -> None:
    signed_in(office, HTTP_USER_AGENT=YANDEX, REMOTE_ADDR="192.0.2.7")
    page = signed_in(office, HTTP_USER_AGENT=FIREFOX).get(reverse("accounts:sessions")).content.decode()
    assert "Яндекс Браузер, Linux" in page
    assert "192.0.2.7" in page
    assert "Firefox, Windows" in page


@pytest.mark.parametrize(("agent", "words"), [(FIREFOX, "Firefox, Windows"), ("curl/8", "неизвестный браузер")])
def test_browsers(agent: str, words: str) -> None:
    assert browser_words(agent) == words


def test_one_is_ended_and_nobody_elses(office: User, user_with: Callable[..., User]) -> None:
    here, there, alien = signed_in(office), signed_in(office), signed_in(user_with())
    key = {one.session_key: one.pk for one in UserSession.objects.all()}
    assert here.post(reverse("accounts:session-end", args=[key[alien.session.session_key]])).status_code == 404
    here.post(reverse("accounts:session-end", args=[key[there.session.session_key]]))
    assert (is_open(here), is_open(there), is_open(alien)) == (True, False, True)
    assert Entry.objects.filter(action="Сеанс закрыт владельцем").count() == 1


def test_all_others_are_ended_at_once(office: User) -> None:
    here, *others = (signed_in(office) for _ in range(3))
    here.post(reverse("accounts:sessions-end-others"))
    assert is_open(here)
    assert not any(map(is_open, others))


def test_a_new_password_ends_the_old_sessions_and_the_list_knows(office: User) -> None:
    here, thief = signed_in(office), signed_in(office)
    new = "совсем-другой-пароль-2"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("password_change"), fields).status_code == 302
    assert (is_open(here), is_open(thief)) == (True, False)
    assert UserSession.objects.get(user=office).session_key == here.session.session_key


def test_the_old_password_is_not_guessed_from_an_open_screen(office: User) -> None:
    thief = signed_in(office)
    fields = {"new_password1": "совсем-другой-пароль-2", "new_password2": "совсем-другой-пароль-2"}
    for one in range(5):
        answer = thief.post(reverse("password_change"), {"old_password": f"догадка-{one}", **fields})
    assert answer.status_code == 429


def test_idleness_ends_it_and_what_was_typed_comes_back(office: User, settings: Settings) -> None:
    settings.SESSION_IDLE_MINUTES = 60
    with clock.at(NINE):
        browser = signed_in(office)
        page = browser.get(reverse("password_change"))
    for minutes in (50, 100):
        with clock.at(NINE + timedelta(minutes=minutes)):
            assert is_open(browser)
    with clock.at(NINE + timedelta(minutes=161)):
        answer = browser.post(reverse("inbox-way"), {"shown_to": _mark(page), "way": "digest"})
        assert answer["Location"].startswith(reverse("login"))
        assert not is_open(browser)
        fields = {"username": office.username, "password": PASSWORD, "next": reverse("accounts:kept-input")}
        answer = browser.post(reverse("login"), fields, follow=True)
    assert "digest" in answer.content.decode()
    assert Entry.objects.filter(action="Сеанс закончился: долгое бездействие").exists()


def test_a_part_of_a_page_is_no_place_for_the_sign_in(office: User) -> None:
    """What asks by itself takes the page to the sign-in; what answers to typing leaves the form alone."""
    part = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search/?q=E3"}
    asked = Client().get(reverse("search"), headers=part)
    assert asked.headers["HX-Redirect"] == f"{reverse('login')}?next=/search/%3Fq%3DE3"
    assert (asked.status_code, asked.content) == (200, b"")
    elsewhere = part | {"HX-Current-URL": "https://evil.example/a"}
    assert Client().get(reverse("search"), headers=elsewhere)["HX-Redirect"] == f"{reverse('login')}?next=/"
    typed = Client().post(reverse("inbox-way"), {"way": "digest"}, headers=part)
    assert (typed.status_code, typed["HX-Trigger"]) == (204, "session-ended")
    assert signed_in(office).get(reverse("search"), headers=part).status_code == 200


def test_a_recovery_code_is_not_kept_like_other_forms(office: User) -> None:
    """The session ended before it was sent: it comes back to nobody, and stands in no table."""
    browser = Client()
    fields = {"shown_to": mark_of(office), "code": "abcd-1234"}
    assert browser.post(reverse("mfa_reauthenticate"), fields)["Location"].startswith(reverse("login"))
    assert SESSION_KEY not in browser.session


def test_age_ends_it_however_busy(office: User, settings: Settings) -> None:
    settings.SESSION_HOURS = 2
    with clock.at(NINE):
        browser = signed_in(office)
        assert is_open(browser)
    for minutes, known in ((60, True), (119, True), (121, False)):
        with clock.at(NINE + timedelta(minutes=minutes)):
            assert is_open(browser) == known


def _mark(page) -> str:
    text: str = page.content.decode().split('name="shown_to" value="')[1].split('"')[0]
    return text
