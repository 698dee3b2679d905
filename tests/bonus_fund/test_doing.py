"""A term on the home page leads straight to the fund, the distribution, the proposal that it is about (clause 2.6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from bonus_fund.queries_funds import letters_of
from protocols.models import Dispatch
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.workflow.engine import perform
from tests.bonus_fund import year as years

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]
DAY = timedelta(days=1)


def buttons(client_of: Browser, user: User, code: str) -> list[tuple[str, str]]:
    """Address and words of the buttons at the user's own terms of an obligation."""
    cards = client_of(user).get("/").context["mine"]
    return [(card["place"].url, card["place"].button) for card in cards if card["shown"].deadline.code.startswith(code)]


def test_the_office_is_led_to_the_letter_that_waits(client_of: Browser) -> None:
    year = years.approved_year()
    letter = Dispatch.objects.get(kind="protocol_to_administration", subject_key=year.protocol.pk)
    with clock.at(years.APPROVED):
        found = buttons(client_of, year.office, "protocol_to_administration")
    assert found == [(f"/dispatches/{letter.pk}/do/send/", "Отправить")]


def test_the_administration_is_led_to_the_fund(client_of: Browser) -> None:
    year = years.received_year()
    assert year.fund is not None
    with clock.at(years.RECEIVED):
        assert buttons(client_of, year.administration, "general_fund") == [
            (f"/funds/{year.fund.pk}/edit/", "Внести суммы")
        ]


def test_the_office_is_led_through_the_fund_to_its_distribution(client_of: Browser) -> None:
    year = years.submitted_year()
    assert year.fund is not None
    distribution = f"/funds/{year.fund.pk}/distribution/"
    with clock.at(years.SUBMITTED):
        dispatching.acknowledge(letters_of(year.fund)[0], by=year.office)
        assert buttons(client_of, year.office, "fund_notices") == [(f"/funds/{year.fund.pk}/", "Рассмотреть")]
        perform(year.fund, "accept", by=year.office)
        assert buttons(client_of, year.office, "fund_notices") == [(distribution, "Рассчитать")]


def test_the_author_is_led_to_what_his_proposal_waits_for(client_of: Browser) -> None:
    year = years.acknowledged_year()
    with clock.at(years.ACKNOWLEDGED):
        head = year.heads["A1"]
        assert buttons(client_of, head, "team") == [("/proposals/of/2025/project/A1/", "Заполнить")]
        year.write("A1", Белова=400_000)
        agreed = year.agree_all("A1")
        assert buttons(client_of, head, "team") == [(f"/proposals/{agreed.pk}/do/submit/", "Направить")]


def test_who_watches_is_led_to_what_he_may_open(client_of: Browser) -> None:
    year = years.acknowledged_year()
    with clock.at(years.ACKNOWLEDGED + DAY):
        others = client_of(year.auditor).get("/").context["others"]
        assert others
        assert {client_of(year.auditor).get(card["place"].url, follow=True).status_code for card in others} == {200}
