"""The card of a project in a year: facts by criterion, what is missing, who sees what."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import enums
from projects import models as register
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.models import Appointment
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def card(db):
    """A card with money, a target, a step, a report, a contract."""
    return factories.complete_card("E3", name="Цифровая образовательная среда")


def url_of(card, tail=""):
    return f"/projects/{card.project.code}/{card.cycle.year}/{tail}"


def team_member(card, organization, name):
    """A member of the team who serves in the organization in the card's year."""
    person = factories.PersonFactory.create(full_name=name)
    factories.PostFactory.create(person=person, organization=organization, year=card.cycle.year)
    return register.TeamMember.objects.create(
        card=card, person=person, role=enums.TeamRole.MEMBER, since=date(card.cycle.year, 1, 1)
    )


def counts_of(answer, code):
    """{words: figure} of a criterion on the page."""
    return next(dict(group.counts) for group in answer.context["groups"] if group.code == code)


def test_facts_are_grouped_by_criterion_with_counts(client_of, office, card):
    for kind in OrganizationKind:
        organization = factories.OrganizationFactory.create(kind=kind)
        for participation in enums.ParticipationKind:
            register.Participation.objects.create(card=card, organization=organization, kind=participation)
    register.ConstructionObject.objects.create(card=card, name="Школа", work="construction", federal_property=True)
    register.ConstructionObject.objects.create(card=card, name="Мост", work="construction")
    answer = client_of(office).get(url_of(card))
    first, second = counts_of(answer, "1"), counts_of(answer, "2")
    assert first["органы исполнительной власти"] == "2"
    assert first["муниципальные образования"] == "1"
    assert second["объекты строительства"] == "2"
    assert second["на федеральной собственности"] == "1"
    assert second["на сумму, руб."] == "1\u00a0000,00"
    assert counts_of(answer, "eligibility")["ассигнования, руб."] == "100\u00a0000,00"
    assert counts_of(answer, "4")["отчёты в срок"] == "1 из 1"


def test_timeliness_is_told_fact_by_fact(client_of, office, card):
    register.Step.objects.create(
        card=card, kind="activity", name="Позже", due_on=date(2025, 3, 1), done_on=date(2025, 3, 4)
    )
    register.Step.objects.create(card=card, kind="activity", name="Не сделано", due_on=date(2025, 3, 1))
    register.Step.objects.create(card=card, kind="activity", name="Сегодня", due_on=clock.today())
    register.Step.objects.create(card=card, kind="activity", name="Впереди", due_on=date(2026, 3, 1))
    answer = client_of(office).get(url_of(card))
    text = answer.content.decode()
    assert counts_of(answer, "4")["мероприятия и точки в срок"] == "1 из 4"
    for word in ("позже на 3\u00a0дн.", "не сделано", "срок впереди", "в срок"):
        assert word in text


def test_target_not_reached_is_awaited_until_the_year_ends(client_of, office, card):
    register.Target.objects.create(card=card, name="Впереди", unit="ед.", direction="up", plan=10, fact=9)
    with clock.at(date(2025, 12, 31)):
        assert "ожидается" in client_of(office).get(url_of(card)).content.decode()
    with clock.at(date(2026, 1, 1)):
        assert "не достигнут" in client_of(office).get(url_of(card)).content.decode()


def test_missing_facts_are_named_at_the_top_with_a_way_to_add(client_of, office, user_with):
    bare = factories.CardFactory.create(project__code="B1")
    text = client_of(office).get(url_of(bare)).content.decode()
    assert "Для ранжирования не хватает фактов" in text
    for kind in ("funding", "target", "step"):
        assert url_of(bare, f"{kind}/add/") in text
    auditor = client_of(user_with(Role.AUDITOR)).get(url_of(bare)).content.decode()
    assert "Для ранжирования не хватает фактов" in auditor
    assert "/add/" not in auditor


def test_complete_card_lacks_nothing(client_of, office, card):
    assert "не хватает" not in client_of(office).get(url_of(card)).content.decode()


def test_source_of_a_fact_is_shown(client_of, office, card):
    done = register.Import.objects.create(
        cycle=card.cycle, file_name="register-2025.xlsx", sha256="0", actor="system", actor_label="", at=clock.now()
    )
    card.contracts.update(source_import=done, source_row=12)
    text = client_of(office).get(url_of(card)).content.decode()
    assert f"/imports/{done.pk}/" in text
    assert "строка\u00a012" in text
    assert "вручную" in text


def test_card_costs_the_same_for_one_contract_and_for_forty(client_of, office, card):
    browser = client_of(office)
    browser.get(url_of(card))
    with CaptureQueriesContext(connection) as few:
        browser.get(url_of(card))
    big = factories.complete_card("E4", contracts=40)
    for number in range(20):
        team_member(big, big.responsible, f"Участник {number}")
    browser.get(url_of(big))
    with CaptureQueriesContext(connection) as many:
        browser.get(url_of(big))
    assert len(few) == len(many)
    assert len(many) < 30


def test_unknown_card_is_not_found(client_of, office, card):
    browser = client_of(office)
    for address in ("/projects/E3/2024/", "/projects/ZZ/2025/", "/projects/E3/2025/nothing/add/"):
        assert browser.get(address).status_code == 404


