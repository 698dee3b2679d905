"""Cards of projects, acting heads, infrastructure participants: entered and changed on their pages."""

from datetime import date

import pytest

from projects import models as register
from ranking_portal.accounts.enums import Role
from ranking_portal.journal.models import Entry
from tests import factories
from tests.projects.pages import CARD, errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_project_is_entered_into_the_register(browser, card):
    body = factories.OrganizationFactory.create()
    data = {"code": "N9", "name": "Новый", "national_project": "Экология", "responsible": body.pk}
    assert browser.get("/projects/new/2025/").status_code == 200
    assert browser.post("/projects/new/2025/", data).status_code == 302
    assert register.ProjectYear.objects.get(project__code="N9").cycle == card.cycle
    assert "уже есть" in errors_of(browser.post("/projects/new/2025/", data))["code"]
    for code in ("N 9", "N/9", "new", ".."):
        assert "code" in errors_of(browser.post("/projects/new/2025/", data | {"code": code}))
    assert browser.get("/projects/new/2031/").status_code == 404


def test_known_project_comes_into_the_next_year(browser, card):
    factories.CycleFactory.create(year=2026)
    data = {"code": "E3", "name": "Среда", "national_project": "Образование", "responsible": card.responsible.pk}
    assert browser.post("/projects/new/2026/", data).status_code == 302
    assert card.project.years.count() == 2


def test_card_is_changed_with_its_head(browser, card):
    head = factories.PersonFactory.create(personnel_number="123456")
    form = browser.get(f"{CARD}edit/").context["form"]
    data = {
        "name": "Новое имя",
        "national_project": card.national_project,
        "responsible": card.responsible.pk,
        "head": head.pk,
        "starts_on": "2025-01-01",
        "ends_on": "2024-01-01",
        "version": form["version"].value(),
    }
    assert "ends_on" in errors_of(browser.post(f"{CARD}edit/", data))
    assert browser.post(f"{CARD}edit/", data | {"ends_on": ""}).status_code == 302
    card.refresh_from_db()
    assert (card.name, card.head) == ("Новое имя", head)
    assert "123456" in Entry.objects.first().details


def test_card_is_removed_with_its_facts(browser):
    factories.complete_card("E3")
    page = browser.get(f"{CARD}delete/")
    assert ("Контракты", "1") in page.context["rows"]
    answer = browser.post(f"{CARD}delete/", {"version": page.context["version"]})
    assert answer["Location"] == "/projects/"
    assert not register.ProjectYear.objects.exists()
    assert not register.Contract.objects.exists()


def test_acting_head_is_appointed_from_the_card(browser, card, client_of):
    person = factories.PersonFactory.create(full_name="Заместитель Пётр Петрович")
    data = {"person": person.pk, "since": "01.02.2026", "until": "28.02.2026", "order": "приказ № 5 от 30.01.2026"}
    assert browser.post(f"{CARD}acting/", data).status_code == 302
    assert "исполняет обязанности Заместитель" in browser.get(CARD).content.decode()
    assert client_of(factories.user_with(person=person)).get(CARD).status_code == 200
    assert "until" in errors_of(browser.post(f"{CARD}acting/", data | {"until": "01.01.2026"}))


def test_infrastructure_participants_of_a_year(browser, card, fill):
    url = "/infrastructure/2025/"
    data = fill({"person": "person", "function": "правовая экспертиза", "since": "2025-01-01", "until": ""})
    assert browser.post(f"{url}add/", data).status_code == 302
    row = register.InfrastructureParticipant.objects.get()
    assert "правовая экспертиза" in browser.get(url).content.decode()
    assert "person" in errors_of(browser.post(f"{url}add/", data))
    version = browser.get(f"{url}{row.pk}/").context["form"]["version"].value()
    changed = data | {"function": "связь", "version": version}
    assert browser.post(f"{url}{row.pk}/", changed).status_code == 302
    page = browser.get(f"{url}{row.pk}/delete/")
    assert browser.post(f"{url}{row.pk}/delete/", {"version": page.context["version"]}).status_code == 302
    assert not register.InfrastructureParticipant.objects.exists()
    assert "Удалено" in browser.get(url).content.decode()
    assert browser.get("/infrastructure/2031/").status_code == 404


def test_head_of_a_body_sees_only_his_infrastructure_people(client_of, card, user_with):
    body = factories.OrganizationFactory.create()
    for name, organization in (("Свой Сотрудник", body), ("Чужой Сотрудник", factories.OrganizationFactory.create())):
        person = factories.PersonFactory.create(full_name=name)
        factories.PostFactory.create(person=person, organization=organization)
        register.InfrastructureParticipant.objects.create(
            cycle=card.cycle, person=person, function="связь", since=date(2025, 1, 1)
        )
    text = client_of(factories.body_head(body)).get("/infrastructure/2025/").content.decode()
    assert "Свой Сотрудник" in text
    assert "Чужой Сотрудник" not in text
    assert client_of(user_with(Role.FINANCE_COMMITTEE)).get("/infrastructure/2025/").status_code == 403
    assert client_of(factories.project_head(card)).get("/infrastructure/2025/").status_code == 403
