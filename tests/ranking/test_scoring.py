"""Scores, eligibility and places by examples, each with the clause that it proves."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ranking.scoring import (
    ChangeRequest,
    ConstructionObject,
    Contract,
    Facts,
    Options,
    Organization,
    Partnership,
    Report,
    Step,
    Target,
    UniqueResult,
    as_json,
    lacks_facts,
    rank,
)
from tests.ranking.examples import AFTER, LAST_DAY, METHODOLOGY, REACHED, project, ranked, scored, steps
from tests.ranking.reading import register


class TestRegisterOf2025:
    """The whole register of a year, as of 26 January of the next one."""

    places = rank(register(2025), METHODOLOGY, 2025, date(2026, 1, 26), Options())

    def test_eligible_and_ineligible_projects(self) -> None:
        assert sum(one.eligible is True for one in self.places) == 32
        assert sum(one.eligible is False for one in self.places) == 19

    def test_the_first_three_and_the_tenth(self) -> None:
        at = {one.place: one for one in self.places}
        assert [(at[place].code, str(at[place].total)) for place in (1, 2, 3, 10)] == [
            ("E3", "71.58"),
            ("N4", "68.44"),
            ("J3", "68.35"),
            ("D2", "54.00"),
        ]
        assert [str(points) for points in at[1].criteria.values()] == ["7.00", "35.00", "5.00", "24.58"]

    def test_json_has_the_agreed_shape(self) -> None:
        first = as_json(self.places)[0]
        assert list(first) == ["code", "eligible", "reasons", "place", "total", "criteria", "indicators"]
        assert first["eligible"] is True
        assert first["reasons"] == []
        assert first["criteria"] == {"1": "7.00", "2": "35.00", "3": "5.00", "4": "24.58"}
        assert first["indicators"]["reports_on_time"] == {"value": "0.9167", "points": "4.58"}
        assert first["indicators"]["steps_on_time"] == {"value": "1.0000", "points": "15.00"}
        assert first["indicators"]["construction_objects"] == {"value": "9", "points": "8.00"}
        assert json.loads(json.dumps(first)) == first

    def test_ineligible_projects_stand_last_by_code_with_reasons_and_without_place(self) -> None:
        last = self.places[32:]
        assert [one.code for one in last] == sorted(one.code for one in last)
        assert all(one.place is None and one.reasons for one in last)


class TestEligibility:
    """Clause 2.2: appropriations are provided in the year and the targets are reached."""

    @pytest.mark.parametrize("appropriation", [None, Decimal(0), Decimal(-5)])
    def test_no_appropriation(self, appropriation: Decimal | None) -> None:
        for as_of in (LAST_DAY, AFTER):
            (one,) = ranked(project(appropriation=appropriation), as_of=as_of)
            assert (one.eligible, one.place, one.reasons) == (False, None, ({"code": "no_appropriation"},))

    def test_one_kopeck_is_an_appropriation(self) -> None:
        assert ranked(project(appropriation=Decimal("0.01")))[0].eligible is True

    @pytest.mark.parametrize(
        ("direction", "fact", "eligible"),
        [
            ("up", "10", True),
            ("up", "10.01", True),
            ("up", "9.99", False),
            ("down", "10", True),
            ("down", "9.99", True),
            ("down", "10.01", False),
            ("up", None, False),
            ("down", None, False),
        ],
    )
    def test_a_target_is_reached_when_the_fact_is_not_worse(
        self, direction: str, fact: str | None, eligible: bool
    ) -> None:
        target = Target("Школы", direction, Decimal("10.0"), None if fact is None else Decimal(fact))
        (one,) = ranked(project(targets=(target,)))
        assert one.eligible is eligible
        if not eligible:
            missed = {"code": "target_missed", "target": "Школы", "direction": direction, "plan": "10", "fact": fact}
            assert one.reasons == (missed,)

    def test_targets_are_pending_to_the_last_day_of_the_year(self) -> None:
        facts = project(targets=(replace(REACHED, fact=None),))
        assert ranked(facts, as_of=LAST_DAY)[0].eligible is None
        assert ranked(facts, as_of=LAST_DAY)[0].reasons == ()
        assert ranked(facts, as_of=AFTER)[0].eligible is False

    def test_both_kinds_of_reasons_stand_together_and_targets_by_name(self) -> None:
        targets = tuple(Target(name, "up", Decimal(1), None) for name in ("Б", "А"))
        (one,) = ranked(project(appropriation=None, targets=targets))
        assert [(reason["code"], reason.get("target")) for reason in one.reasons] == [
            ("no_appropriation", None),
            ("target_missed", "А"),
            ("target_missed", "Б"),
        ]


class TestPlaces:
    """Equal totals share a place and the next one is skipped."""

    def test_one_two_two_four(self) -> None:
        facts = [project("A", recipients=1), project("B", recipients=1000), project("C", recipients=1), project("D")]
        assert [(one.code, one.place) for one in ranked(*facts)] == [("B", 1), ("A", 2), ("C", 2), ("D", 4)]

    def test_inside_a_shared_place_criterion_4_then_2_then_code_point(self) -> None:
        by_discipline = project("Я", recipients=10000)
        by_complexity = project("Z", recipients=10000, objects=(ConstructionObject("О", "construction", False),))
        late = replace(by_complexity, steps=steps(7, 8))  # 8 points of discipline lost, 8 of complexity won
        unique = project(
            "Б", recipients=1, unique_results=(UniqueResult("other", "Х"),)
        )  # the same total from another criterion
        places = ranked(late, by_discipline, unique, project("А", recipients=10000))
        assert [(one.code, one.place, str(one.total)) for one in places] == [
            ("А", 1, "32.00"),
            ("Я", 1, "32.00"),
            ("Б", 1, "32.00"),
            ("Z", 1, "32.00"),
        ]

    def test_pending_projects_take_places_and_ineligible_ones_do_not(self) -> None:
        places = ranked(project("A"), project("B", appropriation=None, recipients=99999), as_of=LAST_DAY)
        assert [(one.code, one.eligible, one.place) for one in places] == [("A", None, 1), ("B", False, None)]


class TestValues:
    """Clause 2.2, items 1-4: what is counted."""

    def test_an_organization_that_takes_part_twice_is_one(self) -> None:
        twice = (Organization("КСЗН", "authority"), Organization("КСЗН", "authority"), Organization("КЗ", "authority"))
        assert scored("executive_authorities", organizations=twice).value == 2

    def test_each_kind_of_organization_has_its_own_indicator(self) -> None:
        kinds = ("authority", "municipality", "authority_institution", "municipal_institution")
        organizations = tuple(Organization(kind, kind) for kind in kinds)
        (one,) = ranked(project(organizations=organizations))
        assert [scored.value for scored in list(one.indicators.values())[:4]] == [1, 1, 1, 1]
        assert [str(one.criteria[1])] == ["7.00"]

    def test_a_contract_counts_from_the_day_of_its_conclusion(self) -> None:
        contracts = (Contract("1", AFTER), Contract("2", None), Contract("3", date(2026, 1, 2)))
        counted_now = scored("contracts", contracts=contracts)
        assert counted_now.value == 2
        assert counted_now.records == contracts[:2]
        assert scored("contracts", as_of=LAST_DAY, contracts=contracts).value == 1

    def test_a_partnership_counts_from_its_day(self) -> None:
        agreement = Partnership("1", "partnership", AFTER)
        assert scored("public_private_partnerships", partnerships=(agreement,)).value == 1
        assert scored("public_private_partnerships", as_of=LAST_DAY, partnerships=(agreement,)).value == 0
        undated = replace(agreement, date=None)
        assert scored("public_private_partnerships", as_of=LAST_DAY, partnerships=(undated,)).value == 1

    def test_whether_concessions_and_major_repairs_count_is_open(self) -> None:
        concession = Partnership("1", "concession", None)
        repair = ConstructionObject("Школа", "major_repair", True)
        facts: dict[str, Any] = {"partnerships": (concession,), "objects": (repair,)}
        strict = Options(count_major_repairs=False, count_concessions=False)
        assert scored("public_private_partnerships", **facts).value == 1
        assert scored("public_private_partnerships", options=strict, **facts).value == 0
        assert scored("construction_objects", **facts).value == 1
        assert scored("construction_objects", options=strict, **facts).value == 0
        assert scored("federal_property_works", options=strict, **facts).value == 1

    def test_unique_results_by_kind(self) -> None:
        results = tuple(
            UniqueResult(kind, "Описание") for kind in ("technology", "it_product", "construction", "other", "other")
        )
        (one,) = ranked(project(unique_results=results))
        assert [scored.value for scored in list(one.indicators.values())[9:13]] == [1, 1, 1, 2]
        assert str(one.criteria[3]) == "20.00"

    def test_what_is_done_on_its_due_day_is_on_time(self) -> None:
        due = date(2025, 3, 10)
        on_the_day, a_day_late = Step("А", "activity", due, due), Step("Б", "milestone", due, date(2025, 3, 11))
        never = Step("В", "activity", due, None)
        share = scored("steps_on_time", steps=(on_the_day, a_day_late, never))
        assert (share.value, share.records, share.missed) == (Fraction(1, 3), (on_the_day,), (a_day_late, never))

    def test_what_falls_due_on_the_day_counts_and_a_day_later_does_not(self) -> None:
        report = Report("12.2025", AFTER, None)
        assert scored("reports_on_time", reports=(report,)).value == 0
        assert scored("reports_on_time", as_of=LAST_DAY, reports=(report,)).value == 1

    def test_nothing_due_is_a_full_share(self) -> None:
        (one,) = ranked(project())
        assert str(one.criteria[4]) == "25.00"
        assert as_json([one])[0]["indicators"]["steps_on_time"] == {"value": "1.0000", "points": "15.00"}

    def test_a_change_request_is_on_time_when_sent_on_time(self) -> None:
        due = date(2025, 5, 5)
        requests = (ChangeRequest("1", "перенос срока", due, due), ChangeRequest("2", "перенос срока", due, None))
        assert scored("change_requests_on_time", change_requests=requests).value == Fraction(1, 2)


def test_a_project_lacks_facts_without_appropriation_row_target_or_step() -> None:
    assert len(lacks_facts(Facts("P1"))) == 3
    assert lacks_facts(project(steps=steps(1, 0))) == []
    assert lacks_facts(project(appropriation=Decimal(0))) == ["нет ни одного мероприятия или контрольной точки"]