def test_head_sees_his_card_only(client_of, card):
    other = factories.complete_card("E4")
    browser = client_of(factories.project_head(card))
    assert browser.get(url_of(card)).status_code == 200
    assert browser.get(url_of(other)).status_code == 404
    assert [shown.project.code for shown in browser.get("/projects/").context["page"]] == ["E3"]


def test_head_sees_his_year_only(client_of, card):
    before = factories.CardFactory.create(project=card.project, cycle__year=2024)
    browser = client_of(factories.project_head(card))
    assert browser.get(url_of(before)).status_code == 404


def test_acting_head_sees_the_card_in_his_days(client_of, card):
    person = factories.PersonFactory.create()
    Appointment.objects.create(
        office="project:E3:2025",
        office_label="руководитель проекта E3 (2025)",
        person=person,
        since=date(2026, 2, 1),
        until=date(2026, 2, 9),
        acting=True,
        order="приказ № 2",
    )
    user = factories.user_with(person=person)
    assert client_of(user).get(url_of(card)).status_code == 200
    with clock.at(date(2026, 2, 10)):
        assert client_of(user).get("/projects/").status_code == 403


def test_head_of_a_body_sees_its_projects_and_those_of_its_people(client_of, card):
    body = factories.OrganizationFactory.create()
    theirs = factories.complete_card("E5")
    team_member(theirs, body, "Свой Сотрудник")
    team_member(theirs, theirs.responsible, "Чужой Сотрудник")
    responsible = factories.complete_card("E6", responsible=body)
    browser = client_of(factories.body_head(body))
    assert {shown.project.code for shown in browser.get("/projects/").context["page"]} == {"E5", "E6"}
    assert browser.get(url_of(card)).status_code == 404
    text = browser.get(url_of(theirs)).content.decode()
    assert "Свой Сотрудник" in text
    assert "Чужой Сотрудник" not in text
    assert browser.get(url_of(responsible)).status_code == 200


def test_people_of_another_year_give_no_right(client_of, card):
    body = factories.OrganizationFactory.create()
    person = factories.PersonFactory.create()
    factories.PostFactory.create(person=person, organization=body, year=2024)
    register.TeamMember.objects.create(card=card, person=person, role="member", since=date(2025, 1, 1))
    assert client_of(factories.body_head(body)).get(url_of(card)).status_code == 404


def test_head_of_the_successor_sees_what_the_former_body_left(client_of, card):
    successor = factories.OrganizationFactory.create()
    card.responsible.until, card.responsible.successor = date(2025, 12, 31), successor
    card.responsible.save()
    assert client_of(factories.body_head(successor)).get(url_of(card)).status_code == 200


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.OFFICE, True),
        (Role.ADMINISTRATION, True),
        (Role.ECONOMY_COMMITTEE, True),
        (Role.COUNCIL_SECRETARY, True),
        (Role.COUNCIL_MEMBER, True),
        (Role.AUDITOR, True),
        (Role.GOVERNOR_OFFICE, False),
        (Role.FINANCE_COMMITTEE, False),
        (Role.ADMIN, False),
    ],
)
def test_team_is_personal_data(client_of, user_with, card, role, sees):
    team_member(card, card.responsible, "Член Команды")
    answer = client_of(user_with(role)).get(url_of(card))
    assert answer.status_code == 200
    assert ("Член Команды" in answer.content.decode()) is sees


def test_head_sees_his_team_whole(client_of, card):
    team_member(card, factories.OrganizationFactory.create(), "Член Команды")
    assert "Член Команды" in client_of(factories.project_head(card)).get(url_of(card)).content.decode()


def test_user_without_roles_is_refused_and_the_anonymous_sign_in(client, client_of, user_with, card):
    assert client_of(user_with()).get(url_of(card)).status_code == 403
    assert client.get(url_of(card)).status_code == 302


def test_history_tells_of_changed_and_removed_facts(client_of, office, card):
    browser = client_of(office)
    contract = card.contracts.get()
    page = browser.get(url_of(card, f"contract/{contract.pk}/delete/"))
    browser.post(url_of(card, f"contract/{contract.pk}/delete/"), {"version": page.context["version"]})
    text = browser.get(url_of(card, "history/")).content.decode()
    assert "Удалено: контракт" in text
    assert contract.number in text


def test_history_of_the_team_is_for_those_who_see_the_team(client_of, office, user_with, card):
    person = factories.PersonFactory.create(personnel_number="777001")
    browser = client_of(office)
    browser.post(url_of(card, "team/add/"), {"person": person.pk, "role": "member", "since": "2025-01-01"})
    assert "777001" in browser.get(url_of(card, "history/")).content.decode()
    for user in (user_with(Role.FINANCE_COMMITTEE), factories.body_head(card.responsible)):
        assert "777001" not in client_of(user).get(url_of(card, "history/")).content.decode()


def test_history_without_changes_says_so(client_of, office, card):
    assert "Изменений вручную не было" in client_of(office).get(url_of(card, "history/")).content.decode()
