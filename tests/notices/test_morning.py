"""The morning's letter: one a person and day, whatever else goes out, and it never speaks of yesterday's days left."""

from datetime import date, datetime, time

import pytest
from django.core import mail

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.enforcing import enforce
from ranking_portal.deadlines.rounds import close_round
from ranking_portal.notices.models import Letter
from ranking_portal.workflow import outbox, telling
from tests import factories
from tests.deadlines.terms import DUE, term

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
WEDNESDAY, THURSDAY, FRIDAY = date(2026, 2, 18), date(2026, 2, 19), date(2026, 2, 20)


@pytest.fixture(autouse=True)
def petrova(db):
    return factories.user_with(Role.OFFICE, full_name="Петрова Анна", email="petrova@lenobl.test")


def at(day: date, hour: int):
    return clock.at(datetime.combine(day, time(hour)))


def tell(user, key: str, *, urgent: bool = False) -> None:
    telling.tell({user.pk: [telling.Told(key, "opened", "Рассчитать фонды", "Срок открыт.", "/funds/", "2.6", urgent)]})
    outbox.deliver_waiting()


def morning(day: date) -> None:
    with at(day, 8):
        close_round()
        outbox.deliver_waiting()


@pytest.mark.django_db(transaction=True)
def test_a_run_once_a_day_is_enough(settings):
    """Where the portal is run by hand or by a daily timer, today's reminders leave today."""
    settings.DELIVER_BY_WORKER = False
    term()
    with at(THURSDAY, 9):
        enforce()
    assert "остался 1\u00a0рабочий день" in mail.outbox[0].body


def test_an_urgent_letter_of_the_day_does_not_take_the_place_of_the_mornings(petrova):
    with at(WEDNESDAY, 7):
        tell(petrova, "a")
    morning(WEDNESDAY)
    with at(THURSDAY, 7):
        tell(petrova, "b", urgent=True)
        tell(petrova, "c")
    morning(THURSDAY)
    assert list(Letter.objects.order_by("pk").values_list("day", "is_digest")) == [
        (WEDNESDAY, True),
        (THURSDAY, False),
        (THURSDAY, True),
    ]


def test_of_one_term_the_letter_says_the_newest_only(petrova):
    """Opened after Thursday's letter had gone; on Friday morning it is the last day, not one day left."""
    with at(THURSDAY, 14):
        Letter.objects.create(recipient=petrova, day=THURSDAY, is_digest=True, subject="Утро", made_at=clock.now())
        term(event_on=THURSDAY, due_on=DUE, working_days=1, next_check_on=THURSDAY)
        enforce()
        outbox.deliver_waiting()
    with at(FRIDAY, 1):
        enforce()
        outbox.deliver_waiting()
    morning(FRIDAY)
    assert [letter.subject for letter in mail.outbox] == ["Портал ранжирования: Рассчитать фонды (2025 год)"]
    assert "Срок – сегодня" in mail.outbox[0].body
    assert "остался" not in mail.outbox[0].body


def test_a_subject_is_one_line(petrova):
    told = telling.Told("a", "opened", "Рассчитать\nфонды", "Срок открыт.", "/funds/", "2.6", urgent=True)
    telling.tell({petrova.pk: [told]})
    outbox.deliver_waiting()
    assert mail.outbox[0].subject == "Портал ранжирования: Рассчитать фонды"


def test_a_link_to_a_body_can_be_clicked(petrova, settings):
    settings.PORTAL_URL = "https://portal.lenobl.test/"
    told = telling.Told("a", "opened", "Предложения", "Срок открыт.", "/proposals/of/2025/authority/КЗ/", urgent=True)
    telling.tell({petrova.pk: [told]})
    outbox.deliver_waiting()
    assert "https://portal.lenobl.test/proposals/of/2025/authority/%D0%9A%D0%97/" in mail.outbox[0].body
