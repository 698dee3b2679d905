"""An office passes to another while its term runs (rights go with the office, terms with it too; clause 2.6)."""

from datetime import date

import pytest

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.models import Appointment
from tests import factories
from tests.deadlines.terms import OPENED, run, term

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
MONDAY, TUESDAY = date(2026, 2, 16), date(2026, 2, 17)


def of_the_body():
    return term(code="infrastructure_proposal", who=Role.AUTHORITY_HEAD, object_key="authority:КЗ", office="body:КЗ")


def test_the_new_head_is_told_on_his_first_day():
    body = factories.OrganizationFactory.create(short_name="КЗ")
    former = factories.body_head(body)
    of_the_body()
    assert run(OPENED) == [("opened", former.full_name)]
    with clock.at(OPENED):
        Appointment.objects.update(until=MONDAY)
        new = factories.body_head(body, since=TUESDAY)
    assert run(MONDAY) == []
    assert run(TUESDAY) == [("opened", new.full_name)]
    assert run(date(2026, 2, 18)) == []
    assert run(date(2026, 2, 19)) == [("before_1", new.full_name)]


def test_whoever_acts_for_the_head_is_told_and_the_head_not_again():
    body = factories.OrganizationFactory.create(short_name="КЗ")
    head = factories.body_head(body)
    of_the_body()
    assert run(OPENED) == [("opened", head.full_name)]
    with clock.at(MONDAY):
        acting = factories.body_head(body, since=MONDAY)
    assert run(MONDAY) == [("opened", acting.full_name)]


def test_a_head_who_gets_his_account_later_is_told_when_he_is_appointed(office):
    body = factories.OrganizationFactory.create(short_name="КЗ")
    of_the_body()
    assert [kind for kind, _ in run(OPENED)] == ["unreachable"]
    with clock.at(MONDAY):
        head = factories.body_head(body, since=MONDAY)
    assert run(MONDAY) == [("opened", head.full_name)]


def test_the_head_named_by_the_card_anew_is_told():
    card = factories.complete_card("E3")
    former = factories.project_head(card)
    term(code="team_proposal", who=Role.PROJECT_HEAD, object_key="project:E3", office="project:E3:2025")
    assert run(OPENED) == [("opened", former.full_name)]
    new = factories.user_with(person=factories.PersonFactory.create())
    with clock.at(MONDAY):
        card.head = new.person
        card.save()
    assert run(MONDAY) == [("opened", new.full_name)]


def test_a_closed_term_or_one_looked_at_sooner_is_left_alone():
    made = of_the_body()
    Deadline.objects.update(next_check_on=date(2026, 2, 10))
    factories.body_head(factories.OrganizationFactory.create(short_name="КЗ"), since=date(2026, 2, 12))
    made.refresh_from_db(fields=("next_check_on",))
    assert made.next_check_on == date(2026, 2, 10)
