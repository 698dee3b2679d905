"""Organizations and people: lists, pages, forms, appointments that give and take rights by day."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.models import Appointment, Organization, Person, Post
from ranking_portal.journal.models import Entry, PersonalText
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
URL = "/directory/"


@pytest.fixture
def browser(client_of, office):
    """The office at work."""
    return client_of(office)


def errors_of(answer):
    """{field: first error}."""
    assert answer.status_code == 200
    return {name: messages[0] for name, messages in answer.context["form"].errors.items()}


def test_list_by_words_kind_and_pages(browser):
    factories.OrganizationFactory.create(short_name="КЗ", full_name="Комитет по здравоохранению")
    factories.OrganizationFactory.create(short_name="Лужский район", kind=OrganizationKind.MUNICIPALITY)
    assert [row.short_name for row in browser.get(f"{URL}?q=ЗДРАВООХР").context["page"]] == ["КЗ"]
    assert [row.short_name for row in browser.get(f"{URL}?kind=municipality").context["page"]] == ["Лужский район"]
    assert "Ничего не найдено" in browser.get(f"{URL}?q=нет").content.decode()
    for number in range(50):
        factories.OrganizationFactory.create(short_name=f"Школа № {number:02}")
    assert len(browser.get(URL).context["page"]) == 50
    assert len(browser.get(f"{URL}?page=2").context["page"]) == 2


def test_lists_cost_the_same_for_three_and_for_fifty(browser):
    def cost(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    for _ in range(3):
        factories.PostFactory.create()
    few = cost(URL), cost(f"{URL}people/")
    for _ in range(47):
        factories.PostFactory.create()
    assert (cost(URL), cost(f"{URL}people/")) == few


def test_organization_is_entered_and_changed(browser):
    data = {"short_name": "КЦР", "full_name": "Комитет цифрового развития", "kind": "authority"}
    assert browser.get(f"{URL}organizations/new/").status_code == 200
    assert browser.post(f"{URL}organizations/new/", data).status_code == 302
    assert "уже есть" in errors_of(browser.post(f"{URL}organizations/new/", data))["short_name"]
    row = Organization.objects.get(short_name="КЦР")
    address = f"{URL}organizations/{row.pk}/edit/"
    form = browser.get(address).context["form"]
    assert "short_name" not in form.fields, "offices and documents are tied to the short name"
    data = {"full_name": "Комитет связи", "kind": "authority", "version": form["version"].value()}
    assert "until" in errors_of(browser.post(address, data | {"since": "2025-01-01", "until": "2024-01-01"}))
    assert browser.post(address, data).status_code == 302
    assert browser.post(address, data).status_code == 409, "shown before the change"
    assert Organization.objects.get(pk=row.pk).full_name == "Комитет связи"
    assert Entry.objects.filter(ref=f"directory.organization:{row.pk}").count() == 2
    assert "Комитет связи" in browser.get(f"{URL}organizations/{row.pk}/").content.decode()


def test_merged_body_names_its_successor(browser):
    old, new = factories.OrganizationFactory.create(), factories.OrganizationFactory.create(short_name="Новый комитет")
    address = f"{URL}organizations/{old.pk}/edit/"
    data = {
        "full_name": old.full_name,
        "kind": old.kind,
        "successor": new.pk,
        "version": browser.get(address).context["form"]["version"].value(),
    }
    assert "until" in errors_of(browser.post(address, data))
    assert browser.post(address, data | {"until": "31.12.2025"}).status_code == 302
    assert "Новый комитет" in browser.get(f"{URL}organizations/{old.pk}/").content.decode()
    back = f"{URL}organizations/{new.pk}/edit/"
    circle = {
        "full_name": new.full_name,
        "kind": new.kind,
        "successor": old.pk,
        "until": "31.12.2026",
        "version": browser.get(back).context["form"]["version"].value(),
    }
    assert "круг" in errors_of(browser.post(back, circle))["successor"]


def test_appointment_gives_and_takes_rights_by_day(browser, client_of):
    body = factories.OrganizationFactory.create()
    card = factories.complete_card(responsible=body)
    person = factories.PersonFactory.create()
    address = f"/projects/{card.project.code}/2025/"
    data = {"person": person.pk, "since": "10.02.2026", "order": "распоряжение № 3 от 09.02.2026"}
    assert browser.post(f"{URL}organizations/{body.pk}/appoint/", data).status_code == 302
    user = factories.user_with(person=person)
    assert client_of(user).get(address).status_code == 403, "his days have not begun"
    with clock.at(date(2026, 2, 10)):
        assert client_of(user).get(address).status_code == 200

    held = Appointment.objects.get(person=person)
    end = f"{URL}appointments/{held.pk}/end/"
    with clock.at(date(2026, 3, 2)):
        version = browser.get(end).context["form"]["version"].value()
        wrong = {"until": "09.02.2026", "order": "№ 9", "version": version}
        assert "until" in errors_of(browser.post(end, wrong))
        assert browser.post(end, wrong | {"until": "01.03.2026"}).status_code == 302
        assert client_of(user).get(address).status_code == 403
    with clock.at(date(2026, 3, 1)):
        assert client_of(user).get(address).status_code == 200
    held.refresh_from_db()
    assert held.order == "распоряжение № 3 от 09.02.2026; до 01.03.2026: № 9"
    with clock.at(date(2026, 3, 2)):
        version = browser.get(end).context["form"]["version"].value()
        later = {"until": "01.04.2026", "order": "№ 10", "version": version}
        assert "и так заканчивается" in errors_of(browser.post(end, later))["until"]


def test_two_heads_at_once_are_refused_and_one_acting_is_not(browser):
    body = factories.OrganizationFactory.create()
    factories.body_head(body)
    person = factories.PersonFactory.create(full_name="Врио Пётр Петрович")
    data = {"person": person.pk, "since": "10.02.2026", "until": "", "order": "№ 3"}
    address = f"{URL}organizations/{body.pk}/appoint/"
    assert "руководит" in errors_of(browser.post(address, data))["since"]
    assert browser.post(address, data | {"acting": "on"}).status_code == 302
    assert "уже есть" in errors_of(browser.post(address, data | {"acting": "on"}))["person"]
    with clock.at(date(2026, 2, 10)):
        text = browser.get(f"{URL}organizations/{body.pk}/").content.decode()
    assert "исполняет обязанности" in text


def test_appointment_is_told_without_the_name_in_the_chain(browser):
    body = factories.OrganizationFactory.create()
    person = factories.PersonFactory.create(full_name="Тайный Советник", personnel_number="777")
    data = {"person": person.pk, "since": "10.02.2026", "order": "№ 3"}
    browser.post(f"{URL}organizations/{body.pk}/appoint/", data)
    entry = Entry.objects.get(ref=f"body:{body.short_name}")
    assert "777" in entry.details
    assert "Тайный" not in entry.details + entry.label
    assert PersonalText.objects.filter(text="Тайный Советник").exists()


def test_people_by_name_and_number(browser):
    person = factories.PersonFactory.create(full_name="Алёшина Ия", personnel_number="001053")
    factories.PersonFactory.create(full_name="Белов Пётр")
    for words in ("алешина", "АЛЁШИНА ия", "001053"):
        assert list(browser.get(f"{URL}people/?q={words}").context["page"]) == [person]
    assert "Никто не найден" in browser.get(f"{URL}people/?q=нет").content.decode()


def test_person_and_posts_are_entered_changed_and_removed(browser):
    body = factories.OrganizationFactory.create()
    data = {"personnel_number": "001053", "full_name": "Белоусова Ия"}
    assert browser.post(f"{URL}people/new/", data).status_code == 302
    assert "уже есть" in errors_of(browser.post(f"{URL}people/new/", data))["personnel_number"]
    person = Person.objects.get()
    page = f"{URL}people/{person.pk}/"
    version = browser.get(f"{page}edit/").context["form"]["version"].value()
    changed = data | {"full_name": "Белоусова Ия Александровна", "version": version}
    assert browser.post(f"{page}edit/", changed).status_code == 302
    post = {"year": 2025, "organization": body.pk, "title": "Консультант", "category": "civil_service"}
    assert browser.post(f"{page}posts/add/", post).status_code == 302
    assert "уже введена" in errors_of(browser.post(f"{page}posts/add/", post))["year"]
    row = Post.objects.get()
    version = browser.get(f"{page}posts/{row.pk}/").context["form"]["version"].value()
    renamed = post | {"title": "Начальник отдела", "version": version}
    assert browser.post(f"{page}posts/{row.pk}/", renamed).status_code == 302
    assert "Начальник отдела" in browser.get(page).content.decode()
    version = browser.get(f"{page}posts/{row.pk}/delete/").context["version"]
    assert browser.post(f"{page}posts/{row.pk}/delete/", {"version": version}).status_code == 302
    assert not Post.objects.exists()
    assert not any("Белоусова" in entry.details + entry.label for entry in Entry.objects.all())


def test_pages_mention_projects_and_teams(browser):
    card = factories.complete_card("E3", name="Цифровая среда")
    assert "Цифровая среда" in browser.get(f"{URL}organizations/{card.responsible.pk}/").content.decode()
    assert "Цифровая среда" in browser.get(f"{URL}people/{card.head.pk}/").content.decode()


def test_head_of_a_body_sees_his_body_and_its_people_only(client_of):
    body, other = factories.OrganizationFactory.create(), factories.OrganizationFactory.create()
    own = factories.PostFactory.create(organization=body).person
    stranger = factories.PostFactory.create(organization=other).person
    browser = client_of(factories.body_head(body))
    assert list(browser.get(URL).context["page"]) == [body]
    assert browser.get(f"{URL}organizations/{other.pk}/").status_code == 404
    assert browser.get(f"{URL}people/{own.pk}/").status_code == 200
    assert browser.get(f"{URL}people/{stranger.pk}/").status_code == 404
    assert browser.get(f"{URL}organizations/new/").status_code == 403
    groups = browser.get("/search/?q=Иванов").context["groups"]
    assert str(stranger.pk) not in {found.url.split("/")[-2] for found in groups.get("Люди", [])}


@pytest.mark.parametrize("role", [Role.GOVERNOR_OFFICE, Role.FINANCE_COMMITTEE])
def test_people_are_not_for_everyone(client_of, user_with, role):
    post = factories.PostFactory.create()
    browser = client_of(user_with(role))
    assert browser.get(URL).status_code == 200
    assert browser.get(f"{URL}people/").status_code == 403
    assert browser.get(f"{URL}people/{post.person.pk}/").status_code == 403
    assert post.person.full_name not in browser.get(f"{URL}organizations/{post.organization.pk}/").content.decode()
    assert "Люди" not in browser.get(f"/search/?q={post.person.full_name}").context["groups"]


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OFFICE, 200), (Role.ADMIN, 200), (Role.AUDITOR, 403), (Role.COUNCIL_SECRETARY, 403)]
)
def test_reference_data_is_kept_by_the_office_and_the_administrator(client_of, user_with, role, status):
    post = factories.PostFactory.create()
    factories.body_head(post.organization)
    held = Appointment.objects.get()
    browser = client_of(user_with(role))
    for address in (
        "organizations/new/",
        f"organizations/{post.organization.pk}/edit/",
        f"organizations/{post.organization.pk}/appoint/",
        f"appointments/{held.pk}/end/",
        "people/new/",
        f"people/{post.person.pk}/edit/",
        f"people/{post.person.pk}/posts/add/",
        f"people/{post.person.pk}/posts/{post.pk}/",
        f"people/{post.person.pk}/posts/{post.pk}/delete/",
    ):
        assert browser.get(f"{URL}{address}").status_code == status


def test_unknown_organizations_and_people_are_not_found(browser):
    for address in ("organizations/999/", "people/999/", "appointments/999/end/"):
        assert browser.get(f"{URL}{address}").status_code == 404
