"""What is read: the same as on pages, exact to the kopeck; lists in parts; faults in plain words."""

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from bonus_fund.presenting_registers import parts_of
from projects.models import Contract, Funding, ProjectYear
from ranking.services.rankings import projects_of
from ranking_portal.api.services import READ
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.models import Entry
from tests import factories
from tests.api.conftest import Portal
from tests.protocols.council import clarifying

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_forwarded_sums_are_the_registers_to_the_kopeck(portal: Portal) -> None:
    listed = portal.get("forwarded", year=2025).json()
    assert (listed["total"], listed["items"][0]["total_kopecks"]) == (1, 1_023_000_00)
    whole = portal.get("forwarded/2025/1").json()
    lines = [line for part in whole["parts"] for line in part["lines"]]
    assert sum(line["amount_kopecks"] for line in lines) == whole["total_kopecks"] == 1_023_000_00
    assert [part["amount_kopecks"] for part in whole["parts"]] == [part.amount for part in parts_of(portal.register)]
    # What was not proposed: 1 250 000,01 less 1 023 000,00 of four funds.
    assert sum(part["remainder_kopecks"] for part in whole["parts"]) == 227_000_01
    assert whole["letter"] == {"number": "КЭР-3", "sent_on": "2026-02-24", "received_on": None, "deemed": False}
    assert lines[0]["formerly_kopecks"] is None
    (told,) = Entry.objects.filter(action=READ)
    assert told.actor_label == "Зарплата"
    assert (told.label, json.loads(told.details)) == (str(portal.register), {"address": "/api/v1/forwarded/2025/1"})
    assert portal.get("forwarded", code="A1").json()["total"] == 1
    assert portal.get("forwarded", code="C3").json()["total"] == 0


def test_a_ranking_tells_places_points_and_reasons(portal: Portal) -> None:
    whole = portal.get(f"rankings/{portal.ranking.pk}").json()
    stored = projects_of(portal.ranking)
    assert [(row["code"], row["place"], row["total"]) for row in whole["rows"]] == [
        (row["code"], row["place"], row["total"]) for row in stored
    ]
    assert whole["as_of"] == "2026-01-26"
    first = whole["rows"][0]
    assert first["criteria"][0] == {
        "number": 1,
        "title": "Участие",
        "points": stored[0]["criteria"]["1"],
    }
    assert {row["code"]: row["coefficient"] for row in whole["rows"]} == {"A1": 1, "B2": 1, "C3": 0}
    only = portal.get(f"rankings/{portal.ranking.pk}", code="C3").json()["rows"]
    assert [row["code"] for row in only] == ["C3"]
    assert {row["kind"] for row in portal.get("rankings", kind="primary").json()["items"]} == {"primary"}


def test_who_is_not_admitted_is_told_why(portal: Portal) -> None:
    Funding.objects.filter(card__project__code="C3").update(appropriation_kopecks=0)
    found = clarifying(date(2026, 2, 23))
    (refused,) = portal.get(f"rankings/{found.pk}", code="C3").json()["rows"]
    assert (refused["place"], refused["eligible"]) == (None, False)
    assert refused["reasons"] == [
        {
            "code": "no_appropriation",
            "text": "не предусмотрены бюджетные ассигнования",
            "target": None,
            "plan": None,
            "fact": None,
        }
    ]


def test_a_protocol_tells_what_was_decided(portal: Portal) -> None:
    (listed,) = portal.get("protocols", code="A1").json()["items"]
    assert (listed["year"], listed["edition"], listed["held_on"]) == (2025, 1, "2026-02-09")
    assert listed["ranking"] == portal.ranking.pk
    whole = portal.get(f"protocols/{listed['id']}").json()
    assert [row["label"] for row in whole["questions"]] == ["1", "2.1", "2.2"]
    assert [(row["code"], row["grounds"], row["granted"]) for row in whole["coefficients"]] == [
        ("A1", [2], True),
        ("B2", [2], True),
    ]
    assert portal.get("protocols", code="C3").json()["items"] == []


