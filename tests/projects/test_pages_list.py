"""The register of a year as a page and as a workbook."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import Cycle, Step, Target
from ranking_portal.accounts.enums import Role
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
URL = "/projects/"


@pytest.fixture
def page_of(client_of, office):
    """The list as the office sees it, with a query string: (answer, codes in order)."""
    browser = client_of(office)

    def shown(query: str = ""):
        answer = browser.get(f"{URL}{query}")
        assert answer.status_code == 200
        return answer, [card.project.code for card in answer.context["page"]]

    return shown


def test_no_year_opened_says_what_to_do(client_of, office, user_with):
    assert "Откройте финансовый год" in client_of(office).get(URL).content.decode()
    auditor = user_with(Role.AUDITOR)
    assert "когда Центральный проектный офис откроет" in client_of(auditor).get(URL).content.decode()


def test_year_without_projects_offers_the_import(client_of, office):
    factories.CycleFactory.create(year=2025)
    text = client_of(office).get(URL).content.decode()
    assert "ещё нет проектов" in text
    assert "/imports/new/" in text


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("цифровая", ["E3"]),
        ("ЦИФРОВАЯ среда", ["E3"]),
        ("e3", ["E3"]),
        ("еще", ["N1"]),
        ("демография", ["N1"]),
        ("Белоусова", ["N1"]),
        ("нет такого", []),
        (".*", []),
    ],
)
def test_search_by_name_code_national_project_and_head(page_of, words, found):
    factories.CardFactory.create(project__code="E3", name="Цифровая образовательная среда")
    head = factories.PersonFactory.create(full_name="Белоусова Ия Александровна")
    factories.CardFactory.create(project__code="N1", name="Ещё один", national_project="Демография", head=head)
    answer, codes = page_of(f"?q={words}")
    assert codes == found
    if not found:
        assert "Ничего не найдено" in answer.content.decode()


def test_filters_by_national_project_body_and_missing_facts(page_of):
    whole = factories.complete_card("A1", national_project="Культура")
    factories.CardFactory.create(project__code="B1", national_project="Экология")
    assert page_of("?national=Экология")[1] == ["B1"]
    assert page_of(f"?body={whole.responsible.pk}")[1] == ["A1"]
    answer, codes = page_of("?lacking=on")
    assert codes == ["B1"]
    assert "нет ассигнований" in answer.content.decode()


@pytest.mark.parametrize("lost", ["funding", "targets", "steps"])
def test_any_of_the_three_facts_missing_is_lacking(page_of, lost):
    card = factories.complete_card("A1")
    factories.complete_card("B1")
    getattr(card, lost).delete() if lost == "funding" else getattr(card, lost).all().delete()
    assert page_of("?lacking=on")[1] == ["A1"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["A", "B", "C"]),
        ("name", ["B", "C", "A"]),
        ("-name", ["A", "C", "B"]),
        ("money", ["C", "A", "B"]),
        ("-money", ["A", "C", "B"]),
        ("contracts", ["B", "C", "A"]),
        ("targets", ["B", "A", "C"]),
        ("nonsense", ["A", "B", "C"]),
    ],
)
def test_sorting_by_columns_with_nothing_last(page_of, sort, order):
    factories.complete_card("A", name="Яблоко", contracts=3)
    factories.CardFactory.create(project__code="B", name="Ёлка")
    third = factories.complete_card("C", name="Жук", contracts=1)
    third.funding.appropriation_kopecks = 1
    third.funding.save()
    assert page_of(f"?sort={sort}")[1] == order


@pytest.mark.parametrize("sort", ["code", "national", "body", "head", "steps"])
def test_every_column_sorts_both_ways(page_of, sort):
    factories.complete_card("A")
    factories.CardFactory.create(project__code="B", head=None)
    assert sorted(page_of(f"?sort={sort}")[1]) == ["A", "B"]
    assert sorted(page_of(f"?sort=-{sort}")[1]) == ["A", "B"]


def test_sorting_keeps_the_filter_and_turns_round(page_of):
    factories.CardFactory.create(project__code="A", national_project="Культура")
    text = page_of("?national=Культура&sort=name")[0].content.decode()
    assert "sort=-name" in text
    assert "national=%D0%9A" in text


def test_progress_counts_what_is_reached_and_done_in_time(page_of):
    card = factories.complete_card("A", contracts=2)
    Target.objects.create(card=card, name="Смертность", unit="чел.", direction="down", plan=10, fact=11)
    Target.objects.create(card=card, name="Без факта", unit="чел.", direction="up", plan=10)
    Step.objects.create(card=card, kind="activity", name="Поздно", due_on=date(2025, 3, 1), done_on=date(2025, 3, 2))
    Step.objects.create(card=card, kind="activity", name="Впереди", due_on=date(2026, 2, 10))
    shown = page_of()[0].context["page"][0]
    assert (shown.targets_reached, shown.targets_all) == (1, 3)
    assert (shown.steps_in_time, shown.steps_due, shown.steps_all) == (1, 2, 3)
    assert shown.contracts_all == 2


def test_fifty_a_page_with_the_whole_count(page_of):
    for number in range(53):
        factories.CardFactory.create(project__code=f"P{number:02}")
    answer, codes = page_of()
    assert len(codes) == 50
    assert "53\u00a0проекта" in answer.content.decode()
    assert page_of("?page=2")[1] == ["P50", "P51", "P52"]


def test_list_costs_the_same_for_three_cards_and_for_fifty(client_of, office):
    browser = client_of(office)
    for number in range(3):
        factories.complete_card(f"A{number}")
    browser.get(URL)
    with CaptureQueriesContext(connection) as few:
        browser.get(URL)
    for number in range(47):
        factories.complete_card(f"B{number}")
    with CaptureQueriesContext(connection) as many:
        browser.get(URL)
    assert len(few) == len(many)
    assert len(many) < 18


def test_year_is_the_chosen_one(client_of, office):
    factories.CardFactory.create(project__code="OLD", cycle__year=2024)
    factories.CardFactory.create(project__code="NEW", cycle__year=2025)
    browser = client_of(office)
    assert [card.project.code for card in browser.get(URL).context["page"]] == ["NEW"]
    browser.get("/year/?year=2024&next=/projects/")
    assert [card.project.code for card in browser.get(URL).context["page"]] == ["OLD"]


def test_workbook_has_real_numbers_and_no_formulas_from_names(client_of, office):
    factories.complete_card("A", name="=HYPERLINK(1)", contracts=2)
    factories.CardFactory.create(project__code="B", name="Без фактов", head=None)
    answer = client_of(office).get("/projects/xlsx/?sort=-code")
    assert answer["Content-Disposition"] == 'attachment; filename="register-2025.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert sheet.freeze_panes == "C4"
    assert [cell.value for cell in sheet[3]][:2] == ["Код", "Наименование"]
    assert [sheet.cell(row, 1).value for row in (4, 5)] == ["B", "A"]
    name, money, contracts = sheet.cell(5, 2), sheet.cell(5, 6), sheet.cell(5, 11)
    assert (name.value, name.data_type) == ("=HYPERLINK(1)", "s")
    assert (money.value, money.data_type) == (100_000, "n")
    assert contracts.value == 2
    assert sheet.cell(4, 6).value is None
    assert sheet.cell(6, 6).value == "=SUM(F4:F5)"


def test_workbook_takes_the_chosen_cards_only(client_of, office):
    factories.CardFactory.create(project__code="A", national_project="Культура")
    factories.CardFactory.create(project__code="B", national_project="Экология")
    answer = client_of(office).get("/projects/xlsx/?national=Экология")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert [sheet.cell(row, 1).value for row in (4, 5)] == ["B", "Итого"]


def test_opening_a_year(client_of, office):
    factories.CycleFactory.create(year=2025)
    browser = client_of(office)
    form = browser.get("/projects/open/").context["form"]
    assert form.initial["year"] == 2026
    assert browser.post("/projects/open/", {"year": "2026"}).status_code == 302
    assert Cycle.objects.filter(year=2026).exists()
    assert browser.get(URL).context["year"] == 2026


@pytest.mark.parametrize(("year", "words"), [("2025", "уже открыт"), ("2019", ""), ("две", ""), ("2040", "рано")])
def test_a_year_that_cannot_be_opened(client_of, office, year, words):
    factories.CycleFactory.create(year=2025)
    answer = client_of(office).post("/projects/open/", {"year": year})
    assert answer.status_code in (200, 409)
    assert words in answer.content.decode()
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.COUNCIL_MEMBER])
def test_others_open_no_year(client_of, user_with, role):
    browser = client_of(user_with(role))
    assert browser.get("/projects/open/").status_code == 403
    assert "Открыть новый год" not in browser.get(URL).content.decode()


def test_search_over_everything_finds_the_newest_card_once(client_of, office):
    old = factories.CardFactory.create(project__code="E3", name="Цифровая среда", cycle__year=2024)
    factories.CardFactory.create(project=old.project, name="Цифровая среда", cycle__year=2025)
    groups = client_of(office).get("/search/?q=цифровая").context["groups"]
    assert [found.url for found in groups["Проекты"]] == [reverse("projects:card", args=("E3", 2025))]
