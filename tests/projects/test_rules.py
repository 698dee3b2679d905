"""Who may do what with the register: the whole table of roles."""

from datetime import date

import pytest

from projects import models as register
from projects.queries import team_rows, team_rows_of, visible_cards
from ranking_portal import clock
from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import GRANTABLE_ROLES, Role
from ranking_portal.accounts.principals import SYSTEM
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

EVERYBODY = set(GRANTABLE_ROLES)
SEE_PEOPLE = EVERYBODY - {Role.GOVERNOR_OFFICE, Role.FINANCE_COMMITTEE, Role.ADMIN}
GRANTED = {
    "projects.view_register": EVERYBODY,
    "projects.view_some": EVERYBODY,
    "projects.view_card": EVERYBODY,
    "projects.view_all_people": SEE_PEOPLE,
    "projects.view_people": SEE_PEOPLE,
    "projects.view_infrastructure": SEE_PEOPLE,
    "projects.view_imports": {Role.OFFICE, Role.AUDITOR, Role.ADMIN},
    "projects.edit_facts": {Role.OFFICE},
    "projects.import": {Role.OFFICE},
    "projects.open_cycle": {Role.OFFICE},
    "projects.view_quality": {Role.OFFICE, Role.AUDITOR},
    "projects.view_all_quality": {Role.OFFICE, Role.AUDITOR},
    "projects.accept_doubts": {Role.OFFICE},
}


@pytest.mark.parametrize("permission", GRANTED)
@pytest.mark.parametrize("role", GRANTABLE_ROLES)
def test_roles_granted_by_hand(user_with, permission, role):
    card = factories.complete_card()
    user = user_with(role)
    assert permitted(user, permission) is (role in GRANTED[permission])
    if permission in ("projects.view_card", "projects.view_people"):
        assert permitted(user, permission, card) is (role in GRANTED[permission])


def test_system_does_what_the_office_may():
    for permission in ("projects.edit_facts", "projects.import", "projects.open_cycle"):
        assert permitted(SYSTEM, permission)


def test_head_of_a_project_sees_his_card_and_team_only(db):
    card, other = factories.complete_card(), factories.complete_card()
    head = factories.project_head(card)
    assert permitted(head, "projects.view_some")
    assert not permitted(head, "projects.view_register")
    assert permitted(head, "projects.view_card", card)
    assert permitted(head, "projects.view_people", card)
    assert not permitted(head, "projects.view_card", other)
    assert not permitted(head, "projects.view_people", other)
    assert not permitted(head, "projects.edit_facts", card)
    assert list(visible_cards(head)) == [card]
    member = register.TeamMember.objects.create(
        card=card, person=factories.PersonFactory.create(), role="member", since=date(2025, 1, 1)
    )
    stranger = register.TeamMember.objects.create(
        card=other, person=factories.PersonFactory.create(), role="member", since=date(2025, 1, 1)
    )
    assert member in team_rows(head, card)
    of_all = team_rows_of(head, register.ProjectYear.objects.all(), 2025)
    assert member in of_all
    assert stranger not in of_all
    assert not team_rows(head, other).exists()


def test_former_head_keeps_nothing(db):
    card = factories.complete_card()
    former = factories.project_head(card)
    card.head = factories.PersonFactory.create()
    card.save()
    assert former.roles == frozenset()
    assert list(visible_cards(former)) == []


def test_head_of_a_body_sees_rows_of_its_people_only(db):
    card = factories.complete_card()
    body = factories.OrganizationFactory.create()
    for organization in (body, card.responsible):
        person = factories.PersonFactory.create()
        factories.PostFactory.create(person=person, organization=organization)
        register.TeamMember.objects.create(card=card, person=person, role="member", since=date(2025, 1, 1))
    head = factories.body_head(body)
    assert permitted(head, "projects.view_card", card)
    assert [row.person.posts.get().organization for row in team_rows(head, card)] == [body]
    of_all = team_rows_of(head, register.ProjectYear.objects.all(), 2025)
    assert [row.person.posts.get().organization for row in of_all] == [body]


def test_head_of_a_body_loses_the_view_on_his_last_day(db):
    card = factories.complete_card()
    head = factories.body_head(card.responsible)
    appointment = head.person.appointments.get()
    appointment.until = date(2026, 2, 9)
    appointment.save()
    assert permitted(head, "projects.view_card", card)
    with clock.at(date(2026, 2, 10)):
        tomorrow = type(head).objects.get(pk=head.pk)
        assert not permitted(tomorrow, "projects.view_card", card)


def test_user_without_roles_sees_nothing(user_with):
    card = factories.complete_card()
    user = user_with()
    assert not permitted(user, "projects.view_some")
    assert not permitted(user, "projects.view_card", card)
    assert list(visible_cards(user)) == []


def test_account_switched_off_sees_nothing(user_with):
    user = user_with(Role.OFFICE, is_active=False)
    assert not permitted(user, "projects.view_register")
