"""Whom to tell: those named, those who have a role on the day, those who hold an office; nobody twice."""

from datetime import date

import pytest

from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.telling import accounts_of
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DAY = date(2026, 2, 9)


def test_people_by_role_office_and_name() -> None:
    office = factories.user_with(Role.OFFICE)
    head = factories.body_head(factories.OrganizationFactory.create(short_name="КЗ"))
    project = factories.project_head(factories.complete_card("E3"))
    other = factories.user_with(Role.AUDITOR)
    assert accounts_of(DAY, roles=[Role.OFFICE]) == [office.pk]
    assert accounts_of(DAY, offices=["body:КЗ", "project:E3:2025"]) == [head.pk, project.pk]
    assert accounts_of(DAY, roles=[Role.OFFICE], users=[office.pk, other.pk]) == [office.pk, other.pk]
    assert accounts_of(DAY) == []


def test_neither_a_role_of_another_day_nor_a_closed_account() -> None:
    later = factories.user_with()
    later.grants.create(role=Role.OFFICE, since=date(2026, 2, 10))
    factories.user_with(Role.OFFICE, is_active=False)
    assert accounts_of(DAY, roles=[Role.OFFICE]) == []
    assert accounts_of(date(2026, 2, 10), roles=[Role.OFFICE]) == [later.pk]
