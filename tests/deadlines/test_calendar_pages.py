"""The working calendar in the browser: days by acts, the transfer decree, terms that move in plain sight."""

from datetime import date

import pytest

from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride, Deadline
from ranking_portal.journal.services import history
from tests import factories
from tests.deadlines.test_terms import happen, the

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DAY = {"day": "2026-02-13", "working": "no", "act": "указ Губернатора от 12.02.2026 № 1-пг"}


def test_the_year_shows_days_off_with_their_reasons(office, client_of) -> None:
    page = client_of(office).get("/calendar/2026/").content.decode()
    assert "247\u00a0рабочих дней" in page
    assert "День защитника Отечества" in page
    assert "перенос выходного дня с 03.01.2026" in page
    assert client_of(office).get("/calendar/").url == "/calendar/2026/"
    assert client_of(office).get("/calendar/1900/").status_code == 404


def test_a_day_by_an_act_is_previewed_then_moves_the_open_terms_with_a_row_each(office, client_of) -> None:
    """Clause 2.6: one working day after Thursday, 12 February, was Friday the 13th."""
    happen("protocols.protocol.approved", date(2026, 2, 12))
    client = client_of(office)
    preview = client.post("/calendar/days/add/", DAY).content.decode()
    assert "13.02.2026 → 16.02.2026" in preview
    assert not CalendarOverride.objects.exists()
    assert client.post("/calendar/days/add/", DAY | {"confirm": "1"}).status_code == 302
    deadline = the("protocol_to_administration")
    assert (deadline.due_on, deadline.act_by) == (date(2026, 2, 16), date(2026, 2, 16))
    moved = history(deadline).first()
    assert moved is not None
    assert moved.action == "Срок пересчитан"
    assert "2026-02-13" in moved.details
    assert "указ Губернатора" in moved.details


def test_a_closed_term_never_moves(office, client_of) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 12))
    happen("protocols.dispatch.sent_to_administration", date(2026, 2, 13))
    client_of(office).post("/calendar/days/add/", DAY | {"confirm": "1"})
    assert the("protocol_to_administration").due_on == date(2026, 2, 13)


def test_a_day_entered_by_mistake_is_taken_back(office, client_of) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 12))
    client = client_of(office)
    client.post("/calendar/days/add/", DAY | {"confirm": "1"})
    entered = CalendarOverride.objects.get()
    assert "Снять" in client.get(f"/calendar/days/{entered.pk}/remove/").content.decode()
    client.post(f"/calendar/days/{entered.pk}/remove/")
    assert the("protocol_to_administration").due_on == date(2026, 2, 13)


def test_the_transfer_decree_makes_a_provisional_year_final(office, client_of) -> None:
    happen("protocols.protocol.approved", date(2030, 1, 14), year=2029)
    assert the("protocol_to_administration").provisional
    client = client_of(office)
    assert "предварительно" in client.get("/calendar/2030/").content.decode()
    decree = {"act": "постановление Правительства от 01.10.2029 № 1"}
    assert "станет окончательным" in client.post("/calendar/2030/decree/", decree).content.decode()
    client.post("/calendar/2030/decree/", decree | {"confirm": "1"})
    assert CalendarDecree.objects.get().year == 2030
    assert not the("protocol_to_administration").provisional


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"day": "13.13.2026"}, "Введите дату"),
        ({"act": ""}, "Обязательное поле"),
        ({"working": ""}, "Обязательное поле"),
    ],
)
def test_a_wrong_entry_is_told_next_to_the_field(office, client_of, wrong, message) -> None:
    page = client_of(office).post("/calendar/days/add/", DAY | wrong)
    assert page.status_code == 409
    assert message in page.content.decode()
    assert not CalendarOverride.objects.exists()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.ECONOMY_COMMITTEE])
def test_only_the_office_changes_the_calendar(client_of, role: Role) -> None:
    client = client_of(factories.user_with(role))
    assert client.get("/calendar/2026/").status_code == 200
    assert client.post("/calendar/days/add/", DAY | {"confirm": "1"}).status_code == 403
    assert not Deadline.objects.exists()
