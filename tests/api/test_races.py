"""Requests of one system at the same moment: the limit is the limit, however many processes answer."""

from typing import Any

import pytest

from ranking_portal.api import services
from ranking_portal.api.models import ApiClient
from tests.api.conftest import LAST_DAY, READ_ON, read
from tests.races import needs_postgres, together

pytestmark = [pytest.mark.django_db(transaction=True), *needs_postgres]


def test_of_eight_at_once_the_limit_passes(office: Any, settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    client, token = services.issue(by=office, name="Зарплата", scopes=["projects"], valid_until=LAST_DAY)
    answers = together([lambda: read("projects", token).status_code] * 8, READ_ON)
    assert sorted(answers) == [200] * 3 + [429] * 5
    assert ApiClient.objects.get(pk=client.pk).counted == 3
