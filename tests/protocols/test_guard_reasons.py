"""Each reason against a step is given where it holds, and only there (clauses 2.1, 2.3, 2.5, 2.6)."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from protocols import guards
from protocols.enums import SeatRole
from protocols.sitting import RANK
from ranking import guards as of_rankings
from ranking.enums import RankingKind, RankingState
from ranking.models import Methodology
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed
from tests import factories
from tests.conftest import TODAY
from tests.ranking.reading import demo_methodology

SAT_ON = date(2026, 2, 9)


def protocol(**about: Any) -> SimpleNamespace:
    """What guards look at: a sitting by a ranking that is settled."""
    settled = {"state": RankingState.CONFIRMED, "as_of": date(2026, 1, 20), "confirmed_on": date(2026, 1, 26)}
    ranking = SimpleNamespace(**settled | about.pop("ranking", {}))
    told = {"ranking": ranking, "cycle": SimpleNamespace(year=2025), "held_on": SAT_ON, "number": "1", "place": "Зал"}
    return SimpleNamespace(**told | {"step_on": None, "passed_on": None} | about)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({}, ""),
        ({"state": RankingState.DRAFT, "confirmed_on": None}, "не подтверждено"),
        ({"as_of": date(2025, 12, 31)}, "показатели известны после 31.12.2025"),
        ({"as_of": date(2026, 1, 1)}, ""),
        ({"as_of": date(2026, 2, 10)}, "раньше дня"),
        ({"confirmed_on": date(2026, 2, 10)}, "подтверждено 10.02.2026, позже дня заседания"),
        ({"confirmed_on": SAT_ON}, ""),
    ],
)
def test_a_sitting_needs_settled_results(about: dict[str, Any], reason: str) -> None:
    found = guards._ranking_is_settled(protocol(ranking=about))
    assert len(found) == bool(reason)
    assert reason in " ".join(found)


def test_requisites_that_are_missing_are_named() -> None:
    assert guards._requisites(protocol()) == []
    assert guards._requisites(protocol(number=" ")) == ["В реквизитах не указано: номер."]
    assert guards._requisites(protocol(number="", place="")) == ["В реквизитах не указано: номер, место составления."]


def test_a_return_says_why() -> None:
    returned = protocol()
    assert guards.may_be_returned(returned) == []
    assert guards.may_be_returned(returned, remark="Пересчитать E3") == []
    assert guards.may_be_returned(returned, remark=" ") == ["Напишите, почему результаты возвращены."]


ALWAYS = ("_ranking_is_settled", "_ranking_is_the_newest", "_edition_is_current", "_requisites")


@pytest.mark.parametrize("in_absentia", [False, True])
def test_voting_asks_for_everything(monkeypatch: pytest.MonkeyPatch, in_absentia: bool) -> None:
    parts = [*ALWAYS, "_seats_are_held", "_day_has_come", "_chair_is_present", "_quorum", "_candidates_are_sound"]
    _each_objects(monkeypatch, parts)
    # In absentia the ballots come in during the voting: presence is asked for at its end.
    expected = [one for one in parts if not in_absentia or one not in ("_day_has_come", "_chair_is_present", "_quorum")]
    found = guards.may_open_voting(SimpleNamespace(is_in_absentia=in_absentia))
    assert sorted(found) == sorted(expected)


def test_approval_asks_for_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = ["_approval_day", "_day_has_come", "_seats_are_held", "_chair_is_present", "_quorum"]
    _each_objects(monkeypatch, [*parts, "_candidates_are_sound"])
    found = guards.may_be_approved(SimpleNamespace())
    assert set(found) >= {*parts, "_candidates_are_sound"}


def _each_objects(monkeypatch: pytest.MonkeyPatch, parts: list[str]) -> None:
    for part in parts:
        monkeypatch.setattr(guards, part, lambda *_, told=part: [told])
    sitting = SimpleNamespace(results_question=object(), questions=[], present=[], is_carried=lambda question: True)
    monkeypatch.setattr(guards, "sitting_of", lambda _: sitting)


def test_the_chair_presides_before_the_deputy_before_a_member() -> None:
    assert sorted(RANK, key=RANK.__getitem__) == [SeatRole.CHAIR, SeatRole.DEPUTY, SeatRole.MEMBER]
    assert len(set(RANK.values())) == len(RANK)


@pytest.mark.parametrize(("starts", "waits"), [(None, False), (TODAY, False), (date(2026, 2, 10), True)])
def test_an_order_comes_into_force_on_its_day(starts: date | None, waits: bool) -> None:
    with clock.at(TODAY):
        assert bool(of_rankings.methodology_day_has_come(SimpleNamespace(in_force_from=starts))) == waits


@pytest.mark.parametrize(
    ("step_on", "as_of", "refused"), [(None, 9, False), (None, 10, True), (8, 9, True), (9, 9, False)]
)
def test_no_confirmation_before_the_day_of_the_facts(
    monkeypatch: pytest.MonkeyPatch, step_on: int | None, as_of: int, refused: bool
) -> None:
    monkeypatch.setattr(of_rankings, "_has_primary", lambda _: False)
    monkeypatch.setattr(of_rankings, "_incomplete", lambda _: ())
    day = date(2026, 2, step_on) if step_on else None
    ranking = SimpleNamespace(kind=RankingKind.PRIMARY, as_of=date(2026, 2, as_of), step_on=day)
    with clock.at(date(2026, 2, 9)):
        assert bool(of_rankings.may_be_confirmed(ranking)) == refused


@pytest.mark.parametrize(("lacking", "told"), [(10, 10), (11, 11), (12, 11)])
def test_ten_projects_are_named_and_the_rest_counted(monkeypatch: pytest.MonkeyPatch, lacking: int, told: int) -> None:
    facts = [SimpleNamespace(code=f"P{number}") for number in range(lacking)]
    snapshot = SimpleNamespace(from_text=lambda _: SimpleNamespace(facts=facts, year=2025))
    monkeypatch.setattr(of_rankings, "Snapshot", snapshot)
    monkeypatch.setattr(of_rankings, "lacks_facts", lambda _: ["нет средств"])
    found = of_rankings._incomplete(SimpleNamespace(snapshot=""))
    assert len(found) == told
    assert ("ещё проектов" in found[-1]) == (lacking > 10)
    if lacking > 10:
        assert found[-1].endswith(f": {lacking - 10}.")


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE_COMMITTEE, Role.COUNCIL_SECRETARY])
def test_an_agreed_methodology_is_taken_back_by_those_who_write_it(role: Role) -> None:
    agreed = Methodology.objects.create(title="Новая", content=demo_methodology().as_plain(), created_at=clock.now())
    with clock.at(TODAY):
        perform(agreed, "agree", by=factories.user_with(Role.FINANCE_COMMITTEE), number="1", agreed_on=TODAY)
        with pytest.raises(NotAllowed):
            perform(agreed, "reopen", by=factories.user_with(role))


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({}, ""),
        ({"ground_2": False}, "E3: не указано основание пункта 1.6 (пункт 2.5)."),
        ({"ground_2": False, "ground_3": True}, ""),
        ({"justification": " "}, "E3: нет обоснования."),
        ({"coefficient": 5}, "E3: коэффициент 5 не предусмотрен (пункт 2.4)."),
    ],
)
def test_a_candidate_has_a_ground_and_a_reason(
    monkeypatch: pytest.MonkeyPatch, about: dict[str, Any], reason: str
) -> None:
    monkeypatch.setattr(guards, "_eligible", lambda _: {"E3": True})
    project = SimpleNamespace(code="E3")
    told = {"ground_2": True, "ground_3": False, "justification": "Сложность", "coefficient": 1, "project": project}
    candidate = SimpleNamespace(**told | about)
    candidate.coefficient_told = str(candidate.coefficient)
    sitting = protocol(
        candidates=SimpleNamespace(select_related=lambda _: [candidate]),
        questions=SimpleNamespace(filter=lambda **_: SimpleNamespace(exists=lambda: False)),
        limit=6,
        offered=(1,),
    )
    assert guards._candidates_are_sound(sitting) == ([reason] if reason else [])
