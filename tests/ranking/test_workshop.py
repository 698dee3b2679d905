"""The workshop: a methodology tried on the facts of a year; what waits for the two committees (clause 2.1)."""

import re
import time
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest

from ranking import demo
from ranking.enums import MethodologyState, RankingKind
from ranking.models import Methodology, Ranking
from ranking.scales import parse
from ranking.services import methodologies, rankings
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.ui.expected import expected_of
from ranking_portal.workflow.engine import perform
from tests import factories
from tests.ranking.test_rankings import METHODOLOGY, run
from tests.unguarded import without_barriers

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def methodology(db: None) -> Methodology:
    run("load_methodology", METHODOLOGY, "--in-force")
    return Methodology.objects.get()


@pytest.fixture
def ranking(methodology) -> Ranking:
    """E3 is first by contracts, N4 second."""
    factories.complete_card("E3", contracts=31)
    factories.complete_card("N4", contracts=1)
    return rankings.confirm(rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 20), by=SYSTEM), by=SYSTEM)


@pytest.fixture
def economy(client_of):
    return client_of(factories.user_with(Role.ECONOMY_COMMITTEE))


def address(methodology: Methodology, page: Any = None, **typed: Any) -> str:
    """The address of a trial: the form as it stands on the page, some of it typed anew."""
    values = {} if page is None else {name: page.context["form"].data[name] for name in page.context["form"].fields}
    return f"/methodologies/{methodology.pk}/workshop/?{urlencode(values | typed)}"


