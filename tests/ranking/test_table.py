"""The rating table: what is seen, in which order, with mean and median; the same as files; views kept under a name."""

import csv
import re
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from projects.models import Target
from ranking.charts import Piece
from ranking.enums import RankingKind
from ranking.models import Ranking, SavedView
from ranking.presenting import CRITERIA
from ranking.services import rankings, saved_views
from ranking.table import Choice, columns_of, mean, middle, read_choice
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.ranking.reading import demo_methodology
from tests.ranking.test_rankings import METHODOLOGY, run

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
COLUMNS = columns_of(demo_methodology(), decided=True)


@pytest.fixture
def desk(office, client_of):
    return client_of(office)


@pytest.fixture
def ranking(db: None) -> Ranking:
    """Three projects by points: N4 (31 contracts), E3 (12), A1 (1, ineligible: its target is not reached)."""
    run("load_methodology", METHODOLOGY, "--in-force")
    factories.complete_card("E3", contracts=12, national_project="Образование", name="Цифровая среда")
    factories.complete_card("N4", contracts=31, national_project="Здравоохранение", name="Детское здоровье")
    missed = factories.complete_card("A1", contracts=1, national_project="Культура", name="Культурная среда")
    Target.objects.filter(card=missed).update(fact=0)
    return rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)


def codes(page: Any) -> list[str]:
    return re.findall(r'class="fw-bold" href="/rankings/\d+/([^/"]+)/"', page.content.decode())


def test_the_table_is_sorted_by_any_column_both_ways(desk, ranking) -> None:
    address = f"/rankings/{ranking.pk}/"
    assert codes(desk.get(address)) == ["N4", "E3", "A1"]
    assert codes(desk.get(f"{address}?sort=-place")) == ["E3", "N4", "A1"], "no place stands last either way"
    assert codes(desk.get(f"{address}?sort=code")) == ["A1", "E3", "N4"]
    assert codes(desk.get(f"{address}?sort=national")) == ["N4", "A1", "E3"]
    assert codes(desk.get(f"{address}?sort=contracts")) == ["A1", "E3", "N4"]
    for column in COLUMNS:
        for way in ("", "-"):
            assert sorted(codes(desk.get(f"{address}?sort={way}{column.key}"))) == ["A1", "E3", "N4"]


def test_the_head_of_the_sorted_column_says_so_and_turns_it_round(desk, ranking) -> None:
    page = desk.get(f"/rankings/{ranking.pk}/?sort=-total").content.decode()
    assert 'aria-sort="descending"' in page
    assert "sort=total" in page


def test_filters_find_by_words_national_project_body_and_eligibility(desk, ranking) -> None:
    address = f"/rankings/{ranking.pk}/"
    assert codes(desk.get(f"{address}?q=среда")) == ["E3", "A1"]
    assert codes(desk.get(f"{address}?q=ЗДРАВООХР")) == ["N4"]
    assert codes(desk.get(f"{address}?eligible=no")) == ["A1"]
    assert codes(desk.get(f"{address}?eligible=yes&national=Образование")) == ["E3"]
    body = desk.get(address).context["bodies"][0]
    assert all(row.body == body for row in desk.get(f"{address}?body={body}").context["rows"])


def test_unknown_things_in_the_address_are_left_out(desk, ranking) -> None:
    page = desk.get(f"/rankings/{ranking.pk}/?sort=salary&eligible=maybe&cols=secret&page=99&view=нет")
    assert codes(page) == ["N4", "E3", "A1"]
    assert "Сохранённого вида «нет» у вас нет" in page.content.decode()


def test_columns_are_chosen_and_the_usual_ones_ticked_one_by_one_are_no_choice(desk, ranking) -> None:
    page = desk.get(f"/rankings/{ranking.pk}/?cols=total&cols=contracts&cols=national")
    assert [head.title for head in page.context["heads"]] == [
        "Проект",
        "Национальный проект",
        "Итого",
        "Заключенные государственные и муниципальные контракты",
    ]
    usual = {"cols": [column.key for column in COLUMNS if column.by_default and column.key != "name"]}
    assert read_choice(usual, COLUMNS).columns == ()


