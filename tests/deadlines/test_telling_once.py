"""Nothing is told twice, nobody is told two things of one term on one day, nothing broken stops the rest."""

from dataclasses import replace
from datetime import date

import pytest

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines import links, recounting, rounds
from ranking_portal.deadlines.enforcing import enforce
from ranking_portal.deadlines.models import Deadline, Reminder
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow.models import OutboxMessage
from tests import factories
from tests.deadlines.terms import OPENED, run, term

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
LATE = date(2026, 2, 24)


@pytest.fixture(autouse=True)
def office(db):
    return factories.user_with(Role.OFFICE, full_name="Офис")


def kinds_told() -> list[str]:
    """Kinds of everything that has been posted to people, in order."""
    messages = OutboxMessage.objects.filter(kind="notices.tell").order_by("pk")
    return [one["kind"] for message in messages for one in message.payload["told"]]


def test_a_term_looked_at_again_on_the_same_day_is_told_nothing_more():
    term()
    run(LATE)
    Deadline.objects.update(next_check_on=LATE)
    assert len(run(LATE)) == 2
    assert kinds_told() == ["escalation_office"]
    assert Deadline.objects.get().next_check_on == date(2026, 2, 25)


def test_a_term_told_this_morning_and_moved_by_a_decree_at_noon_stops_nobody(office):
    """The reminder of the day stands already; other terms of the run are told as ever."""
    term()
    run(date(2026, 2, 19))
    with clock.at(date(2026, 2, 19)):
        recounting.enter_day(date(2026, 2, 20), working=False, act="указ № 1", by=office)
        Deadline.objects.update(next_check_on=date(2026, 2, 19))
        term(code="another")
    assert ("before_1", "Офис") in run(date(2026, 2, 19))


def test_the_office_hears_of_its_own_missed_term_once_a_day():
    """What is told is the gravest; both are marked."""
    term()
    assert run(LATE) == [("overdue", "Офис"), ("escalation_office", "Офис")]
    assert kinds_told() == ["escalation_office"]


def test_a_term_past_when_it_opens_gives_one_notice():
    term(due_on=date(2026, 2, 10), act_by=date(2026, 2, 10))
    run(OPENED)
    assert kinds_told() == ["escalation_office"]
    run(OPENED)
    assert kinds_told() == ["escalation_office"]


def test_a_failing_part_of_the_round_leaves_no_term_unseen(monkeypatch):
    def broken() -> int:
        raise RuntimeError("часть обхода сломана")

    monkeypatch.setitem(rounds._parts, "Сломанная часть", broken)
    term()
    with clock.at(OPENED), pytest.raises(RuntimeError, match="сломана"):
        enforce()
    assert Reminder.objects.get().kind == "opened"


@pytest.mark.parametrize("address", ["/funds/{nothing}/", "/funds/{/", "/funds/{}/"])
def test_a_wrong_address_in_an_edition_leads_to_the_year(monkeypatch, address):
    edition = edition_for(2025)
    rows = tuple(replace(row, url=address) for row in edition.obligations)
    monkeypatch.setattr(links, "edition_for", lambda year: replace(edition, obligations=rows))
    assert links.Addresses().of(term()) == "/cycles/2025/"


def test_a_new_day_off_moves_the_reminder_of_a_fixed_date_that_stays(office):
    """15 February 2026 stays, act by Friday the 13th: five working days before was the 6th, and is now the 5th."""
    with clock.at(date(2026, 2, 2)):
        term(due_on=date(2026, 2, 15), act_by=date(2026, 2, 13), working_days=None, next_check_on=date(2026, 2, 2))
    run(date(2026, 2, 2))
    assert Deadline.objects.get().next_check_on == date(2026, 2, 6)
    with clock.at(date(2026, 2, 3)):
        recounting.enter_day(date(2026, 2, 10), working=False, act="указ № 1", by=office)
    assert run(date(2026, 2, 3)) == run(date(2026, 2, 4)) == []
    assert run(date(2026, 2, 5)) == [("before_5", "Офис")]
