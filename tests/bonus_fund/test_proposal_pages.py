"""Pages of a proposal: who sees what, lists, downloads, what waits (clause 2.6)."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from bonus_fund.services.proposing import Written, write
from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.bonus_fund.drafts import line, page, sums_of, titles, typed, words_of
from tests.bonus_fund.year import Year

pytestmark = pytest.mark.django_db


def test_a_head_of_another_project_sees_nothing_of_it(year: Year, client_of) -> None:
    proposal, stranger = year.proposal("A1"), client_of(year.heads["B2"])
    for tail in ("", "edit/", "import/", "template/", "pdf/", "xlsx/", "do/ask_agreement/"):
        assert stranger.get(page(proposal, tail)).status_code == 404, tail
    assert stranger.post(page(proposal, "edit/"), typed(proposal, Белова="100")).status_code == 404
    assert stranger.get("/proposals/of/2025/project/A1/").status_code == 404
    assert "Проект A1" not in words_of(stranger.get("/proposals/"))


@pytest.mark.parametrize("role", ["office", "administration", "economy", "auditor"])
def test_those_who_see_sums_change_none(year: Year, client_of, role: str) -> None:
    proposal, reader = year.proposal("A1"), client_of(getattr(year, role))
    assert reader.get(page(proposal)).status_code == 200
    assert reader.get(page(proposal, "edit/")).status_code == 403
    assert reader.post(page(proposal, "edit/"), typed(proposal, Белова="100")).status_code == 403
    assert reader.post(page(proposal, "do/ask_agreement/")).status_code == 403
    assert sums_of(proposal)["Белова"] == 0


@pytest.mark.parametrize("role", [Role.ADMIN, Role.FINANCE_COMMITTEE, Role.GOVERNOR_OFFICE, Role.COUNCIL_SECRETARY])
def test_those_who_see_no_sums_see_no_page(year: Year, client_of, role: Role) -> None:
    stranger = client_of(factories.user_with(role))
    for address in ("/proposals/", page(year.proposal("A1")), "/proposals/of/2025/project/A1/"):
        assert stranger.get(address).status_code == 403


def test_a_body_that_is_not_asked_yet_sees_no_draft(year: Year, client_of) -> None:
    year.write("A1", Белова=100)
    assert client_of(year.body_heads["КЗ"]).get(page(year.proposal("A1"))).status_code == 404


# Lists, downloads, what waits


def test_the_office_finds_a_proposal_and_sees_who_delays(year: Year, client_of) -> None:
    office = client_of(year.office)
    proposal = year.write("A1", Белова=500_000)
    perform(proposal, "ask_agreement", by=year.heads["A1"])
    perform(proposal.agreements.get(authority="КТ"), "agree", by=year.body_heads["КТ"])
    assert "ждёт решения: КЗ" in words_of(office.get("/proposals/"))
    assert [row["proposal"].object_name for row in office.get("/proposals/?body=КТ").context["rows"]] == ["A1"]
    assert [row["proposal"].object_name for row in office.get("/proposals/?q=проект b2").context["rows"]] == ["B2"]
    assert office.get("/proposals/?state=submitted").context["rows"] == []
    kinds = office.get("/proposals/?kind=infrastructure&sort=fund").context["rows"]
    assert {row["proposal"].object_name for row in kinds} == {"КЗ", "КФ"}
    assert office.get("/proposals/?sort=sum").context["rows"][0]["proposal"].object_name == "A1"
    assert office.get("/proposals/?state=нет&page=я").status_code == 200


def test_the_list_costs_the_same_for_any_number(year: Year, client_of) -> None:
    office = client_of(year.office)
    office.get("/proposals/")
    costs = []
    for address, rows in (("/proposals/?q=B2", 1), ("/proposals/", 4)):
        with CaptureQueriesContext(connection) as queries:
            assert len(office.get(address).context["rows"]) == rows
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_workbook_adds_up_and_texts_are_no_formulas(year: Year, client_of) -> None:
    proposal = year.proposal("A1")
    key = line(proposal, "Белова").pk
    write(proposal, {key: Written(500_000_01, "=1+1")}, by=year.heads["A1"])
    answer = client_of(year.auditor).get(page(proposal, "xlsx/"))
    rows = CalamineWorkbook.from_object(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert ["КЗ", "Белова Анна Петровна", "Консультант", 500000.01, "=1+1"] in rows
    told = {row[2]: row[3] for row in rows}
    assert (told["Итого"], told["Фонд"], told["Не распределено"]) == (500000.01, 859154.94, 359154.93)


def test_the_sheet_is_a_pdf(year: Year, client_of) -> None:
    answer = client_of(year.heads["A1"]).get(page(year.proposal("A1"), "pdf/"))
    assert answer.content.startswith(b"%PDF")


def test_a_reminder_leads_to_the_very_draft(year: Year, client_of) -> None:
    assert client_of(year.heads["A1"]).get("/proposals/of/2025/project/A1/").url == f"{page(year.proposal('A1'))}edit/"
    assert client_of(year.heads["A1"]).get("/proposals/of/2025/proposal/A1/").status_code == 404
    assert client_of(year.heads["A1"]).get("/proposals/of/2024/project/A1/").status_code == 404
    assert "/proposals/of/2025/project/A1/" in words_of(client_of(year.heads["A1"]).get("/"))


def test_what_waits_for_a_head_changes_with_the_state(year: Year) -> None:
    head, due = year.heads["A1"], date(2026, 2, 20)
    assert titles(head) == [("Заполнить премии команды", due)]
    proposal = perform(year.write("A1", Белова=100), "ask_agreement", by=head)
    assert titles(head) == []
    assert ("Согласовать премии сотрудников: КТ", due) in titles(year.body_heads["КТ"])
    perform(proposal.agreements.get(authority="КТ"), "refuse", by=year.body_heads["КТ"], remark="Мало.")
    assert titles(head) == [("Доработать предложение: отказано (КТ)", due)]
    year.agree_all("A1")
    assert titles(head) == [("Направить согласованное предложение", due)]
    perform(year.proposal("A1"), "submit", by=head)
    assert titles(head) == []


def test_history_tells_sums_by_names(year: Year, client_of) -> None:
    proposal = year.write("A1", Белова=500)
    told = words_of(client_of(year.heads["A1"]).get(page(proposal)))
    assert "Белова Анна Петровна: 0,00 → 500,00" in told