def test_mean_and_median_are_of_the_rows_seen(desk, ranking) -> None:
    address = f"/rankings/{ranking.pk}/"
    rows = desk.get(address).context["rows"]
    totals = [Decimal(row.raw["total"]) for row in rows]
    summary = desk.get(f"{address}?cols=total").context["summary"]
    assert [line[-1].text for line in summary] == [str(of(totals)).replace(".", ",") for of in (mean, middle)]
    alone = desk.get(f"{address}?cols=total&q=E3").context["summary"]
    assert {line[-1].text for line in alone} == {next(row.total for row in rows if row.code == "E3")}


@given(st.lists(st.decimals(min_value=0, max_value=100, places=2), min_size=1, max_size=60))
def test_mean_and_median_lie_among_the_points(points: list[Decimal]) -> None:
    assert min(points) <= mean(points) <= max(points)
    assert sum(one <= middle(points) for one in points) * 2 >= len(points)


def test_the_bars_have_no_inline_style_and_every_chart_is_named(desk, ranking) -> None:
    page = desk.get(f"/rankings/{ranking.pk}/").content.decode()
    assert " style=" not in page
    assert page.count('class="stack"') == page.count('role="img" aria-label="') == 3
    for piece in (Piece(2, "1", "10"), Piece(4, "7", "3")):
        assert piece.texture.startswith("M")
        assert f'fill="{piece.fill}"' in page
    assert "url(#" not in page, "patterns come out of a PDF with seams"


def test_the_four_criteria_differ_in_texture_and_no_mark_leaves_its_piece() -> None:
    drawn = {number: Piece(number, "10", "5").texture for number in CRITERIA}
    assert len(set(drawn.values())) == 4
    for texture in drawn.values():
        assert all(10 <= float(x) <= 15 for x in re.findall(r"M([\d.]+)", texture))
    assert Piece(2, "10", "1").texture == "", "a piece too short for a mark is plain"


def test_the_paper_shows_what_is_seen(desk, ranking) -> None:
    answer = desk.get(f"/rankings/{ranking.pk}/pdf/?q=E3&cols=bar&cols=total")
    assert answer["Content-Type"] == "application/pdf"
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "Цифровая среда" in text
    assert "поиск «E3»" in text
    assert "Дисциплина" in text, "the legend of the bar"
    assert "Детское здоровье" not in text


def test_a_thousand_projects_are_paged_and_their_mean_is_of_all(desk, ranking, monkeypatch) -> None:
    monkeypatch.setattr("ranking.views.table.ON_PAGE", 2)
    address = f"/rankings/{ranking.pk}/"
    first, second = desk.get(address), desk.get(f"{address}?page=2")
    assert (codes(first), codes(second)) == (["N4", "E3"], ["A1"])
    assert [line[-1].text for line in first.context["summary"]] == [line[-1].text for line in second.context["summary"]]


def test_the_workbook_has_the_columns_seen_real_numbers_and_formulas(desk, ranking) -> None:
    answer = desk.get(f"/rankings/{ranking.pk}/xlsx/?cols=1&cols=2&cols=3&cols=4&cols=total&cols=contracts&sort=code")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    head = [cell.value for cell in sheet[4]]
    assert head[:5] == ["Место", "Код", "Проект", "Национальный проект", "Орган"]
    assert head[9:11] == ["Итого", "Заключенные государственные и муниципальные контракты"]
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[1] for row in rows] == ["A1", "E3", "N4", None, None]
    assert [row[10] for row in rows[:3]] == [3, 6, 10]
    assert [row[9] for row in rows] == [
        "=SUM(F5:I5)",
        "=SUM(F6:I6)",
        "=SUM(F7:I7)",
        "=ROUND(AVERAGE(J5:J7),2)",
        "=ROUND(MEDIAN(J5:J7),2)",
    ]
    cached = openpyxl.load_workbook(BytesIO(answer.content), data_only=True).active
    shown = desk.get(f"/rankings/{ranking.pk}/?cols=total").context["summary"]
    assert [f"{cached.cell(line, 10).value:.2f}".replace(".", ",") for line in (8, 9)] == [
        line[-1].text for line in shown
    ]


