"""Calculating and confirming rankings, the need of a clarifying one (clauses 2.1-2.3)."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from projects import enums
from projects.models import ChangeRequest, Contract, Funding, Step
from projects.services.cycles import open_cycle
from ranking.computation import Snapshot
from ranking.enums import MethodologyState, RankingKind, RankingState
from ranking.models import Methodology, Ranking
from ranking.services import methodologies, needs, rankings
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.models import Deadline
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from ranking_portal.workflow.models import StateIsProtected
from tests import factories
from tests.factories import CycleFactory
from tests.ranking.reading import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
METHODOLOGY = str(DATA / "methodology-demo.yaml")


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def methodology(db: None) -> Methodology:
    """The demonstration methodology in force."""
    run("load_methodology", METHODOLOGY, "--in-force")
    return Methodology.objects.get()


def primary(year: int = 2025, as_of: date = date(2024, 12, 20)) -> Ranking:
    """The confirmed primary ranking of the year."""
    made = rankings.calculate(year, RankingKind.PRIMARY, as_of, by=SYSTEM)
    return rankings.confirm(made, by=SYSTEM)


def test_no_ranking_without_a_methodology_in_force(office) -> None:
    """Clause 2.1."""
    factories.complete_card("E3")
    with pytest.raises(Refused, match="Нет действующей методики"):
        rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=office)
    assert not Ranking.objects.exists()


@pytest.mark.parametrize("year", [2020, 2021])
def test_years_of_editions_not_in_hand_are_refused_with_that_reason(methodology, year: int) -> None:
    with pytest.raises(Refused, match="номером и датой"):
        rankings.calculate(year, RankingKind.PRIMARY, date(2022, 1, 26), by=SYSTEM)


def test_the_same_day_recalculates_the_draft(methodology) -> None:
    first_card = factories.complete_card("E3")
    first = rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
    factories.complete_card("N4")
    again = rankings.calculate(2025, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM)
    assert again.pk == first.pk
    assert {row["code"] for row in rankings.projects_of(again)} == {first_card.project.code, "N4"}


def test_an_empty_year_is_not_ranked_at_the_page_and_all_that_is_missing_is_named_at_once(office, client_of) -> None:
    CycleFactory.create(year=2025)
    page = client_of(office).post("/rankings/?year=2025", {"kind": "primary", "as_of": "2026-01-26"})
    assert page.status_code == 409
    assert "В реестре за 2025 год нет ни одного проекта" in page.content.decode()
    assert "Нет действующей методики (пункт 2.1)" in page.content.decode()
    assert not Ranking.objects.exists()


def test_facts_of_a_day_that_has_not_come_are_refused_at_the_page(methodology, office, client_of) -> None:
    """Today is 9 February 2026."""
    factories.complete_card("E3")
    client = client_of(office)
    page = client.post("/rankings/?year=2025", {"kind": "clarifying", "as_of": "2026-02-10"})
    assert "10.02.2026 ещё не наступил" in page.content.decode()
    assert client.post("/rankings/?year=2025", {"kind": "clarifying", "as_of": "2026-02-09"}).status_code == 302


def test_the_command_opens_the_year_and_ranks_by_any_day(methodology) -> None:
    """A trial by a day to come is a trial; it is confirmed on its day only."""
    made = rankings.calculate(2028, RankingKind.PRIMARY, date(2027, 12, 20), by=SYSTEM)
    assert (made.cycle.year, rankings.projects_of(made)) == (2028, [])


def test_what_happened_after_the_day_does_not_exist_for_the_ranking(methodology) -> None:
    card = factories.complete_card("E3", contracts=2)
    Contract.objects.filter(card=card, number="E3-1").update(concluded_on=date(2025, 7, 1))
    made = rankings.calculate(2025, RankingKind.CLARIFYING, date(2025, 6, 30), by=SYSTEM)
    assert rankings.projects_of(made)[0]["indicators"]["contracts"]["value"] == "1"


def test_a_confirmed_ranking_recalculates_from_its_snapshot_to_the_same_bytes(methodology) -> None:
    card = factories.complete_card("E3")
    confirmed = primary()
    Funding.objects.filter(card=card).update(appropriation_kopecks=0)
    assert Snapshot.from_text(confirmed.snapshot).result() == confirmed.result
    assert Snapshot.from_text(confirmed.snapshot).as_text() == confirmed.snapshot
    shown = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    assert (shown.pk, shown.result) == (confirmed.pk, confirmed.result)


def test_no_confirmation_where_a_project_lacks_facts(methodology) -> None:
    factories.complete_card("E3")
    bare = factories.complete_card("N4")
    Step.objects.filter(card=bare).delete()
    Funding.objects.filter(card=bare).delete()
    made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    with pytest.raises(Refused, match="N4: нет сведений о бюджетных ассигнованиях, нет ни одного мероприятия"):
        rankings.confirm(made, by=SYSTEM)


def test_a_clarifying_ranking_needs_a_confirmed_primary_one_to_be_confirmed(methodology) -> None:
    """Clause 2.3; calculating it is possible at any time."""
    factories.complete_card("E3")
    made = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 26), by=SYSTEM)
    with pytest.raises(Refused, match="не подтверждено первичное"):
        rankings.confirm(made, by=SYSTEM)
    primary()
    assert rankings.confirm(made, by=SYSTEM).state == RankingState.CONFIRMED


def test_confirming_twice_and_a_second_primary_are_refused(methodology) -> None:
    factories.complete_card("E3")
    confirmed = primary()
    with pytest.raises(Refused, match="сейчас «подтверждено»"):
        rankings.confirm(confirmed, by=SYSTEM)
    second = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 21), by=SYSTEM)
    with pytest.raises(Refused, match="уже подтверждено"):
        rankings.confirm(second, by=SYSTEM)


def test_confirmation_meets_the_term_of_clause_2_3_by_its_legal_day(methodology) -> None:
    with clock.at(date(2024, 12, 2)):
        open_cycle(2025, by=SYSTEM)
        factories.complete_card("E3")
    made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    rankings.confirm(made, by=SYSTEM, on=date(2024, 12, 28))
    met = Deadline.objects.get(code="primary_ranking")
    assert (met.state, met.done_on) == ("met", date(2024, 12, 28))


def test_a_legal_day_that_has_not_come_is_refused(methodology) -> None:
    factories.complete_card("E3")
    made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    with pytest.raises(Refused, match="ещё не наступила"):
        rankings.confirm(made, by=SYSTEM, on=date(2026, 3, 1))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.COUNCIL_MEMBER, Role.ECONOMY_COMMITTEE])
def test_only_the_office_ranks_and_confirms(methodology, role: Role) -> None:
    factories.complete_card("E3")
    made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    with pytest.raises(NotAllowed):
        perform(made, "confirm", by=factories.user_with(role))
    assert Ranking.objects.get().state == RankingState.CALCULATED


def test_a_state_is_never_set_past_the_workflow(methodology) -> None:
    factories.complete_card("E3")
    made = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    with pytest.raises(StateIsProtected):
        Ranking.objects.filter(pk=made.pk).update(state=RankingState.CONFIRMED)
    with pytest.raises(AttributeError):
        made.state = RankingState.CONFIRMED


def test_need_is_found_by_fallen_discipline_and_by_changes_and_opens_the_obligation(methodology) -> None:
    """Clause 2.3, second paragraph."""
    late, changed = factories.complete_card("E3"), factories.complete_card("N4")
    factories.complete_card("P1")
    primary()
    Step.objects.create(
        card=late, kind=enums.StepKind.ACTIVITY, name="Пункт 2", due_on=date(2025, 9, 1), done_on=date(2025, 9, 9)
    )
    ChangeRequest.objects.create(
        card=changed,
        number="ЭБ-N4-1",
        content="исключение мероприятия",
        due_on=date(2025, 10, 1),
        sent_on=date(2025, 9, 30),
    )
    answer = json.loads(run("clarifying_needed", "--year", "2025", "--as-of", "2026-01-20", "--json"))
    reasons = {row["code"]: row["reasons"] for row in answer["projects"]}
    assert set(reasons) == {"E3", "N4"}
    assert reasons["E3"][0]["kind"] == "criterion_4"
    assert (reasons["E3"][0]["was"], reasons["E3"][0]["is"]) == ("25.00", "17.50")
    assert [fact["name"] for fact in reasons["E3"][0]["facts"]] == ["Пункт 2"]
    assert (reasons["N4"][0]["number"], reasons["N4"][0]["date"]) == ("ЭБ-N4-1", "2025-09-30")
    obligation = Deadline.objects.get(code="clarifying_ranking")
    assert (obligation.event_on, obligation.due_on) == (date(2026, 1, 20), date(2026, 2, 1))


def test_a_need_found_after_the_term_is_only_shown(methodology) -> None:
    card = factories.complete_card("E3")
    primary()
    Step.objects.filter(card=card).update(done_on=None)
    assert needs.detect(2025, date(2026, 2, 2), by=SYSTEM).projects
    assert not Deadline.objects.filter(code="clarifying_ranking").exists()


def test_facts_older_than_the_confirmed_ranking_are_only_shown(methodology) -> None:
    """What was so before the day of the last confirmed ranking is no fall since it (clause 2.3)."""
    card = factories.complete_card("E3")
    primary(as_of=date(2025, 9, 1))
    Step.objects.filter(card=card).update(done_on=None)
    assert needs.detect(2025, date(2025, 8, 31), by=SYSTEM).projects
    assert not Deadline.objects.filter(code="clarifying_ranking").exists()
    assert needs.detect(2025, date(2025, 9, 1), by=SYSTEM).projects
    assert Deadline.objects.get(code="clarifying_ranking").event_on == date(2025, 9, 1)


def test_need_in_a_year_opened_after_its_term_is_not_tracked_rather_than_late(methodology) -> None:
    """The year 2025 comes into the portal on 9 February 2026, when 1 February has passed (clause 2.3)."""
    open_cycle(2025, by=SYSTEM)
    card = factories.complete_card("E3")
    primary()
    Step.objects.filter(card=card).update(done_on=None)
    for _ in range(2):
        needs.detect(2025, date(2026, 1, 20), by=SYSTEM)
    obligation = Deadline.objects.get(code="clarifying_ranking")
    assert (obligation.state, obligation.due_on) == ("untracked", date(2026, 2, 1))


def test_need_without_a_confirmed_ranking_is_refused_in_words(methodology) -> None:
    with pytest.raises(CommandError, match="нет подтверждённого ранжирования"):
        run("clarifying_needed", "--year", "2025", "--as-of", "2026-01-20")


def test_the_cycle_keeps_the_methodology_of_its_primary_ranking(methodology) -> None:
    factories.complete_card("E3")
    primary()
    newer = methodologies.draft("Новый порядок", methodology.content, by=SYSTEM, based_on=methodology)
    newer = perform(newer, "agree", by=SYSTEM, number="2", agreed_on=date(2026, 1, 12))
    day: dict[str, Any] = {"ordered_on": date(2026, 1, 13), "in_force_from": date(2026, 1, 14)}
    newer = methodologies.enforce(perform(newer, "approve", by=SYSTEM, number="2", **day), by=SYSTEM)
    assert Methodology.objects.get(pk=methodology.pk).state == MethodologyState.SUPERSEDED
    made = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 26), by=SYSTEM)
    assert made.methodology_id == methodology.pk
    factories.complete_card("N4", year=2026)
    assert rankings.calculate(2026, RankingKind.PRIMARY, date(2026, 1, 26), by=SYSTEM).methodology_id == newer.pk


def test_rank_command_gives_the_document_of_the_contract(methodology) -> None:
    factories.complete_card("E3")
    answer = json.loads(run("rank", "--year", "2025", "--kind", "clarifying", "--as-of", "2026-01-26", "--json"))
    assert {key: answer[key] for key in ("year", "kind", "as_of", "methodology")} == {
        "year": 2025,
        "kind": "clarifying",
        "as_of": "2026-01-26",
        "methodology": "демо-1",
    }
    project = answer["projects"][0]
    assert (project["code"], project["eligible"], project["reasons"], project["place"]) == ("E3", True, [], 1)
    assert set(project) == {"code", "eligible", "reasons", "place", "total", "criteria", "indicators"}
    assert project["indicators"]["contracts"] == {"value": "1", "points": "3.00"}
    assert project["indicators"]["steps_on_time"] == {"value": "1.0000", "points": "15.00"}


def test_rank_command_refuses_in_words(methodology) -> None:
    with pytest.raises(CommandError, match="номером и датой"):
        run("rank", "--year", "2021", "--kind", "primary", "--as-of", "2021-01-26")
    with pytest.raises(CommandError, match="Нет действующей учётной записи"):
        run("rank", "--year", "2025", "--kind", "primary", "--as-of", "2026-01-26", "--user", "nobody")
