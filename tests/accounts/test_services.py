"""Commands on accounts: who may, what the portal's own order forbids, what the journal tells."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from ranking_portal import clock
from ranking_portal.accounts import services
from ranking_portal.accounts.enums import DERIVED_ROLES, GRANTABLE_ROLES, Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link, history
from tests import factories
from tests.conftest import TODAY
from tests.races import needs_postgres, together

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
ORDER = "приказ от 09.02.2026 №\u00a07"

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def admin(user_with: Callable[..., User]) -> User:
    """The administrator who acts."""
    return user_with(Role.ADMIN)


@pytest.fixture
def worker(user_with: Callable[..., User]) -> User:
    """Whose account it is about."""
    return user_with()


def afresh(user: User) -> User:
    """The user as the database has him, with no roles remembered."""
    return User.objects.get(pk=user.pk)


class TestCreation:
    """A new account."""

    def test_it_has_a_password_that_must_be_changed(self, admin: User) -> None:
        user, password = services.create_account(by=admin, username="Petrova", full_name="Петрова А. С.")
        assert user.username == "petrova"
        assert afresh(user).check_password(password)
        assert afresh(user).password_is_temporary
        assert afresh(user).roles == frozenset()

    def test_it_is_told_without_its_password(self, admin: User) -> None:
        user, password = services.create_account(by=admin, username="petrova", full_name="Петрова А. С.")
        entry = history(user).get()
        assert (entry.actor, entry.action) == (f"user:{admin.pk}", "Учётная запись создана")
        assert password not in entry.details

    @pytest.mark.parametrize("username", ["ab", "имя", "a b c", "-abc", "a" * 65, "abc\n"])
    def test_a_login_name_of_other_signs_is_refused(self, admin: User, username: str) -> None:
        with pytest.raises(ValidationError):
            services.create_account(by=admin, username=username, full_name="Петрова А. С.")

    def test_a_login_name_taken_in_other_letters_is_refused(self, admin: User) -> None:
        services.create_account(by=admin, username="petrova", full_name="Петрова А. С.")
        with pytest.raises(ValidationError, match="уже занято"):
            services.create_account(by=admin, username="PETROVA", full_name="Другая")

    def test_a_weak_password_is_refused(self, admin: User) -> None:
        with pytest.raises(ValidationError):
            services.create_account(by=admin, username="petrova", full_name="Петрова А. С.", password="12345")

    def test_passwords_are_not_repeated(self) -> None:
        made = {services.one_time_password() for _ in range(100)}
        assert len(made) == 100
        assert {len(password) for password in made} == {19}


@pytest.mark.parametrize("role", [role for role in GRANTABLE_ROLES if role != Role.ADMIN])
def test_nobody_but_the_administrator_keeps_accounts(user_with: Callable[..., User], worker: User, role: Role) -> None:
    by = user_with(role)
    grant = RoleGrant.objects.create(user=worker, role=Role.AUDITOR, since=TODAY)
    for command in (
        partial(services.create_account, by=by, username="petrova", full_name="Петрова"),
        partial(services.change_account, worker, by=by, full_name="Иной", email=""),
        partial(services.tie_person, worker, None, by=by),
        partial(services.switch, worker, by=by, active=False),
        partial(services.reset_password, worker, by=by),
        partial(services.grant_role, worker, by=by, role=Role.OFFICE, since=TODAY),
        partial(services.revoke_role, grant, by=by, last_day=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            command()
    assert not Entry.objects.exists()


class TestRoles:
    """Grants by day and by order."""

    def test_a_role_is_given_from_a_day_until_a_day(self, admin: User, worker: User) -> None:
        services.grant_role(worker, by=admin, role=Role.AUDITOR, since=TODAY, until=TOMORROW, order=ORDER)
        assert afresh(worker).roles == {Role.AUDITOR}
        for day, roles in ((YESTERDAY, set()), (TOMORROW, {Role.AUDITOR}), (TOMORROW + services.DAY, set())):
            with clock.at(day):
                assert afresh(worker).roles == roles

    def test_a_grant_is_told_also_that_of_an_administrator(self, admin: User, worker: User) -> None:
        services.grant_role(worker, by=admin, role=Role.ADMIN, since=TODAY, order=ORDER)
        entry = history(worker).get()
        assert entry.action == "Выдана роль: администратор портала"
        assert json.loads(entry.details) == {
            "role": "администратор портала",
            "since": "2026-02-09",
            "until": None,
            "order": ORDER,
        }

    @pytest.mark.parametrize("role", sorted(DERIVED_ROLES))
    def test_roles_of_heads_are_not_given(self, admin: User, worker: User, role: Role) -> None:
        with pytest.raises(ValidationError, match="следует из должности"):
            services.grant_role(worker, by=admin, role=role, since=TODAY, order=ORDER)

    def test_a_role_that_ends_before_it_begins_is_refused(self, admin: User, worker: User) -> None:
        with pytest.raises(ValidationError, match="закончиться раньше"):
            services.grant_role(worker, by=admin, role=Role.AUDITOR, since=TODAY, until=YESTERDAY)

    @pytest.mark.parametrize(
        ("since", "until", "meets"),
        [
            (date(2026, 1, 1), date(2026, 1, 31), False),
            (date(2026, 1, 1), date(2026, 2, 1), True),
            (date(2026, 2, 10), date(2026, 2, 11), True),
            (date(2026, 2, 28), None, True),
            (date(2026, 3, 1), None, False),
            (date(2026, 1, 1), None, True),
        ],
    )
    def test_the_same_role_is_not_given_twice_for_a_day(
        self, admin: User, worker: User, since: date, until: date | None, meets: bool
    ) -> None:
        february = {"since": date(2026, 2, 1), "until": date(2026, 2, 28)}
        RoleGrant.objects.create(user=worker, role=Role.AUDITOR, **february)
        give = partial(services.grant_role, worker, by=admin, role=Role.AUDITOR, since=since, until=until)
        if meets:
            with pytest.raises(ValidationError, match="уже выдана"):
                give()
        else:
            assert give().pk

    def test_a_role_is_taken_away_at_once(self, admin: User, worker: User) -> None:
        grant = RoleGrant.objects.create(user=worker, role=Role.OFFICE, since=factories.LONG_AGO)
        services.revoke_role(grant, by=admin, last_day=YESTERDAY, order=ORDER)
        assert afresh(worker).roles == frozenset()
        assert history(worker).get().action == "Отозвана роль: Центральный проектный офис"

    def test_a_role_given_by_mistake_today_is_taken_away_whole(self, admin: User, worker: User) -> None:
        grant = services.grant_role(worker, by=admin, role=Role.OFFICE, since=TODAY, order=ORDER)
        services.revoke_role(grant, by=admin, last_day=YESTERDAY, order=ORDER)
        assert not worker.grants.exists()
        assert [entry.action for entry in history(worker)] == [
            "Отозвана роль: Центральный проектный офис",
            "Выдана роль: Центральный проектный офис",
        ]

    def test_the_past_is_not_rewritten(self, admin: User, worker: User) -> None:
        grant = RoleGrant.objects.create(user=worker, role=Role.OFFICE, since=factories.LONG_AGO)
        with pytest.raises(ValidationError, match="прошлое не переписывается"):
            services.revoke_role(grant, by=admin, last_day=YESTERDAY - services.DAY)

    def test_a_role_is_not_prolonged_by_taking_it_away(self, admin: User, worker: User) -> None:
        grant = RoleGrant.objects.create(user=worker, role=Role.OFFICE, since=factories.LONG_AGO, until=TODAY)
        with pytest.raises(ValidationError, match=r"только по 09\.02\.2026"):
            services.revoke_role(grant, by=admin, last_day=TOMORROW)


class TestOneself:
    """Nobody changes what he himself may."""

    def test_nobody_gives_himself_a_role(self, admin: User) -> None:
        with pytest.raises(ValidationError, match="собственные роли"):
            services.grant_role(admin, by=admin, role=Role.OFFICE, since=TODAY)

    def test_nobody_takes_a_role_from_himself(self, admin: User, user_with: Callable[..., User]) -> None:
        user_with(Role.ADMIN)
        with pytest.raises(ValidationError, match="собственные роли"):
            services.revoke_role(admin.grants.get(), by=admin, last_day=TODAY)

    def test_nobody_switches_himself_off(self, admin: User, user_with: Callable[..., User]) -> None:
        user_with(Role.ADMIN)
        with pytest.raises(ValidationError, match="собственную"):
            services.switch(admin, by=admin, active=False)

    def test_nobody_takes_the_offices_of_a_person(self, admin: User) -> None:
        with pytest.raises(ValidationError, match="за ним идут роли"):
            services.tie_person(admin, factories.PersonFactory.create(), by=admin)

    def test_everybody_may_be_corrected_by_himself_in_name(self, admin: User) -> None:
        assert (
            services.change_account(admin, by=admin, full_name="Новая Фамилия", email="").full_name == "Новая Фамилия"
        )


class TestLastAdministrator:
    """The portal never stays without one."""

    def test_the_last_one_keeps_his_role(self, admin: User) -> None:
        with pytest.raises(ValidationError, match="последний администратор"):
            services.revoke_role(admin.grants.get(), by=SYSTEM, last_day=TODAY)

    def test_the_last_one_is_not_switched_off(self, admin: User) -> None:
        with pytest.raises(ValidationError, match="последний администратор"):
            services.switch(admin, by=SYSTEM, active=False)

    def test_one_switched_off_does_not_count(self, admin: User, user_with: Callable[..., User]) -> None:
        user_with(Role.ADMIN, is_active=False)
        with pytest.raises(ValidationError, match="последний администратор"):
            services.revoke_role(admin.grants.get(), by=SYSTEM, last_day=TODAY)

    def test_one_whose_own_days_end_does_not_count(self, admin: User, worker: User) -> None:
        RoleGrant.objects.create(user=worker, role=Role.ADMIN, since=TODAY, until=TODAY)
        with pytest.raises(ValidationError, match="последний администратор"):
            services.revoke_role(admin.grants.get(), by=SYSTEM, last_day=TODAY)

    def test_one_of_two_may_go(self, admin: User, user_with: Callable[..., User]) -> None:
        other = user_with(Role.ADMIN)
        services.revoke_role(other.grants.get(), by=admin, last_day=YESTERDAY)
        assert Role.ADMIN not in afresh(other).roles

    def test_one_switched_off_may_lose_his_role(self, admin: User, user_with: Callable[..., User]) -> None:
        former = user_with(Role.ADMIN, is_active=False)
        services.revoke_role(former.grants.get(), by=admin, last_day=YESTERDAY)
        assert broken_link() is None


@pytest.mark.django_db(transaction=True)
class TestRaces:
    """Two administrators at the same moment."""

    pytestmark = needs_postgres

    def test_the_last_two_do_not_take_each_other_away(self) -> None:
        first, second = factories.user_with(Role.ADMIN), factories.user_with(Role.ADMIN)

        def take(by: User, whose: User) -> str:
            try:
                services.revoke_role(whose.grants.get(), by=by, last_day=YESTERDAY)
            except (ValidationError, PermissionDenied) as refusal:
                return str(refusal)
            return ""

        answers = together([partial(take, first, second), partial(take, second, first)], TODAY)
        assert sum(not answer for answer in answers) == 1
        assert RoleGrant.objects.on(TODAY).filter(role=Role.ADMIN).count() == 1


class TestPerson:
    """An account and the person behind it."""

    def test_offices_come_with_the_person(self, admin: User, worker: User) -> None:
        body = factories.OrganizationFactory.create()
        head = factories.body_head(body)
        person = head.person
        services.tie_person(head, None, by=admin)
        assert afresh(head).roles == frozenset()
        services.tie_person(worker, person, by=admin)
        assert afresh(worker).roles == {Role.AUTHORITY_HEAD}

    def test_a_person_has_one_account(self, admin: User, worker: User) -> None:
        head = factories.body_head(factories.OrganizationFactory.create())
        with pytest.raises(ValidationError, match="уже есть учётная запись"):
            services.tie_person(worker, head.person, by=admin)


class TestAccess:
    """Switching off and passwords."""

    def test_an_account_switched_off_has_no_roles(self, admin: User, office: User) -> None:
        services.switch(office, by=admin, active=False)
        assert afresh(office).roles == frozenset()
        services.switch(office, by=admin, active=True)
        assert afresh(office).roles == {Role.OFFICE}
        assert [entry.action for entry in history(office)] == ["Учётная запись включена", "Учётная запись выключена"]

    def test_switching_off_twice_is_told_once(self, admin: User, office: User) -> None:
        services.switch(office, by=admin, active=False)
        services.switch(office, by=admin, active=False)
        assert history(office).count() == 1

    def test_a_new_password_is_temporary_until_its_owner_changes_it(self, admin: User, office: User) -> None:
        password = services.reset_password(office, by=admin)
        assert afresh(office).check_password(password)
        assert afresh(office).password_is_temporary
        services.change_own_password(afresh(office), factories.PASSWORD)
        assert not afresh(office).password_is_temporary
        assert [entry.action for entry in history(office)] == ["Пароль изменён владельцем", "Пароль сброшен"]

    def test_names_are_told_as_personal_words(self, admin: User, office: User) -> None:
        services.change_account(office, by=admin, full_name="Петрова Анна", email="petrova@example.org")
        assert "petrova@example.org" not in history(office).get().details

    def test_nothing_changed_is_nothing_told(self, admin: User, office: User) -> None:
        services.change_account(office, by=admin, full_name=office.full_name, email="")
        assert not history(office).exists()
