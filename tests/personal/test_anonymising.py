"""Anonymising after the term (152-FZ, art. 5 part 7): who is due, what goes, what stays."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from ranking_portal import clock
from ranking_portal.accounts import services as accounts
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.directory.models import Person
from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.journal.services import broken_link
from ranking_portal.personal import anonymising
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LATER = date(2035, 3, 2)
BEFORE = date(2030, 1, 1)


@pytest.fixture
def gone(settings) -> Person:
    """Somebody who served in 2025 and never signed in after; an account that was closed then."""
    settings.PERSONAL_DATA_YEARS = 5
    post = factories.PostFactory.create(
        person__full_name="Чернобурова Ефросинья Львовна", person__personnel_number="ТАБ-771234"
    )
    user, _ = accounts.create_account(
        by=SYSTEM, username="chernoburova", full_name="Чернобурова Ефросинья Львовна", email="efrosinya@example.org"
    )
    accounts.tie_person(user, post.person, by=SYSTEM)
    accounts.switch(User.objects.get(pk=user.pk), by=SYSTEM, active=False)
    return post.person


def anonymise(before: date = BEFORE, by=SYSTEM) -> list[anonymising.Due]:
    with clock.at(LATER):
        return anonymising.anonymise(before, by=by)


def test_nothing_of_him_is_left(gone: Person) -> None:
    assert [one.subject for one in anonymise()] == [gone]
    left = Person.objects.get(pk=gone.pk)
    user = User.objects.get(person=left)
    assert (left.full_name, left.personnel_number) == (f"Обезличен №\u00a0{gone.pk}", f"обезличен-{gone.pk}")
    assert (user.is_active, user.email, user.has_usable_password()) == (False, "", False)
    kept = " ".join(str(row) for model in (Entry, PersonalText, Person, User) for row in model.objects.values_list())
    for word in ("Чернобурова", "ТАБ-771234", "chernoburova", "efrosinya"):
        assert word not in kept, word


def test_the_journal_stays_whole_and_tells_of_it(gone: Person) -> None:
    anonymise()
    assert broken_link() is None
    told = Entry.objects.filter(action=anonymising.ACTION).get()
    assert told.ref == f"directory.person:{gone.pk}"
    shown = {one.actor_label for one in Entry.objects.filter(ref__startswith="accounts.user:")}
    assert "Чернобурова Ефросинья Львовна" not in shown


def test_he_cannot_sign_in_any_more(gone: Person, client: Client) -> None:
    user = User.objects.get(person=gone)
    accounts.switch(user, by=SYSTEM, active=True)
    client.force_login(user)
    with clock.at(LATER):
        User.objects.filter(pk=user.pk).update(last_login=clock.now().replace(year=2027))
        anonymising.anonymise(BEFORE, by=SYSTEM)
        assert client.get("/accounts/me/").status_code == 302


@pytest.mark.parametrize(
    "role", [None, Role.AUDITOR], ids=["who signed in after the day", "who has a role to this day"]
)
def test_who_is_still_needed_is_not_due(gone: Person, role: Role | None) -> None:
    user = User.objects.get(person=gone)
    if role:
        user.grants.create(role=role, since=date(2025, 1, 1))
    else:
        User.objects.filter(pk=user.pk).update(last_login=clock.now().replace(year=2031))
    assert anonymise() == []


def test_the_year_after_the_last_post_counts_too(gone: Person) -> None:
    """Bonuses of 2025 are decided in 2026 (clause 2.6): the term begins when that year is over."""
    with clock.at(LATER):
        assert anonymising.due(date(2026, 12, 31)) == []
        assert [one.last for one in anonymising.due(date(2027, 1, 1))] == [date(2026, 12, 31)]


def test_he_is_not_due_twice(gone: Person) -> None:
    anonymise()
    assert anonymise() == []


def test_the_term_of_keeping_is_kept(gone: Person) -> None:
    with pytest.raises(ValidationError, match=r"не позже 02\.03\.2030"):
        anonymise(date(2030, 3, 3))


def test_whoever_keeps_no_accounts_anonymises_nobody(gone: Person, office: User) -> None:
    with pytest.raises(PermissionDenied):
        anonymise(by=office)


def test_the_command_shows_first(gone: Person, capsys) -> None:
    with clock.at(LATER):
        call_command("anonymise", "--before", "2030-01-01", "--dry-run")
        assert "Чернобурова Ефросинья Львовна – 31.12.2026" in capsys.readouterr().out
        assert Person.objects.get(pk=gone.pk).full_name == gone.full_name
        call_command("anonymise", "--before", "2030-01-01")
        assert "Обезличено: 1." in capsys.readouterr().out
        with pytest.raises(CommandError, match="Срок хранения ещё не истёк"):
            call_command("anonymise", "--before", "2034-01-01")


def test_the_page_asks_twice(gone: Person, client_of) -> None:
    browser = client_of(factories.user_with(Role.ADMIN))
    address = "/personal-data/due/"
    with clock.at(LATER):
        page = browser.get(address, {"before": "01.01.2030"}).content.decode()
        assert "Чернобурова Ефросинья Львовна" in page
        asked = {"before": "2030-01-01", "seen": "1"}
        assert "Подтверждаю" in browser.post(address, asked).content.decode()
        assert browser.post(address, asked | {"seen": "2", "sure": "on"}).status_code == 409
        assert Person.objects.get(pk=gone.pk).full_name == gone.full_name
        assert browser.post(address, asked | {"sure": "on"}, follow=True).status_code == 200
    assert Person.objects.get(pk=gone.pk).full_name != gone.full_name
