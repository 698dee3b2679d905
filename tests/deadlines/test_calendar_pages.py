"""The working calendar in the browser: days by acts, the transfer decree, terms that move in plain sight."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines.models import CalendarDecree, CalendarOverride, Deadline
from ranking_portal.journal.keeping import damaged
from ranking_portal.journal.services import history
from tests import factories
from tests.deadlines.test_terms import happen, the

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
ACT = {"issued": "указ Губернатора", "number": "1-пг", "dated": "2026-02-12"}
DAY = {"day": "2026-02-13", "working": "no", **ACT}
TEXT = b"%PDF-1.7 decree"


def confirmed(fields: dict[str, str], name: str = "act.pdf", content: bytes = TEXT) -> dict[str, Any]:
    """What the office sends when it has seen what moves: the same fields and the text of the act."""
    return fields | {"confirm": "1", "file": SimpleUploadedFile(name, content)}


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
    assert client.post("/calendar/days/add/", confirmed(DAY)).status_code == 302
    deadline = the("protocol_to_administration")
    assert (deadline.due_on, deadline.act_by) == (date(2026, 2, 16), date(2026, 2, 16))
    moved = history(deadline).first()
    assert moved is not None
    assert moved.action == "Срок пересчитан"
    assert json.loads(moved.details)["due_on"] == ["2026-02-13", "2026-02-16"]
    assert "указ Губернатора" in moved.details


def test_the_page_of_a_term_tells_everybody_who_sees_it_how_it_was_recounted_and_why(office, client_of) -> None:
    card = factories.complete_card("E3")
    happen("bonus_fund.notice.received_by_project_head", date(2026, 2, 6), scope="project:E3")
    client_of(office).post("/calendar/days/add/", confirmed(DAY))
    term = the("team_proposal")
    page = client_of(factories.project_head(card)).get(f"/deadlines/{term.pk}/").content.decode()
    assert "Пересчёты" in page
    assert "<td>13.02.2026</td><td>16.02.2026</td>" in page
    assert "указ Губернатора от\u00a012.02.2026 №\u00a01-пг" in page


def test_the_text_of_the_act_is_kept_and_given_to_whoever_sees_the_calendar(office, client_of) -> None:
    client_of(office).post("/calendar/days/add/", confirmed(DAY))
    address = f"/calendar/days/{CalendarOverride.objects.get().pk}/text/"
    reader = client_of(factories.user_with(Role.AUDITOR))
    assert address in reader.get("/calendar/2026/").content.decode()
    given = reader.get(address)
    assert b"".join(given.streaming_content) == TEXT
    assert given["Content-Disposition"].startswith("attachment")
    assert client_of(factories.user_with()).get(address).status_code == 403


def test_a_text_that_is_altered_afterwards_is_found_by_its_hash(office, client_of) -> None:
    client_of(office).post("/calendar/days/add/", confirmed(DAY))
    entered = CalendarOverride.objects.get()
    assert entered.sha256 == hashlib.sha256(TEXT).hexdigest()
    assert entered.sha256 in (history(entered)[0].details)
    assert damaged()[1] == []
    Path(entered.file.path).write_bytes(b"another text")
    assert [one.why for one in damaged()[1]] == ["файл изменён"]


@pytest.mark.parametrize(("name", "content"), [("act.pdf", b"<html>"), ("act.exe", b"MZ"), ("act.pdf", b"")])
def test_a_file_that_is_no_act_is_refused_and_nothing_moves(office, client_of, name: str, content: bytes) -> None:
    answer = client_of(office).post("/calendar/days/add/", confirmed(DAY, name, content))
    assert answer.status_code == 409
    assert not CalendarOverride.objects.exists()


def test_an_act_is_not_entered_without_its_text(office, client_of) -> None:
    answer = client_of(office).post("/calendar/days/add/", DAY | {"confirm": "1"})
    assert answer.status_code == 409
    assert "Файл акта" in answer.content.decode()
    assert not CalendarOverride.objects.exists()


def test_every_special_day_names_its_source(office, client_of) -> None:
    client_of(office).post("/calendar/days/add/", confirmed(DAY))
    rows = {row["day"]: row for row in client_of(office).get("/calendar/2026/").context["special"]}
    assert rows[date(2026, 2, 13)]["entered"].act.startswith("указ Губернатора")
    assert rows[date(2026, 2, 23)]["entered"] is None
    assert rows[date(2026, 2, 23)]["act"] == rows[date(2026, 3, 9)]["act"] == "Трудовой кодекс, статья 112"
    assert rows[date(2026, 1, 9)]["act"] == "постановление Правительства о переносе выходных дней"


def test_a_closed_term_never_moves(office, client_of) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 12))
    happen("protocols.dispatch.sent_to_administration", date(2026, 2, 13))
    client_of(office).post("/calendar/days/add/", confirmed(DAY))
    assert the("protocol_to_administration").due_on == date(2026, 2, 13)


def test_a_day_entered_by_mistake_is_taken_back(office, client_of) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 12))
    client = client_of(office)
    client.post("/calendar/days/add/", confirmed(DAY))
    entered = CalendarOverride.objects.get()
    assert "Снять" in client.get(f"/calendar/days/{entered.pk}/remove/").content.decode()
    client.post(f"/calendar/days/{entered.pk}/remove/")
    assert the("protocol_to_administration").due_on == date(2026, 2, 13)


def test_the_transfer_decree_makes_a_provisional_year_final(office, client_of) -> None:
    happen("protocols.protocol.approved", date(2030, 1, 14), year=2029)
    assert the("protocol_to_administration").provisional
    client = client_of(office)
    assert "предварительно" in client.get("/calendar/2030/").content.decode()
    decree = {"issued": "постановление Правительства", "number": "1", "dated": "2029-10-01"}
    assert "станет окончательным" in client.post("/calendar/2030/decree/", decree).content.decode()
    client.post("/calendar/2030/decree/", confirmed(decree))
    assert CalendarDecree.objects.get().year == 2030
    text = client.get("/calendar/2030/decree/text/")
    assert b"".join(text.streaming_content) == TEXT
    assert not the("protocol_to_administration").provisional


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"day": "13.13.2026"}, "Введите дату"),
        ({"issued": ""}, "Обязательное поле"),
        ({"number": ""}, "Обязательное поле"),
        ({"dated": ""}, "Обязательное поле"),
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
    assert client.post("/calendar/days/add/", confirmed(DAY)).status_code == 403
    assert not Deadline.objects.exists()