def test_a_project_tells_its_money_and_progress(portal: Portal) -> None:
    card = ProjectYear.objects.get(project__code="A1")
    Funding.objects.filter(card=card).update(spent_kopecks=99_999_99)
    whole = portal.get("projects/2025/A1").json()
    assert whole["funding"] == {"appropriation_kopecks": 100_000_00, "spent_kopecks": 99_999_99, "recipients": 10}
    assert whole["progress"]["targets_reached"] == whole["progress"]["targets"] == 1
    assert whole["targets"][0]["plan"] == "50.0000"
    assert (
        sum(row["price_kopecks"] for row in whole["contracts"]) == Contract.objects.filter(card=card).count() * 1_000_00
    )
    assert whole["head"] == card.head.full_name
    assert portal.get("projects", code="A1").json()["total"] == 1
    assert portal.get("projects", year=2024).json()["items"] == []


def test_terms_are_told_with_their_state_today(portal: Portal) -> None:
    listed = portal.get("deadlines", year=2025, limit=200).json()
    assert listed["total"] == Deadline.objects.filter(year=2025).count() > 0
    for state in {row["state"] for row in listed["items"]}:
        chosen = portal.get("deadlines", state=state, limit=200).json()["items"]
        assert {row["state"] for row in chosen} == {state}
    assert all(row["late_working_days"] > 0 for row in listed["items"] if row["state"] == "overdue")
    assert {row["object"] for row in portal.get("deadlines", code="A1").json()["items"]} == {"A1"}


def test_lists_come_in_parts(portal: Portal) -> None:
    every = [row["code"] for row in portal.get("projects").json()["items"]]
    part = portal.get("projects", limit=1, offset=1).json()
    assert (part["total"], part["limit"], part["offset"]) == (len(every), 1, 1)
    assert [row["code"] for row in part["items"]] == every[1:2]
    assert portal.get("projects", offset=1000).json()["items"] == []


@pytest.mark.parametrize(
    ("asked", "where", "words"),
    [
        ({"limit": 201}, "query.limit", "не больше 200"),
        ({"limit": 0}, "query.limit", "не меньше 1"),
        ({"offset": "много"}, "query.offset", "нужно целое число"),
        ({"year": 1999}, "query.year", "не меньше 2000"),
        ({"code": "\x00"}, "query.code", "недопустимые знаки"),
        ({"yaer": 2025}, "query.yaer", "такого параметра нет"),
    ],
)
def test_a_wrong_parameter_is_named_in_plain_words(portal: Portal, asked: Any, where: str, words: str) -> None:
    answer = portal.get("projects", **asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_parameters")
    assert answer.json()["details"] == [{"where": where, "message": words}]


@pytest.mark.parametrize(
    "address", ["nothing", "projects/", "rankings/-1", "rankings/0x1", "projects/2025/НЕТ", "people/%0A", ""]
)
def test_an_unknown_address_is_answered_in_json(portal: Portal, address: str) -> None:
    answer = portal.get(address)
    assert answer.status_code == (404 if address else 200)
    assert answer["Content-Type"].startswith("application/json")
    assert answer["Cache-Control"] == "private, no-store"


def test_nothing_is_changed_through_it(portal: Portal) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {portal.token}"})
    for method in (browser.post, browser.put, browser.patch, browser.delete, browser.options):
        answer = method("/api/v1/projects")
        assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, "GET, HEAD", "method_not_allowed")
    head = browser.head("/api/v1/projects")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("address", ["projects", "rankings", "protocols", "deadlines", "forwarded", "projects/2025/A1"])
def test_it_costs_the_same_queries_however_many_rows(
    portal: Portal, address: str, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    few: dict[str, Any] = {} if "/" in address else {"limit": 1}
    portal.get(address, **few)
    with django_assert_max_num_queries(8) as one:
        portal.get(address, **few)
    for number in range(3):
        factories.complete_card(f"Q{number}", contracts=3)
    with django_assert_num_queries(len(one)):
        portal.get(address)