def hidden(page: Any) -> dict[str, str]:
    """The fields that the button "Записать" sends."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def places(page: Any) -> dict[str, tuple[int, int]]:
    return {move.code: (move.place_was, move.place_is) for move in page.context["moves"]}


def test_the_workshop_opens_on_the_last_confirmed_ranking_and_shows_its_own_places(
    economy, methodology, ranking
) -> None:
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    assert page.context["chosen"] == ranking
    assert places(page) == {"E3": (1, 1), "N4": (2, 2)}
    assert "Места не меняются." in page.content.decode()
    assert "Записать" not in page.content.decode(), "there is nothing to keep"


def test_other_bands_move_places_and_nothing_is_saved(economy, methodology, ranking) -> None:
    before = (Methodology.objects.values_list("content", flat=True).get(), ranking.result)
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    tried = economy.get(address(methodology, page, scale_contracts="0: 0; 1: 10; 2: 3"))
    assert places(tried) == {"E3": (1, 2), "N4": (2, 1)}
    assert "Место меняют 2\u00a0проекта из 2." in tried.content.decode()
    assert (Methodology.objects.values_list("content", flat=True).get(), Ranking.objects.get().result) == before


def test_a_weight_of_nothing_takes_a_criterion_away(economy, methodology, ranking) -> None:
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    tried = economy.get(address(methodology, page, weight_2=0))
    assert {move.total_is for move in tried.context["moves"]} == {"26,00"}
    assert tried.context["maximum"] == "65"


def test_the_seed_is_shown_and_repeats_the_trial(economy, methodology, ranking) -> None:
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    one, same = (economy.get(address(methodology, page, seed=7, by="indicators")) for _ in range(2))
    assert "Начальное число 7" in one.content.decode()
    assert one.context["spreads"] == same.context["spreads"]


def test_what_is_typed_wrong_is_named_and_nothing_is_calculated(economy, methodology, ranking) -> None:
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    wrong = economy.get(address(methodology, page, scale_contracts="5: 1; 3: много"))
    told = wrong.content.decode()
    assert "первый порог — 0" in told
    assert "«много» — не число" in told
    assert "moves" not in wrong.context
    heavy = economy.get(address(methodology, page, weight_1=1000, spread=0))
    assert heavy.status_code == 200
    assert "moves" not in heavy.context
    assert "Проверьте, что введено" in heavy.content.decode()


def test_a_trial_of_a_methodology_in_force_is_kept_as_a_new_draft(economy, methodology, ranking) -> None:
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    tried = economy.get(address(methodology, page, weight_4=120))
    kept = economy.post(f"/methodologies/{methodology.pk}/workshop/keep/", hidden(tried))
    draft = Methodology.objects.exclude(pk=methodology.pk).get()
    assert kept.url == f"/methodologies/{draft.pk}/"
    assert (draft.state, draft.based_on_id) == (MethodologyState.DRAFT, methodology.pk)
    steps = next(i for c in draft.content["criteria"] for i in c["indicators"] if i["code"] == "steps_on_time")
    assert steps["points"] == "18"
    assert Methodology.objects.get(pk=methodology.pk).content == methodology.content


def test_a_trial_of_a_draft_is_kept_in_the_draft(economy, methodology, ranking) -> None:
    draft = methodologies.draft("Новый порядок", methodology.content, by=SYSTEM)
    page = economy.get(f"/methodologies/{draft.pk}/workshop/")
    tried = economy.get(address(draft, page, scale_contracts="0: 0; 1: 4"))
    economy.post(f"/methodologies/{draft.pk}/workshop/keep/", hidden(tried))
    assert Methodology.objects.count() == 2
    changed = Methodology.objects.get(pk=draft.pk)
    contracts = next(i for c in changed.content["criteria"] for i in c["indicators"] if i["code"] == "contracts")
    assert contracts["bands"] == [{"from": "0", "points": "0"}, {"from": "1", "points": "4"}]


def test_a_wrong_trial_is_not_kept(economy, methodology, ranking) -> None:
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    typed = {name: page.context["form"].data[name] for name in page.context["form"].fields}
    refused = economy.post(f"/methodologies/{methodology.pk}/workshop/keep/", typed | {"scale_contracts": "2: 1"})
    assert refused.url.startswith(f"/methodologies/{methodology.pk}/workshop/?")
    assert Methodology.objects.count() == 1


def test_the_committee_of_finance_looks_and_does_not_write(client_of, methodology, ranking) -> None:
    finance = client_of(factories.user_with(Role.FINANCE_COMMITTEE))
    page = finance.get(f"/methodologies/{methodology.pk}/workshop/")
    assert page.status_code == 200
    tried = finance.get(address(methodology, page, weight_4=120))
    assert "Записать" not in tried.content.decode()
    assert finance.post(f"/methodologies/{methodology.pk}/workshop/keep/", {}).status_code == 403


def test_without_a_ranking_or_with_an_unfinished_draft_the_workshop_says_what_it_needs(economy, methodology) -> None:
    assert "Пробовать не на чем" in economy.get(f"/methodologies/{methodology.pk}/workshop/").content.decode()
    unfinished = methodologies.draft("Пустой", {"criteria": []}, by=SYSTEM)
    told = economy.get(f"/methodologies/{unfinished.pk}/workshop/").content.decode()
    assert "не указаны критерии" in told
    assert "Исправить черновик" in told


def test_the_whole_page_comes_within_two_seconds(economy, methodology, ranking) -> None:
    for number in range(49):
        factories.complete_card(f"T{number}", contracts=number % 40)
    large = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 26), by=SYSTEM)
    page = economy.get(f"/methodologies/{methodology.pk}/workshop/")
    started = time.perf_counter()
    tried = economy.get(address(methodology, page, ranking=large.pk, by="indicators", weight_3=150))
    assert time.perf_counter() - started < 2
    assert len(tried.context["spreads"]) == 51


def test_the_demonstration_leaves_a_draft_for_the_committee_of_finance(methodology) -> None:
    """Only the points of discipline differ from the methodology in force: a fifth more."""
    finance, economy = factories.user_with(Role.FINANCE_COMMITTEE), factories.user_with(Role.ECONOMY_COMMITTEE)
    demo.new_methodology({"economy": economy})
    assert titles(finance) == ["Согласовать методику ранжирования"]
    draft = Methodology.objects.get(state=MethodologyState.DRAFT)
    was, now = parse(methodology.content), parse(draft.content)
    assert was.criteria[:3] == now.criteria[:3]
    assert now.criteria[3].maximum() == 30


def titles(user: Any) -> list[str]:
    return [one.title for one in expected_of(user) if one.clause == "2.1"]


def test_an_order_waits_for_one_committee_after_the_other(methodology) -> None:
    """Clause 2.1: agreed by the Committee of Finance, approved by the Committee of Economy, in force on its day."""
    finance, economy = factories.user_with(Role.FINANCE_COMMITTEE), factories.user_with(Role.ECONOMY_COMMITTEE)
    assert titles(finance) == titles(economy) == []
    methodologies.draft("Недописанный", {"criteria": []}, by=SYSTEM)
    assert titles(finance) == [], "an unfinished draft waits for its author"
    draft = methodologies.draft("Новый порядок", methodology.content, by=SYSTEM)
    assert (titles(finance), titles(economy)) == (["Согласовать методику ранжирования"], [])
    draft = perform(draft, "agree", by=finance, number="7", agreed_on=date(2026, 2, 6))
    assert (titles(finance), titles(economy)) == ([], ["Утвердить методику ранжирования приказом"])
    order: dict[str, Any] = {"number": "8", "ordered_on": date(2026, 2, 9), "in_force_from": date(2026, 2, 10)}
    draft = perform(draft, "approve", by=economy, **order)
    assert titles(economy) == [], "the day of the order has not come"
    with without_barriers():
        Methodology.objects.filter(pk=draft.pk).update(in_force_from=date(2026, 2, 9))
    assert titles(economy) == ["Ввести в действие методику ранжирования"]
    assert titles(factories.user_with(Role.AUDITOR)) == []