def test_a_total_without_its_criteria_is_a_number(desk, ranking) -> None:
    answer = desk.get(f"/rankings/{ranking.pk}/xlsx/?cols=total&q=E3")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert isinstance(sheet["F5"].value, int | float)


def test_text_for_a_spreadsheet_has_commas_and_no_formula_of_strangers(desk, ranking) -> None:
    factories.complete_card("B2", name="=HYPERLINK(1)")
    again = rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
    answer = desk.get(f"/rankings/{again.pk}/csv/?sort=code")
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert [row["Код"] for row in rows] == ["A1", "B2", "E3", "N4"]
    assert rows[1]["Проект"] == "'=HYPERLINK(1)"
    assert rows[0]["Место"] == ""
    assert "не достигнут показатель" in rows[0]["Причины недопуска"]
    assert rows[2]["Итого"].count(",") == 1


def test_a_view_is_kept_under_a_name_opened_by_it_and_forgotten(desk, ranking) -> None:
    address = f"/rankings/{ranking.pk}/"
    kept = desk.post(f"{address}views/", {"name": "Образование", "query": "national=Образование&cols=total&junk=1"})
    assert kept.status_code == 302
    page = desk.get(kept.url)
    assert codes(page) == ["E3"]
    assert len(page.context["heads"]) == 2
    assert codes(desk.get(f"{kept.url}&national=")) == ["N4", "E3", "A1"], "the address stands over the saved view"
    view = SavedView.objects.get()
    assert "junk" not in view.query
    desk.post(f"{address}views/", {"name": "Образование", "query": "q=N4"})
    assert codes(desk.get(kept.url)) == ["N4"]
    assert desk.post(f"{address}views/{view.pk}/delete/").url == address
    assert not SavedView.objects.exists()


def test_a_view_belongs_to_its_owner(desk, client_of, ranking) -> None:
    desk.post(f"/rankings/{ranking.pk}/views/", {"name": "Мой", "query": "q=E3"})
    other = client_of(factories.user_with(Role.OFFICE))
    assert codes(other.get(f"/rankings/{ranking.pk}/?view=Мой")) == ["N4", "E3", "A1"]
    assert other.post(f"/rankings/{ranking.pk}/views/{SavedView.objects.get().pk}/delete/").status_code == 404
    assert SavedView.objects.count() == 1


def test_a_view_needs_a_name_and_there_are_not_too_many(office, desk, ranking) -> None:
    desk.post(f"/rankings/{ranking.pk}/views/", {"name": " ", "query": "q=E3"})
    assert not SavedView.objects.exists()
    for number in range(saved_views.MOST):
        saved_views.save(office, f"Вид {number}", "")
    with pytest.raises(Refused, match="удалите ненужный"):
        saved_views.save(office, "Ещё один", "")
    saved_views.save(office, "Вид 1", "q=E3")


@pytest.mark.parametrize("address", ["views/", "views/1/delete/"])
def test_a_view_is_never_changed_by_a_link(desk, ranking, address: str) -> None:
    assert desk.get(f"/rankings/{ranking.pk}/{address}").status_code == 405


def test_what_is_chosen_gives_an_address_that_chooses_the_same() -> None:
    chosen = Choice(q="среда", eligible="yes", sort="-total", columns=("place", "contracts"))
    names = {"q": ["среда"], "eligible": ["yes"], "sort": ["-total"], "cols": ["contracts", "place"]}
    assert read_choice(names, COLUMNS) == chosen
    assert chosen.address() == "q=%D1%81%D1%80%D0%B5%D0%B4%D0%B0&eligible=yes&sort=-total&cols=place&cols=contracts"


def test_the_cost_of_the_page_does_not_grow_with_its_rows_or_columns(desk, ranking) -> None:
    address = f"/rankings/{ranking.pk}/"
    desk.get(f"{address}?q=N4")
    costs = []
    every = "&".join(f"cols={column.key}" for column in COLUMNS)
    for query in ("", f"?{every}", "?q=E3", "?eligible=no&sort=-contracts"):
        with CaptureQueriesContext(connection) as asked:
            desk.get(f"{address}{query}")
        costs.append(len(asked))
    assert len(set(costs)) == 1
