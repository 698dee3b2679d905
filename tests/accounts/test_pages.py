"""Pages of accounts, as the administrator, the auditor and the owner see them."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.directory.models import Appointment
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SignIn = Callable[[User], Client]


@pytest.fixture
def admin(user_with: Callable[..., User]) -> User:
    """The administrator."""
    return user_with(Role.ADMIN, full_name="Админова Ольга")


@pytest.fixture
def as_admin(admin: User, client_of: SignIn) -> Client:
    """His browser."""
    return client_of(admin)


@pytest.fixture
def worker(user_with: Callable[..., User]) -> User:
    """An office worker whose account it is about."""
    return user_with(Role.OFFICE, full_name="Семёнова Анна Петровна")


def page(client: Client, name: str, *keys: int, **query: str) -> str:
    """The text of a page that opens."""
    answer = client.get(reverse(name, args=keys), query)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, *keys: int, **fields: str) -> tuple[int, str]:
    """What a form is answered: status and text of the page it leads to."""
    answer = client.post(reverse(name, args=keys), fields, follow=True)
    return answer.status_code, answer.content.decode()


class TestList:
    """All accounts."""

    @pytest.mark.parametrize("words", ["семенова", "СЕМЁНОВА анна", "user2", ""])
    def test_it_is_searched_by_name_and_login(self, as_admin: Client, worker: User, words: str) -> None:
        assert worker.full_name in page(as_admin, "accounts:list", q=words)

    @pytest.mark.parametrize("query", [{"q": "Иванов"}, {"role": "auditor"}, {"state": "off"}])
    def test_it_is_narrowed(self, as_admin: Client, worker: User, query: dict[str, str]) -> None:
        assert worker.full_name not in page(as_admin, "accounts:list", **query)

    def test_it_costs_the_same_for_one_and_for_many(
        self, as_admin: Client, worker: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        page(as_admin, "accounts:list")
        with CaptureQueriesContext(connection) as few:
            page(as_admin, "accounts:list")
        for _ in range(30):
            factories.user_with(Role.AUDITOR, Role.OFFICE, person=factories.PersonFactory.create())
        with django_assert_num_queries(len(few)):
            page(as_admin, "accounts:list")

    def test_it_goes_on_over_pages(self, as_admin: Client) -> None:
        for _ in range(50):
            factories.user_with()
        assert "Страница 1 из 2" in page(as_admin, "accounts:list")
        assert "Страница 2 из 2" in page(as_admin, "accounts:list", page="2", state="on")


class TestAccount:
    """One account."""

    def test_the_auditor_reads_and_has_no_buttons(
        self, worker: User, user_with: Callable[..., User], client_of: SignIn
    ) -> None:
        text = page(client_of(user_with(Role.AUDITOR)), "accounts:detail", worker.pk)
        assert "Центральный проектный офис" in text
        for button in ("Выдать роль", "Выключить", "Выдать новый пароль", "Отозвать", "Исправить"):
            assert button not in text

    def test_ones_own_has_no_buttons_either(self, as_admin: Client, admin: User) -> None:
        text = page(as_admin, "accounts:detail", admin.pk)
        assert "другой администратор" in text
        assert "Выключить" not in text

    def test_a_new_one_shows_its_password_once(self, as_admin: Client) -> None:
        status, text = send(as_admin, "accounts:create", username="Petrova", full_name="Петрова Анна", email="")
        assert status == 200
        user = User.objects.get(username="petrova")
        shown = text.split('text-nowrap">')[1].split("<")[0]
        assert user.check_password(shown)
        assert shown not in page(as_admin, "accounts:detail", user.pk)

    def test_a_page_with_a_password_is_kept_nowhere(self, as_admin: Client, worker: User) -> None:
        answer = as_admin.post(reverse("accounts:reset_password", args=[worker.pk]))
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]

    def test_a_login_name_taken_is_told_on_the_form(self, as_admin: Client, worker: User) -> None:
        _, text = send(as_admin, "accounts:create", username=worker.username.upper(), full_name="Другая")
        assert "уже занято" in text

    def test_it_is_corrected(self, as_admin: Client, worker: User) -> None:
        send(as_admin, "accounts:edit", worker.pk, full_name="Семёнова Анна", email="semenova@example.org")
        assert "semenova@example.org" in page(as_admin, "accounts:detail", worker.pk)

    def test_a_role_is_given_and_taken_back(self, as_admin: Client, worker: User) -> None:
        order = "приказ от 09.02.2026 № 7"
        _, text = send(as_admin, "accounts:grant", worker.pk, role="auditor", since="2026-02-09", until="", order=order)
        assert "Роль выдана" in text
        assert order in text
        grant = worker.grants.get(role=Role.AUDITOR)
        _, text = send(as_admin, "accounts:revoke", worker.pk, grant.pk, last_day="2026-02-09", order=order)
        assert "Роль отозвана" in text
        grant.refresh_from_db()
        assert grant.until == date(2026, 2, 9)

    def test_a_role_needs_an_order(self, as_admin: Client, worker: User) -> None:
        send(as_admin, "accounts:grant", worker.pk, role="auditor", since="2026-02-09", order="")
        assert not worker.grants.filter(role=Role.AUDITOR).exists()

    def test_a_grant_of_somebody_else_is_not_found_here(self, as_admin: Client, admin: User, worker: User) -> None:
        address = reverse("accounts:revoke", args=[worker.pk, admin.grants.get().pk])
        assert as_admin.get(address).status_code == 404

    def test_roles_of_heads_are_no_choice(self, as_admin: Client, worker: User) -> None:
        _, text = send(as_admin, "accounts:grant", worker.pk, role="project_head", since="2026-02-09", order="приказ")
        assert "Выберите корректный вариант" in text

    def test_it_is_switched_off_and_on(self, as_admin: Client, worker: User) -> None:
        assert "сеансы закрыты" in send(as_admin, "accounts:switch", worker.pk, active="0")[1]
        assert not User.objects.get(pk=worker.pk).is_active
        send(as_admin, "accounts:switch", worker.pk, active="1")
        assert User.objects.get(pk=worker.pk).is_active

    def test_the_last_administrator_is_told_why_not(
        self, admin: User, user_with: Callable[..., User], client_of: SignIn
    ) -> None:
        """Of two administrators the one switches the other off; the other cannot answer in kind."""
        other = user_with(Role.ADMIN)
        assert "сеансы закрыты" in send(client_of(other), "accounts:switch", admin.pk, active="0")[1]
        assert "собственную учётную запись нельзя" in send(client_of(other), "accounts:switch", other.pk, active="0")[1]

    @pytest.mark.parametrize("name", ["accounts:switch", "accounts:reset_password"])
    def test_nothing_is_done_by_a_link(self, as_admin: Client, worker: User, name: str) -> None:
        assert as_admin.get(reverse(name, args=[worker.pk])).status_code == 405


class TestPerson:
    """Tying an account to a person of the register."""

    def test_a_person_is_found_and_tied(self, as_admin: Client, worker: User) -> None:
        post = factories.PostFactory.create(person__full_name="Семёнова Анна Петровна")
        text = page(as_admin, "accounts:person", worker.pk, q="семенова")
        assert post.organization.short_name in text
        send(as_admin, "accounts:person", worker.pk, person=str(post.person.pk))
        assert User.objects.get(pk=worker.pk).person == post.person
        send(as_admin, "accounts:person", worker.pk, person="")
        assert User.objects.get(pk=worker.pk).person is None

    def test_a_person_with_an_account_is_not_offered(self, as_admin: Client, worker: User) -> None:
        head = factories.body_head(factories.OrganizationFactory.create())
        assert head.person
        text = page(as_admin, "accounts:person", worker.pk, q=head.person.personnel_number)
        assert "Связать<" not in text
        assert "уже есть учётная запись" in send(as_admin, "accounts:person", worker.pk, person=str(head.person.pk))[1]

    def test_nobody_is_found_by_silence(self, as_admin: Client, worker: User) -> None:
        person = factories.PersonFactory.create()
        assert person.full_name not in page(as_admin, "accounts:person", worker.pk)

    @pytest.mark.parametrize("words", ["%", "(", "\\", "[", "ё" * 100])
    def test_signs_stand_for_themselves(self, as_admin: Client, worker: User, words: str) -> None:
        factories.PersonFactory.create()
        assert "Никого не нашлось" in page(as_admin, "accounts:person", worker.pk, q=words)


def test_my_offices_are_shown_with_their_basis(client_of: SignIn) -> None:
    body = factories.OrganizationFactory.create(short_name="КЗ")
    head = factories.body_head(body, since=date(2024, 3, 1))
    assert head.person
    Appointment.objects.create(
        office="project:E3:2025",
        office_label="руководитель проекта E3",
        person=head.person,
        since=date(2026, 2, 1),
        until=date(2026, 2, 28),
        acting=True,
        order="приказ от 30.01.2026 № 12",
    )
    text = page(client_of(head), "accounts:me")
    for words in (
        "распоряжение № 1",
        "01.03.2024",
        "исполняющий обязанности",
        "приказ от 30.01.2026 № 12",
        "28.02.2026",
    ):
        assert words in text
