"""A score told in words, and what moved between two rankings."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ranking.differences import differences
from ranking.explain import counted, describe, number, signed
from ranking.scoring import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Organization,
    Partnership,
    Report,
    Step,
    UniqueResult,
)
from tests.ranking.examples import AFTER, LAST_DAY, REACHED, project, ranked, sentence, steps
from tests.ranking.reading import register


class TestExplanations:
    """Every number says which rule gave it and what would have given more."""

    def test_bands(self) -> None:
        def contracts(count: int) -> tuple[Contract, ...]:
            return tuple(Contract(str(order), None) for order in range(count))

        assert sentence("contracts", contracts=contracts(31)) == "порог 31 — 10 баллов; это верхний порог шкалы"
        assert sentence("contracts", contracts=contracts(28)) == (
            "порог 11 — 6 баллов; до следующего порога: 3 контракта"
        )
        assert sentence("contracts") == "порог 0 — 0 баллов; до следующего порога: 1 контракт"

    def test_a_flag(self) -> None:
        objects = (ConstructionObject("Мост", "construction", False),)
        assert sentence("construction_objects", objects=objects) == "есть 1 объект — 8 баллов; это полный балл шкалы"
        assert sentence("construction_objects") == "записей нет — 0 баллов; до следующего порога: 1 объект"

    def test_a_share(self) -> None:
        assert sentence("steps_on_time", steps=steps(20, 1)) == (
            "в срок 20 из 21 пункта плана-графика — 14,29 балла; на 1 опоздание меньше — 15 баллов"
        )
        assert sentence("steps_on_time", steps=steps(2, 0)) == (
            "в срок 2 из 2 пунктов плана-графика — 15 баллов; это полная доля"
        )
        assert sentence("steps_on_time") == "ни один срок ещё не наступил: полная доля — 15 баллов"

    @pytest.mark.parametrize(
        ("value", "text"),
        [
            (1, "1 балл"),
            (2, "2 балла"),
            (5, "5 баллов"),
            (11, "11 баллов"),
            (12, "12 баллов"),
            (21, "21 балл"),
            (Decimal("7.50"), "7,5 балла"),
        ],
    )
    def test_agreement(self, value: int | Decimal, text: str) -> None:
        assert counted(value, ("балл", "балла", "баллов")).replace("\u00a0", " ") == text

    def test_thousands_are_apart(self) -> None:
        assert number(Decimal("1234567.80")) == "1\u00a0234\u00a0567,8"

    def test_a_gain_and_a_loss_have_their_sign_and_a_true_minus(self) -> None:
        assert [signed(Decimal(one)) for one in ("3", "-1.58", "0")] == ["+3,00", "\u22121,58", "0,00"]

    @pytest.mark.parametrize(
        ("record", "text"),
        [
            (Organization("КСЗН", "authority"), "КСЗН"),
            (Contract("7", date(2025, 3, 5)), "контракт № 7 от 05.03.2025"),
            (ConstructionObject("Мост", "major_repair", True), "Мост: капитальный ремонт, федеральная собственность"),
            (Partnership("8", "concession", None), "концессионное соглашение № 8"),
            (UniqueResult("other", "Центр"), "Центр"),
            (REACHED, "Школы: план 10, факт 10"),
            (Step("Пуск", "milestone", AFTER, None), "контрольная точка «Пуск»: срок 01.01.2026, факта нет"),
            (Report("12.2025", AFTER, LAST_DAY), "отчёт за 12.2025: срок 01.01.2026, факт 31.12.2025"),
            (ChangeRequest("9", "перенос", AFTER, None), "запрос № 9 (перенос): срок 01.01.2026, факта нет"),
        ],
    )
    def test_a_record_in_one_line(self, record: Any, text: str) -> None:
        assert describe(record).replace("\u00a0", " ") == text


class TestDifferences:
    """What moved between two rankings, down to the records."""

    def test_places_points_and_records(self) -> None:
        due = date(2025, 6, 1)
        late, kept = Step("Мост", "activity", due, None), Step("Школа", "activity", due, due)
        before = [project("A", steps=(kept,)), project("B", contracts=(Contract("1", None),), steps=(kept, late))]
        after = [
            project("A", steps=(kept, late)),
            project("B", contracts=(Contract("1", due), Contract("2", due)), steps=(kept, late)),
            project("C", appropriation=None),
        ]
        moved = {one.code: one for one in differences(ranked(*before), ranked(*after))}
        assert list(moved) == ["B", "A", "C"]
        assert (moved["B"].places_gained, str(moved["B"].total_gained)) == (1, "0.00")
        (contracts,) = moved["B"].indicators
        assert (contracts.code, contracts.value_was, contracts.value_is) == ("contracts", 1, 2)
        assert (contracts.added, contracts.removed) == ((Contract("2", due),), ())
        assert (moved["A"].places_gained, str(moved["A"].total_gained)) == (-1, "-7.50")
        assert str(moved["A"].criteria[4]) == "-7.50"
        (share,) = moved["A"].indicators
        assert (share.newly_missed, str(share.delta)) == ((late,), "-7.50")
        assert (moved["C"].was, moved["C"].places_gained, moved["C"].moved) == (None, None, True)

    def test_a_ranking_does_not_differ_from_itself(self) -> None:
        places = ranked(*register(2025))
        assert not any(one.moved for one in differences(places, places))

    def test_a_project_that_left_stands_last(self) -> None:
        found = differences(ranked(project("A"), project("B")), ranked(project("B")))
        assert [(one.code, one.now is None) for one in found] == [("B", False), ("A", True)]
