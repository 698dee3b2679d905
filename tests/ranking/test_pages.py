"""Pages of the ranking room: the rated table, why this score, comparison, need, methodologies."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from projects.models import Contract, Step
from ranking.enums import MethodologyState, RankingKind
from ranking.models import Methodology, Ranking
from ranking.services import methodologies, rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.ranking.test_rankings import METHODOLOGY, primary, run

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def methodology(db: None) -> Methodology:
    run("load_methodology", METHODOLOGY, "--in-force")
    return Methodology.objects.get()


@pytest.fixture
def desk(office, client_of):
    """The office at its desk."""
    return client_of(office)


def test_the_office_calculates_looks_and_confirms(desk, methodology) -> None:
    factories.complete_card("E3", contracts=12)
    factories.complete_card("N4")
    made = desk.post("/rankings/", {"kind": "primary", "as_of": "2024-12-20"})
    ranking = Ranking.objects.get()
    assert made.url == f"/rankings/{ranking.pk}/"
    page = desk.get(made.url)
    assert [row.code for row in page.context["rows"]] == ["E3", "N4"]
    assert "рассчитано, не подтверждено" in page.content.decode()
    question = desk.get(f"/rankings/{ranking.pk}/do/confirm/").content.decode()
    assert "Отменить этот шаг будет нельзя" in question
    done = desk.post(f"/rankings/{ranking.pk}/do/confirm/", {"on": "2026-02-09"})
    assert done.status_code == 302
    again = desk.post(f"/rankings/{ranking.pk}/do/confirm/", {"on": "2026-02-09"})
    assert again.status_code == 409
    assert "сейчас «подтверждено»" in again.content.decode()


def test_a_refusal_names_what_lacks_and_changes_nothing(desk, methodology) -> None:
    card = factories.complete_card("E3")
    Step.objects.filter(card=card).delete()
    desk.post("/rankings/", {"kind": "primary", "as_of": "2024-12-20"})
    ranking = Ranking.objects.get()
    refused = desk.post(f"/rankings/{ranking.pk}/do/confirm/", {"on": "2026-02-09"})
    assert refused.status_code == 409
    assert "E3: нет ни одного мероприятия" in refused.content.decode()
    assert Ranking.objects.get().state == "calculated"


def test_bad_dates_get_a_message_next_to_the_field(desk, methodology) -> None:
    factories.complete_card("E3")
    page = desk.post("/rankings/", {"kind": "primary", "as_of": "32.13.2024"})
    assert page.status_code == 409
    assert "Введите дату" in page.content.decode()


def test_the_rating_is_filtered_sorted_and_exported_as_seen(desk, methodology) -> None:
    factories.complete_card("E3", contracts=12, national_project="Образование")
    factories.complete_card("N4", contracts=1, national_project="Здравоохранение")
    ranking = rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
    by_total = desk.get(f"/rankings/{ranking.pk}/?sort=total").context["rows"]
    assert [row.code for row in by_total] == ["N4", "E3"]
    shown = desk.get(f"/rankings/{ranking.pk}/?national=Образование").context["rows"]
    assert [row.code for row in shown] == ["E3"]
    assert "Ничего не найдено" in desk.get(f"/rankings/{ranking.pk}/?q=нет-такого").content.decode()
    exported = desk.get(f"/rankings/{ranking.pk}/xlsx/?national=Образование")
    sheet = openpyxl.load_workbook(BytesIO(exported.content)).active
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    assert [row[1] for row in rows if row[1]] == ["E3"]
    assert all(isinstance(points, int | float) for points in rows[0][5:9])
    assert rows[0][9].startswith("=SUM(")
    assert sheet.freeze_panes == "D5"


def test_why_this_score_goes_down_to_the_very_records(desk, methodology) -> None:
    card = factories.complete_card("E3", contracts=2)
    ranking = rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
    page = desk.get(f"/rankings/{ranking.pk}/E3/").content.decode()
    for contract in Contract.objects.filter(card=card):
        assert contract.number in page
    assert "до следующего порога: 9 контрактов" in page.replace("\u00a0", " ")
    assert desk.get(f"/rankings/{ranking.pk}/НЕТ/").status_code == 404


def test_comparison_shows_places_points_and_the_facts_that_moved_them(desk, methodology) -> None:
    factories.complete_card("E3", contracts=11)
    second = factories.complete_card("N4", contracts=1)
    before = primary()
    Contract.objects.filter(card__project__code="E3").delete()
    Step.objects.filter(card=second).update(done_on=None)
    after = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 26), by=SYSTEM)
    page = desk.get(f"/rankings/{after.pk}/compare/{before.pk}/").content.decode()
    assert "не в срок" in page
    assert "Пункт 1" in page
    paper = desk.get(f"/rankings/{after.pk}/compare/{before.pk}/pdf/")
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(paper.content)).pages)
    assert "не в срок" in text
    assert "Различия и причины" in text
    assert desk.get(f"/rankings/{after.pk}/compare/{after.pk}/pdf/").status_code == 404, "nothing differs"


def test_need_page_names_projects_reasons_and_facts(desk, methodology) -> None:
    card = factories.complete_card("E3")
    primary()
    Step.objects.filter(card=card).update(done_on=None)
    page = desk.get("/rankings/needed/2025/?as_of=2026-01-20")
    assert [row["code"] for row in page.context["need"].projects] == ["E3"]
    opened = desk.post("/rankings/needed/2025/?as_of=2026-01-20")
    assert opened.url == "/cycles/2025/"


def test_ranking_and_its_page_cost_the_same_number_of_queries_for_3_projects_and_for_50(desk, methodology) -> None:
    counts = []
    for year, cards in ((2025, 3), (2024, 50)):
        for number in range(cards):
            factories.complete_card(f"T{year}-{number}", year=year)
        with CaptureQueriesContext(connection) as calculating:
            ranking = rankings.calculate(year, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
        # Counted at once: a request empties the log.
        cost = len(calculating)
        with CaptureQueriesContext(connection) as showing:
            page = desk.get(f"/rankings/{ranking.pk}/")
        assert len(page.context["rows"]) == cards
        counts.append((cost, len(showing)))
    assert counts[0] == counts[1]


def test_a_head_sees_confirmed_rankings_and_his_own_row_only(client_of, methodology) -> None:
    mine = factories.complete_card("E3")
    factories.complete_card("N4")
    ranking = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    head = client_of(factories.project_head(mine))
    assert head.get(f"/rankings/{ranking.pk}/").status_code == 404
    rankings.confirm(ranking, by=SYSTEM)
    assert [row.code for row in head.get(f"/rankings/{ranking.pk}/").context["rows"]] == ["E3"]
    assert head.get(f"/rankings/{ranking.pk}/N4/").status_code == 404
    exported = head.get(f"/rankings/{ranking.pk}/xlsx/")
    sheet = openpyxl.load_workbook(BytesIO(exported.content)).active
    assert [row[1] for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]] == ["E3"]


def test_a_methodology_goes_its_way_by_three_hands(desk, client_of, methodology) -> None:
    """Clause 2.1: drafted, agreed by the Committee of Finance, approved by the Committee of Economy, in force."""
    copied = desk.post(f"/methodologies/{methodology.pk}/copy/")
    draft = Methodology.objects.exclude(pk=methodology.pk).get()
    assert copied.url == f"/methodologies/{draft.pk}/edit/"
    form = desk.get(copied.url).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {
        "bands_contracts": "0: 0\n1: 3\n11: 7,5\n31: 10"
    }
    assert desk.post(copied.url, typed).status_code == 302
    draft.refresh_from_db(fields=("content",))
    bands = next(i for c in draft.content["criteria"] for i in c["indicators"] if i["code"] == "contracts")["bands"]
    assert {"from": "11", "points": "7.5"} in bands
    assert (
        desk.post(f"/methodologies/{draft.pk}/do/agree/", {"number": "7", "agreed_on": "2026-02-02"}).status_code == 403
    )
    finance = client_of(factories.user_with(Role.FINANCE_COMMITTEE))
    assert (
        finance.post(f"/methodologies/{draft.pk}/do/agree/", {"number": "7", "agreed_on": "2026-02-02"}).status_code
        == 302
    )
    assert desk.post(copied.url, typed).status_code == 302
    economy = client_of(factories.user_with(Role.ECONOMY_COMMITTEE))
    order = {"number": "8", "ordered_on": "2026-02-03", "in_force_from": "2026-02-04"}
    assert economy.post(f"/methodologies/{draft.pk}/do/approve/", order).status_code == 302
    assert economy.post(f"/methodologies/{draft.pk}/do/enforce/").status_code == 302
    states = dict(Methodology.objects.values_list("pk", "state"))
    assert states == {draft.pk: MethodologyState.IN_FORCE, methodology.pk: MethodologyState.SUPERSEDED}


def test_an_order_is_not_signed_before_it_is_agreed_nor_in_force_before_it_is_signed(client_of, methodology) -> None:
    draft = methodologies.draft("Порядок", methodology.content, by=SYSTEM)
    perform(draft, "agree", by=SYSTEM, number="1", agreed_on=date(2026, 2, 5))
    economy = client_of(factories.user_with(Role.ECONOMY_COMMITTEE))
    order = {"number": "8", "ordered_on": "2026-02-03", "in_force_from": "2026-02-02"}
    page = economy.post(f"/methodologies/{draft.pk}/do/approve/", order).content.decode()
    assert "после согласования" in page
    assert "раньше, чем подписан" in page
    assert Methodology.objects.get(pk=draft.pk).state == MethodologyState.AGREED


def test_an_unfinished_draft_is_saved_and_says_what_remains(desk, methodology) -> None:
    desk.post(f"/methodologies/{methodology.pk}/copy/")
    draft = Methodology.objects.exclude(pk=methodology.pk).get()
    form = desk.get(f"/methodologies/{draft.pk}/edit/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"title_1": "", "bands_contracts": "1: 3"}
    saved = desk.post(f"/methodologies/{draft.pk}/edit/", typed, follow=True).content.decode()
    assert "Черновик сохранён. Рассчитать по нему пока нельзя, осталось 2\xa0замечания" in saved
    assert "первый порог — 0" in saved
    assert Methodology.objects.get(pk=draft.pk).content["criteria"][0]["title"] == ""


def test_a_methodology_in_force_is_not_edited(desk, methodology) -> None:
    assert desk.post(f"/methodologies/{methodology.pk}/edit/", {"title": "Другой"}).status_code == 302
    assert Methodology.objects.get().title == methodology.title


def test_the_live_check_names_gaps_and_wrong_order_without_saving(desk, methodology) -> None:
    desk.post(f"/methodologies/{methodology.pk}/copy/")
    draft = Methodology.objects.exclude(pk=methodology.pk).get()
    form = desk.get(f"/methodologies/{draft.pk}/edit/").context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    wrong = typed | {"bands_contracts": "1: 3\n1: -2", "points_new_technologies": "много"}
    live = desk.post(f"/methodologies/{draft.pk}/edit/", wrong, headers={"HX-Request": "true"}).content.decode()
    assert "первый порог — 0" in live
    assert "не может быть отрицательным" in live
    assert "«много» — не число" in live
    assert "верно" in desk.post(f"/methodologies/{draft.pk}/edit/", typed | {"check": "1"}).content.decode()
    assert Methodology.objects.get(pk=draft.pk).content == methodology.content
