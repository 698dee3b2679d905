"""A year whose sums have been forwarded, and systems that read it: made once for a module, rolled back at its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from bonus_fund.models import ForwardingRegister
from ranking.enums import RankingKind
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.api import services
from ranking_portal.api.models import ApiClient
from tests import factories
from tests.bonus_fund.checked import FORWARDED, forwarded_year
from tests.bonus_fund.year import Year
from tests.conftest import TODAY
from tests.preparing import papers_later

READ_ON = FORWARDED
LAST_DAY = date(2026, 6, 30)
EVERYTHING = ("projects", "rankings", "protocols", "deadlines", "forwarded")


@dataclass
class Portal:
    """The year, what of it may be read, the administrator, and the token of a system that may read all of it."""

    year: Year
    register: ForwardingRegister
    ranking: Ranking
    draft: Ranking
    admin: User
    token: str

    def issue(self, *scopes: str, until: date = LAST_DAY) -> tuple[ApiClient, str]:
        """A token of the office's."""
        return services.issue(by=self.year.office, name="Зарплата", scopes=scopes, valid_until=until)

    def get(self, address: str, token: str | None = None, **asked: Any) -> Any:
        """The answer to the system of the token (the one that reads everything)."""
        return read(address, self.token if token is None else token, **asked)


def read(address: str, token: str = "", **asked: Any) -> Any:
    """The answer at an address of the version to whoever bears the token."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().get(f"/api/v1/{address}", asked, headers=headers)


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: Any) -> Iterator[Portal]:
    """The portal on the day when the sums had been forwarded, with a ranking that nobody has confirmed."""
    with django_db_blocker.unblock(), transaction.atomic():
        with papers_later(), clock.at(TODAY):
            year, register = forwarded_year()
        with clock.at(READ_ON):
            draft = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 2, 20), by=SYSTEM)
            made = Portal(year, register, year.extra["ranking"], draft, factories.user_with(Role.ADMIN), "")
            made.token = made.issue(*EVERYTHING)[1]
        yield made
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _day(settings: Any) -> Iterator[None]:
    """Systems read on the day after the forwarding, as often as they like."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    with clock.at(READ_ON):
        yield
