"""Each rule of the register's quality on the smallest year that it doubts, and on one that it does not (clause 2.2)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from projects.quality import RULES, Finding, found_in
from projects.quality.facts import (
    Card,
    Contract,
    Duty,
    Funding,
    Helper,
    Member,
    Named,
    Organization,
    Person,
    Post,
    Target,
    Year,
)
from projects.quality.names import look

DAY = date(2025, 3, 1)
CARD = Card(1, "E3", "Школы", 7, date(2021, 1, 1), date(2030, 12, 31))
OTHER = CARD._replace(pk=2, code="E4", name="Больницы")
PEOPLE = ((7, Person("001", "Белова Анна")), (8, Person("002", "Титов Пётр")))
SOUND: dict[str, Any] = {
    "cards": (CARD,),
    "funding": (Funding(1, 1, 100_00, 50_00),),
    "contracts": (Contract(1, 1, "К-1", 10_00, DAY),),
    "targets": (Target(1, 1, "Доля", True, Decimal(50), Decimal(60)),),
    "steps": (Duty(1, 1, "Пункт", DAY, DAY),),
    "members": (Member(1, 1, 7, "head", True, date(2025, 1, 1), None),),
    "posts": (Post(1, 7, "КЖКХ"),),
    "people": PEOPLE,
}
LATIN_K1 = "K-1"  # the first letter is of the other alphabet


def doubts(**changed) -> list[Finding]:
    """What is found in a sound year of which only this differs."""
    return list(found_in(Year(2025, date(2026, 2, 9), **(SOUND | changed))))


def contract(**changed):
    return (SOUND["contracts"][0]._replace(**changed),)


def target(**changed):
    return (SOUND["targets"][0]._replace(**changed),)


def step(**changed):
    return (SOUND["steps"][0]._replace(**changed),)


def member(**changed):
    return (SOUND["members"][0]._replace(**changed),)


CASES: dict[str, dict[str, Any]] = {
    "contract-over-appropriation": {"contracts": contract(price=100_01)},
    "contracts-over-appropriation": {"contracts": (*contract(price=60_00), *contract(pk=2, number="2", price=60_00))},
    "contract-for-nothing": {"contracts": contract(price=0)},
    "spent-over-appropriation": {"funding": (Funding(1, 1, 100_00, 100_01),)},
    "no-head": {"cards": (CARD._replace(head=None),)},
    "no-money": {"funding": ()},
    "no-contracts": {"contracts": ()},
    "no-targets": {"targets": ()},
    "no-steps": {"steps": ()},
    "no-team": {"members": ()},
    "target-hundredfold": {"targets": target(fact=Decimal(5000))},
    "target-without-plan": {"targets": target(plan=Decimal(0))},
    "target-without-fact": {"targets": target(fact=None)},
    "done-before-beginning": {"cards": (CARD._replace(starts_on=date(2025, 3, 2)),), "contracts": contract()},
    "done-ahead-of-today": {"steps": step(due_on=date(2025, 12, 31), done_on=date(2026, 2, 10))},
    "done-a-year-apart": {"steps": step(done_on=date(2024, 2, 28))},
    "due-outside-year": {"steps": step(due_on=date(2024, 12, 31))},
    "contract-after-year": {"contracts": contract(concluded_on=date(2026, 1, 1))},
    "contract-before-beginning": {"contracts": contract(concluded_on=date(2020, 12, 31))},
    "project-outside-year": {
        "cards": (CARD._replace(starts_on=None, ends_on=date(2024, 12, 31)),),
    },
    "person-in-two-bodies": {
        "posts": (Post(1, 7, "КЖКХ"), Post(2, 9, "КФ")),
        "people": (*PEOPLE, (9, Person("003", "Белова Анна"))),
    },
    "number-of-two-people": {
        "posts": (Post(1, 7, "КЖКХ"), Post(2, 9, "КЖКХ")),
        "people": (*PEOPLE, (9, Person("001", "Белова Инна"))),
    },
    "head-without-post": {"posts": ()},
    "member-without-post": {"helpers": (Helper(1, 8, "право", DAY, None),)},
    "team-of-another-head": {"members": member(person=8), "posts": (Post(1, 7, "КЖКХ"), Post(2, 8, "КЖКХ"))},
    "member-twice-at-once": {"members": (*member(until=date(2025, 6, 30)), *member(pk=2, since=date(2025, 6, 30)))},
    "taking-part-outside-year": {"members": member(until=date(2024, 12, 31), since=date(2024, 1, 1))},
    "names-alike": {"contracts": (*contract(), *contract(pk=2, number=LATIN_K1))},
    "projects-alike": {"cards": (CARD, OTHER._replace(code="Е3"))},
    "organizations-alike": {"organizations": (Organization(1, "КЖКХ", "Один"), Organization(2, "КЖКX", "Два"))},
    "people-alike": {
        "posts": (Post(1, 7, "КЖКХ"), Post(2, 9, "КЖКХ")),
        "people": (*PEOPLE, (9, Person("003", "Белова Aнна"))),
    },
    "two-alphabets": {"objects": (Named(1, 1, "Шкoла"),)},
    "contract-in-two-projects": {"cards": (CARD, OTHER), "contracts": (*contract(), *contract(pk=2, card=2))},
}


def test_a_sound_year_raises_no_doubt() -> None:
    assert doubts() == []


def test_every_rule_has_its_case_and_says_what_it_means() -> None:
    assert set(CASES) == set(RULES)
    assert all(rule.title and rule.meaning.endswith(".") for rule in RULES.values())


@pytest.mark.parametrize("key", CASES)
def test_a_rule_doubts_its_year_and_names_what_to_look_at(key: str) -> None:
    found = [one for one in doubts(**CASES[key]) if one.rule.key == key]
    assert len(found) == 1
    assert found[0].records
    assert found[0].told
    assert all(record.title for record in found[0].records)


@pytest.mark.parametrize(
    ("key", "year"),
    [
        ("contract-over-appropriation", {"contracts": contract(price=100_00)}),
        ("contract-over-appropriation", {"funding": (Funding(1, 1, 0, 0),)}),
        ("target-hundredfold", {"targets": target(fact=Decimal("4999.99"))}),
        ("target-hundredfold", {"targets": target(fact=Decimal("0.51"))}),
        ("target-hundredfold", {"targets": target(fact=Decimal(0))}),
        ("target-without-plan", {"targets": target(plan=Decimal(0), grows=False)}),
        ("done-ahead-of-today", {"steps": step(done_on=date(2026, 2, 9))}),
        ("due-outside-year", {"reports": (Duty(1, 1, "12.2025", date(2026, 1, 15), None),)}),
        (
            "member-twice-at-once",
            {"members": (*member(until=date(2025, 6, 29)), *member(pk=2, since=date(2025, 6, 30)))},
        ),
        ("names-alike", {"contracts": (*contract(), *contract(pk=2, number="К-2"))}),
        ("names-alike", {"cards": (CARD, OTHER), "contracts": (*contract(), *contract(pk=2, card=2, number=LATIN_K1))}),
        ("two-alphabets", {"objects": (Named(1, 1, "IT-проект, 2025г"),)}),
    ],
)
def test_a_rule_stops_where_it_should(key: str, year: dict[str, Any]) -> None:
    assert [one for one in doubts(**year) if one.rule.key == key] == []


def test_a_hundredth_of_the_plan_is_doubted_too() -> None:
    found = doubts(targets=target(fact=Decimal("0.5")))
    assert [one.told for one in found] == ["план 50, факт 0,5"]


def test_the_digest_is_of_the_facts_and_not_of_others() -> None:
    first, again = doubts(contracts=contract(price=200_00)), doubts(contracts=contract(price=200_00), helpers=())
    later = doubts(contracts=contract(price=300_00))
    assert first[0].digest == again[0].digest != later[0].digest
    assert first[0].target == later[0].target


@pytest.mark.parametrize(
    ("one", "other"), [("КЖКХ", "KЖKX"), ("ООО «Мост»", 'ООО "Мост"'), ("К  1", "к1"), ("Учёт – 2", "учет-2")]
)
def test_names_that_look_the_same(one: str, other: str) -> None:
    assert look(one) == look(other)
