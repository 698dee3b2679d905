"""Pages of terms: what is expected of me, the year by steps, the arithmetic of a term, the commands."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from projects.services.cycles import open_cycle
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.models import Deadline
from tests import factories
from tests.deadlines.test_terms import happen

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def year_2025(db: None) -> None:
    """The cycle of 2025 opened in time."""
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)


def test_home_shows_the_office_its_terms_with_days_left_and_clause(office, client_of, year_2025) -> None:
    page = client_of(office).get("/").content.decode()
    assert "Сейчас от вас ждут" in page
    assert "Понедельник, 9\u00a0февраля 2026\u00a0года" in page
    assert "#clause-2.6" in page
    assert "просрочено: 1" in page


def test_home_of_somebody_with_nothing_to_do_says_what_comes_next(client_of, year_2025) -> None:
    page = client_of(factories.user_with(Role.ADMINISTRATION)).get("/").content.decode()
    assert "Сейчас от вас ничего не ждут" in page
    assert "Ближайший срок портала" in page


def test_a_project_head_sees_the_term_of_his_project_only(client_of, year_2025) -> None:
    mine, other = factories.complete_card("E3"), factories.complete_card("N4")
    for card in (mine, other):
        happen("bonus_fund.notice.received_by_project_head", date(2026, 2, 6), scope=f"project:{card.project.code}")
    head = client_of(factories.project_head(mine))
    assert "проект E3" in head.get("/").content.decode()
    page = head.get("/deadlines/").content.decode()
    assert "проект E3" in page
    assert "проект N4" not in page
    hidden = Deadline.objects.get(object_key="project:N4")
    assert head.get(f"/deadlines/{hidden.pk}/").status_code == 404


def test_the_year_by_steps_lists_every_obligation_of_the_law(office, client_of, year_2025) -> None:
    response = client_of(office).get("/cycles/2025/")
    assert len(response.context["steps"]) == 9
    assert client_of(office).get("/cycles/2031/").status_code == 404


def test_a_term_shows_its_arithmetic_day_by_day(office, client_of, year_2025) -> None:
    happen("bonus_fund.recalculation.received", date(2026, 2, 20))
    deadline = Deadline.objects.get(code="fund_notices")
    page = client_of(office).get(f"/deadlines/{deadline.pk}/").content.decode()
    assert "День защитника Отечества" in page
    assert "2-й рабочий день" in page


def test_the_list_is_filtered_by_state_and_clause(office, client_of, year_2025) -> None:
    client = client_of(office)
    overdue = client.get("/deadlines/?state=overdue").context["items"]
    assert [item.deadline.code for item in overdue] == ["primary_ranking"]
    assert {item.deadline.clause for item in client.get("/deadlines/?clause=2.6").context["items"]} == {"2.6"}
    assert "Сроков нет" in client.get("/deadlines/?state=cancelled").content.decode()


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def test_working_day_command_gives_the_last_day_of_a_term() -> None:
    """Civil Code, art. 191: the 23rd of February is a holiday, the term of one day from the 20th ends on the 24th."""
    answer = json.loads(run("working_day", "--from", "2026-02-20", "--add", "1", "--json"))
    assert answer == {"from": "2026-02-20", "add": 1, "due": "2026-02-24", "provisional": False}
    assert "праздничный день" in run("working_day", "--from", "2026-02-20", "--add", "1")
    with pytest.raises(CommandError, match="не меньше одного"):
        run("working_day", "--from", "2026-02-20", "--add", "0")


def test_deadlines_command_gives_every_obligation(year_2025) -> None:
    rows = json.loads(run("deadlines", "--year", "2025", "--json"))["deadlines"]
    by_code = {row["code"]: row for row in rows}
    assert by_code["primary_ranking"] == {
        "code": "primary_ranking",
        "clause": "2.3",
        "object": "2025",
        "who": "office",
        "opened": "2024-12-02",
        "due": "2024-12-31",
        "state": "overdue",
        "late_working_days": by_code["primary_ranking"]["late_working_days"],
        "provisional": False,
    }
    assert by_code["primary_ranking"]["late_working_days"] > 200
    assert "год не открыт" in run("deadlines", "--year", "2019")
