"""The discipline of a year: in time or late by how many working days, by step and by body, on screen and on paper."""

import io
import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from projects.services.cycles import open_cycle
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import discipline
from ranking_portal.deadlines.discipline import Tally
from ranking_portal.deadlines.models import Deadline
from tests import factories
from tests.deadlines.test_terms import happen

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOTICE = "bonus_fund.notice.received_by_project_head"
PROPOSED = "bonus_fund.team_proposal.submitted"


@pytest.fixture
def february(db: None) -> dict[str, str]:
    """By 2 March 2026: E3 in time, N4 late by two working days, D1 still not sent; the body of each by its project.

    Notices of 13 February: five working days end on the 20th; the 24th and 25th are the next ones (23rd a holiday).
    """
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)
    happen("ranking.ranking.primary_confirmed", date(2024, 12, 20))
    cards = [factories.complete_card(code) for code in ("E3", "N4", "D1")]
    for card in cards:
        happen(NOTICE, date(2026, 2, 13), scope=f"project:{card.project.code}")
    happen(PROPOSED, date(2026, 2, 20), scope="project:E3")
    happen(PROPOSED, date(2026, 2, 25), scope="project:N4")
    return {card.project.code: card.responsible.short_name for card in cards}


def test_each_step_counts_who_was_in_time_and_who_was_not(office, client_of, february) -> None:
    with clock.at(date(2026, 3, 2)):
        steps = client_of(office).get("/deadlines/discipline/2025/").context["steps"]
    team = next(step for step in steps if step.label.startswith("Направить согласованные"))
    # D1: 24, 25, 26, 27 February and 2 March: five working days so far.
    assert team == Tally(team.label, total=3, in_time=1, late=1, overdue=1, running=0, days=7, longest=5)
    assert (team.judged, team.percent) == (3, 33)
    assert steps[0].label == "Провести первичное ранжирование"


def test_each_body_answers_for_its_projects_and_the_office_for_its_own(office, client_of, february) -> None:
    with clock.at(date(2026, 3, 2)):
        found = client_of(office).get("/deadlines/discipline/2025/").context["answerable"]
    days = {one.label: one.days for one in found}
    assert days[february["D1"]] == 5
    assert days[february["N4"]] == 2
    assert days[february["E3"]] == 0
    # 15 February was a Sunday; 16-20, 24-27 February and 2 March: ten working days.
    assert days["Центральный проектный офис"] == 10
    assert [one.days for one in found] == sorted((one.days for one in found), reverse=True)


def test_cancelled_and_untracked_terms_judge_nobody(office, client_of, february) -> None:
    happen("protocols.protocol.approved", date(2026, 2, 26))
    with clock.at(date(2026, 3, 2)):
        steps = client_of(office).get("/deadlines/discipline/2025/").context["steps"]
    team = next(step for step in steps if step.label.startswith("Направить согласованные"))
    assert (team.total, team.overdue) == (2, 0)


def test_a_term_that_runs_is_neither_in_time_nor_late(office, client_of, february) -> None:
    with clock.at(date(2026, 2, 20)):
        steps = client_of(office).get("/deadlines/discipline/2025/").context["steps"]
    team = next(step for step in steps if step.label.startswith("Направить согласованные"))
    assert (team.running, team.overdue) == (1, 0)


def test_the_chart_tells_in_words_what_it_draws_and_stands_by_a_table(office, client_of, february) -> None:
    with clock.at(date(2026, 3, 2)):
        page = client_of(office).get("/deadlines/discipline/2025/").content.decode()
    begun = page.index('<ul class="bars">')
    drawn = ElementTree.fromstring(page[begun : page.index("</ul>", begun) + len("</ul>")])
    space = "{http://www.w3.org/2000/svg}"
    bars = {svg.findtext(f"{space}title"): svg for svg in drawn.iter(f"{space}svg")}
    team = bars["Направить согласованные предложения по премированию команды"]
    assert {svg.get("role") for svg in bars.values()} == {"img"}
    assert team.findtext(f"{space}desc") == "в срок 1, с опозданием 1, просрочено 1"
    white = [rect for rect in team.findall(f"{space}rect") if rect.get("fill") == "#ffffff"]
    assert len(team.findall(f"{space}rect")) - len(white) == 3
    assert len(white) == 3, "one line along what was late, two along what is overdue: told apart on grey paper"
    assert "style=" not in page
    assert begun < page.index("Рабочих дней опоздания")


def test_bars_share_one_scale() -> None:
    tallies = [Tally("а", 4, 4, 0, 0, 0, 0, 0), Tally("б", 2, 1, 0, 1, 0, 3, 3)]
    drawn = discipline.chart(tallies)
    widths = [[segment.width for segment in bar.segments] for bar in drawn.bars]
    assert widths == [[720], [180, 180]]
    assert discipline.chart([]).bars == ()


def test_the_workbook_holds_numbers_days_and_formulas(office, client_of, february) -> None:
    Deadline.objects.filter(object_key="project:D1").update(object_label='=HYPERLINK("http://x")')
    with clock.at(date(2026, 3, 2)):
        answer = client_of(office).get("/deadlines/discipline/2025/xlsx/")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["По шагам", "По органам", "Сроки"]
    steps, terms = book["По шагам"], book["Сроки"]
    assert steps.freeze_panes == "B4"
    last = steps.max_row
    assert steps.cell(last, 1).value == "Итого"
    assert steps.cell(last, 7).value == f"=SUM(G4:G{last - 1})"
    assert steps.cell(last, 8).value == f"=MAX(H4:H{last - 1})"
    row = next(row for row in terms.iter_rows(min_row=4) if row[1].value == '=HYPERLINK("http://x")')
    assert row[1].data_type == "s"
    assert row[5].value.date() == date(2026, 2, 20)
    assert row[8].value == 5
    known = load_workbook(io.BytesIO(answer.content), data_only=True)["По шагам"]
    assert known.cell(last, 7).value == 17


def test_the_paper_is_a4_in_russian_with_numbered_pages(office, client_of, february, tmp_path: Path) -> None:
    with clock.at(date(2026, 3, 2)):
        answer = client_of(office).get("/deadlines/discipline/2025/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    path = tmp_path / "discipline.pdf"
    path.write_bytes(answer.content)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True, text=True).stdout
    assert f"Страница 1 из {len(reader.pages)}" in text
    assert "Соблюдение сроков ранжирования и премирования за 2025" in text
    assert february["D1"] in text
    fonts = subprocess.run(["pdffonts", path], capture_output=True, check=True, text=True).stdout
    assert "Serif" in fonts


def test_an_empty_year_says_so(office, client_of) -> None:
    with clock.at(date(2026, 2, 9)):
        open_cycle(2026, by=SYSTEM)
    Deadline.objects.all().delete()
    client = client_of(office)
    assert "Сроков ещё нет" in client.get("/deadlines/discipline/2026/").content.decode()
    assert client.get("/deadlines/discipline/2026/pdf/").status_code == 200
    assert client.get("/deadlines/discipline/2026/xlsx/").status_code == 200
    assert client.get("/deadlines/discipline/2031/").status_code == 404
    assert client.get("/deadlines/discipline/").url == "/deadlines/discipline/2026/"


def test_heads_do_not_see_the_discipline_of_others(client_of, february) -> None:
    card = factories.complete_card("Z9")
    head = client_of(factories.project_head(card))
    for tail in ("", "xlsx/", "pdf/"):
        assert head.get(f"/deadlines/discipline/2025/{tail}").status_code == 403
    assert client_of(factories.user_with(Role.AUDITOR)).get("/deadlines/discipline/2025/").status_code == 200
