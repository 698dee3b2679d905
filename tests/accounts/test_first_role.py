"""An account is made together with its first role, or not at all."""

import pytest

from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
ACCOUNT = {"username": "petrova", "full_name": "Петрова Анна Сергеевна", "role": "office"}


def test_a_role_named_with_its_order_is_given_from_today(client_of) -> None:
    answer = client_of(factories.user_with(Role.ADMIN)).post("/accounts/new/", ACCOUNT | {"order": "приказ № 7"})
    assert "приказ № 7" in answer.content.decode()
    assert User.objects.get(username="petrova").roles == {Role.OFFICE}
    assert Entry.objects.filter(action__startswith="Выдана роль").count() == 1


def test_without_an_order_nothing_is_made(client_of) -> None:
    answer = client_of(factories.user_with(Role.ADMIN)).post("/accounts/new/", ACCOUNT)
    assert "Роль выдают по документу" in answer.content.decode()
    assert not User.objects.filter(username="petrova").exists()
