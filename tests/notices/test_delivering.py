"""What is told goes to the inbox once; letters follow each person's choice, one a day where he wants one."""

from datetime import date, datetime, time

import pytest
from django.core import mail

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.enforcing import enforce
from ranking_portal.notices.delivering import send_digests
from ranking_portal.notices.enums import Way
from ranking_portal.notices.models import Letter, Notice, Preference
from ranking_portal.workflow import outbox, telling
from ranking_portal.workflow.models import OutboxMessage
from tests import factories
from tests.deadlines.terms import OPENED, term

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
MONDAY, SATURDAY = date(2026, 2, 16), date(2026, 2, 14)


def told(key: str = "a", *, urgent: bool = False) -> telling.Told:
    return telling.Told(key, "opened", "Рассчитать фонды", "Осталось 5 рабочих дней.", "/funds/", "2.6", urgent)


@pytest.fixture
def petrova():
    return factories.user_with(Role.OFFICE, full_name="Петрова Анна", email="petrova@lenobl.test")


def tell(user, *what: telling.Told) -> None:
    telling.tell({user.pk: list(what)})
    outbox.deliver_waiting()


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour))


def test_it_is_in_the_inbox_at_once_and_in_the_morning_in_one_letter(petrova):
    with clock.at(at(MONDAY, 7)):
        tell(petrova, told("a"), told("b"))
        assert send_digests() == 0
    assert Notice.objects.count() == 2
    assert mail.outbox == []
    with clock.at(at(MONDAY, 8)):
        assert send_digests() == 1
        outbox.deliver_waiting()
        tell(petrova, told("c"))
        assert send_digests() == 0  # one letter a day
    assert [letter.subject for letter in mail.outbox] == ["Портал ранжирования: 2\u00a0напоминания"]
    with clock.at(at(date(2026, 2, 17), 8)):
        assert send_digests() == 1


def test_whoever_wants_it_so_is_told_at_once(petrova):
    Preference.objects.create(user=petrova, way=Way.AT_ONCE)
    tell(petrova, told())
    assert [letter.to for letter in mail.outbox] == [["petrova@lenobl.test"]]


def test_whoever_wants_no_letters_gets_escalations_only(petrova):
    Preference.objects.create(user=petrova, way=Way.INBOX)
    tell(petrova, told("a"), told("b", urgent=True))
    with clock.at(at(MONDAY, 9)):
        send_digests()
        outbox.deliver_waiting()
    assert [letter.subject for letter in mail.outbox] == ["Портал ранжирования: Рассчитать фонды"]
    assert Notice.objects.count() == 2


def test_days_off_are_quiet_save_for_the_last_day_of_a_fixed_date(petrova):
    with clock.at(at(SATURDAY, 9)):
        tell(petrova, told())
        assert send_digests() == 0
    last = telling.Told("deadline:1:on_day:2026-02-15", "on_day", "Направить результаты", "Сегодня.", "/", "2.6")
    with clock.at(at(date(2026, 2, 15), 9)):
        tell(petrova, last)
        assert send_digests() == 1
    assert Letter.objects.get().subject == "Портал ранжирования: Направить результаты"


def test_the_same_is_never_told_twice(petrova):
    tell(petrova, told("a", urgent=True))
    tell(petrova, told("a", urgent=True))
    assert Notice.objects.count() == len(mail.outbox) == 1


def test_what_was_read_before_the_morning_needs_no_letter(petrova):
    tell(petrova, told())
    Notice.objects.update(read_at=clock.now())
    with clock.at(at(MONDAY, 8)):
        assert send_digests() == 0


def test_a_letter_sent_again_carries_the_same_message_id(petrova):
    """The server has taken the letter, and the portal fell before it could note so."""
    tell(petrova, told(urgent=True))
    Letter.objects.update(sent_at=None)
    OutboxMessage.objects.filter(kind="notices.letter").update(done_at=None)
    outbox.deliver_waiting()
    first, again = mail.outbox
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]


def test_a_server_that_refuses_is_tried_again_later(petrova, settings):
    settings.EMAIL_BACKEND = "tests.notices.refusing.Refusing"
    tell(petrova, told(urgent=True))
    waiting = OutboxMessage.objects.get(kind="notices.letter")
    assert (waiting.done_at, waiting.attempts) == (None, 1)
    assert "451" in waiting.last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with clock.at(date(2026, 2, 10)):
        outbox.deliver_waiting()
    assert len(mail.outbox) == 1


def test_the_letter_names_clause_day_days_left_and_the_very_button(petrova, settings):
    settings.PORTAL_URL = "https://portal.lenobl.test"
    term()
    with clock.at(date(2026, 2, 19)):
        enforce()
        outbox.deliver_waiting()
        send_digests()
        outbox.deliver_waiting()
    letter = mail.outbox[0]
    assert "остался 1\u00a0рабочий день" in letter.body
    assert "20\u00a0февраля 2026" in letter.body
    assert "пункт\u00a02.6" in letter.body
    assert "https://portal.lenobl.test/funds/?year=2025" in letter.body
    assert isinstance(letter, mail.EmailMultiAlternatives)
    html, kind = letter.alternatives[0]
    assert kind == "text/html"
    assert 'href="https://portal.lenobl.test/funds/?year=2025"' in str(html)


def test_without_an_address_the_inbox_has_it_all(petrova):
    type(petrova).objects.update(email="")
    with clock.at(OPENED):
        tell(petrova, told(urgent=True))
    assert Notice.objects.count() == 1
    assert mail.outbox == []


def test_an_account_that_is_switched_off_is_told_nothing(petrova):
    type(petrova).objects.update(is_active=False)
    tell(petrova, told(urgent=True))
    assert not Notice.objects.exists()
