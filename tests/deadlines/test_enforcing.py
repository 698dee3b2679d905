"""Terms enforce themselves: each reminder once, no missed term unseen, whoever runs and however often."""

from datetime import date

import pytest

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import recounting, rounds
from ranking_portal.deadlines.enforcing import enforce
from ranking_portal.deadlines.models import Deadline, Reminder
from ranking_portal.directory.models import Appointment
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.models import OutboxMessage
from tests import factories
from tests.deadlines.terms import OPENED, run, term
from tests.races import needs_postgres, together


@pytest.fixture
def people(db):
    return {
        "office": factories.user_with(Role.OFFICE, full_name="Офис"),
        "economy": factories.user_with(Role.ECONOMY_COMMITTEE, full_name="Комитет"),
    }


pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_a_term_is_told_from_its_opening_to_the_committee(people):
    term()
    told = {day: run(date(2026, 2, day)) for day in (13, 16, 18, 19, 20, 21, 24, 25, 26)}
    assert told[13] == [("opened", "Офис")]
    assert told[16] == told[18] == told[21] == []
    assert told[19] == [("before_1", "Офис")]
    assert told[20] == [("on_day", "Офис")]
    assert told[24] == [("overdue", "Офис"), ("escalation_office", "Офис")]
    assert told[25] == [("overdue", "Офис")]
    assert told[26] == [("overdue", "Офис"), ("escalation_committee", "Комитет")]


def test_only_what_goes_past_the_one_who_must_act_is_urgent(people):
    term()
    for day in (13, 20, 24, 26):
        run(date(2026, 2, day))
    told = [one for payload in OutboxMessage.objects.values_list("payload", flat=True) for one in payload["told"]]
    urgent = {one["kind"]: one["urgent"] for one in told}
    assert {kind for kind, is_urgent in urgent.items() if is_urgent} == {"escalation_office", "escalation_committee"}
    assert set(urgent) > {"opened", "on_day", "overdue"}


def test_a_round_tells_of_all_its_parts(people):
    with clock.at(OPENED):
        done = enforce().rounds
    assert set(done) == {*rounds.make_round(), *rounds.close_round()}
    assert rounds.make_round()
    assert rounds.close_round()


def test_run_twice_it_tells_nothing_more(people):
    term()
    run(OPENED)
    with clock.at(OPENED):
        again = enforce()
    assert (again.marked, again.reminded) == (0, 0)
    assert Reminder.objects.count() == OutboxMessage.objects.count() == 1


def test_three_days_without_the_scheduler_cost_the_daily_reminders_only(people):
    term()
    run(OPENED)
    assert run(date(2026, 2, 27)) == [
        ("overdue", "Офис"),
        ("escalation_office", "Офис"),
        ("escalation_committee", "Комитет"),
    ]


def test_a_met_term_is_told_no_more(people):
    made = term()
    run(OPENED)
    with clock.at(date(2026, 2, 16)):
        perform(made, "meet", by=SYSTEM, closed_at=clock.now())
    assert run(date(2026, 2, 20)) == run(date(2026, 2, 24)) == []


def test_a_term_moved_by_a_decree_is_told_by_its_new_day(people):
    term()
    run(OPENED)
    with clock.at(date(2026, 2, 16)):
        recounting.enter_day(date(2026, 2, 19), working=False, act="указ № 1", by=people["office"])
    assert Deadline.objects.get().due_on == date(2026, 2, 24)
    assert run(date(2026, 2, 18)) == []
    assert run(date(2026, 2, 20)) == [("before_1", "Офис")]
    assert run(date(2026, 2, 24)) == [("on_day", "Офис")]


def test_whoever_holds_the_office_on_the_day_is_told(people):
    body = factories.OrganizationFactory.create(short_name="КЗ")
    former = factories.body_head(body)
    term(code="infrastructure_proposal", who=Role.AUTHORITY_HEAD, object_key="authority:КЗ", office="body:КЗ")
    assert run(OPENED) == [("opened", former.full_name)]
    Appointment.objects.update(until=date(2026, 2, 18))
    new = factories.body_head(body, since=date(2026, 2, 19))
    assert run(date(2026, 2, 19)) == [("before_1", new.full_name)]


def test_the_head_of_a_project_is_known_by_its_card(people):
    card = factories.complete_card("E3")
    head = factories.project_head(card)
    term(code="team_proposal", who=Role.PROJECT_HEAD, object_key="project:E3", office="project:E3:2025")
    assert run(OPENED) == [("opened", head.full_name)]


def test_a_head_who_cannot_be_told_is_named_to_the_office_once(people):
    term(code="team_proposal", who=Role.PROJECT_HEAD, object_key="project:E3", office="project:E3:2025")
    assert run(OPENED) == [("unreachable", "Офис")]
    assert run(date(2026, 2, 19)) == []


def test_many_terms_take_a_constant_number_of_queries(people, django_assert_max_num_queries):
    for number in range(40):
        term(code=f"code-{number}")
    run(OPENED)  # calendars are stored at first use
    Deadline.objects.update(next_check_on=date(2026, 2, 19))
    with clock.at(date(2026, 2, 19)), django_assert_max_num_queries(30):
        assert enforce().reminded == 40


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_postgres)])
@pytest.mark.django_db(transaction=True)
def test_two_at_once_tell_once(_):
    factories.user_with(Role.OFFICE)
    for number in range(30):
        term(code=f"code-{number}")
    done = together([enforce, enforce, enforce], OPENED)
    assert sum(one.reminded for one in done) == 30
    assert Reminder.objects.count() == 30
