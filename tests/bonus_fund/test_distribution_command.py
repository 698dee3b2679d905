"""manage.py distribute: what it reads, what it prints, what it refuses and where it says so."""

import json
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

THE_YEAR: dict[str, Any] = {
    "team": "1000000.01",
    "infrastructure": "250000.00",
    "year": 2025,
    "members": [
        {"project": "A1", "authority": "X", "person": "1", "from": "2025-01-01", "to": "2025-12-31"},
        {"project": "A1", "authority": "Y", "person": "2", "from": "2025-07-01", "to": None},
        {"project": "B2", "authority": "X", "person": "1", "from": "2025-01-01", "to": "2025-03-31"},
    ],
    "participants": [
        {"authority": "X", "person": "9", "from": "2025-01-01", "to": "2025-12-31"},
        {"authority": "Z", "person": "8", "from": "2025-01-01", "to": "2025-12-31"},
        {"authority": "W", "person": "7", "from": "2025-01-01"},
    ],
}
ONE = {"project": "A1", "authority": "X", "person": "1", "from": "2025-01-01", "to": None}


@pytest.fixture
def run(tmp_path):
    """Runs the command on a document (or on raw text) and returns what it prints."""

    def run(given: object, *options: str) -> str:
        path = tmp_path / "general.json"
        if isinstance(given, bytes):
            path.write_bytes(given)
        else:
            path.write_text(given if isinstance(given, str) else json.dumps(given), encoding="utf-8")
        out = StringIO()
        call_command("distribute", "--general", str(path), *options, stdout=out)
        return out.getvalue()

    return run


@pytest.fixture
def refused(run):
    """The reasons, line by line, for which the command has refused with status 1."""

    def refused(given: object) -> list[str]:
        with pytest.raises(CommandError) as refusal:
            run(given, "--json")
        assert refusal.value.returncode == 1
        return str(refusal.value).splitlines()

    return refused


def changed(**changes: object) -> dict[str, Any]:
    return {**THE_YEAR, **changes}


def test_the_document_of_the_year(run):
    assert json.loads(run(THE_YEAR, "--json")) == {
        "projects": {
            "A1": {
                "fund": "859154.94",
                "average": "429577.47",
                "ceiling": "644366.20",
                "authorities": {"X": "571205.01", "Y": "287949.93"},
            },
            "B2": {
                "fund": "140845.07",
                "average": "140845.07",
                "ceiling": "211267.60",
                "authorities": {"X": "140845.07"},
            },
        },
        "infrastructure": {"W": "83333.34", "X": "83333.33", "Z": "83333.33"},
    }


def test_names_stand_in_order_of_code_points(run):
    people = [{**ONE, "project": code, "authority": code, "person": code} for code in ("я", "ё", "Я", "A")]
    printed = json.loads(run(changed(members=people), "--json"))
    assert list(printed["projects"]) == ["A", "Я", "я", "ё"]
    assert list(printed["infrastructure"]) == ["W", "X", "Z"]


def test_sums_may_be_numbers(run):
    document = json.dumps(changed(team="TEAM")).replace('"TEAM"', "0.30").replace('"250000.00"', "2.5e5")
    printed = json.loads(run(document, "--json"))
    assert sum(Decimal(project["fund"]) for project in printed["projects"].values()) == Decimal("0.30")
    assert printed["infrastructure"]["W"] == "83333.34"


def test_a_person_may_be_a_number(run):
    assert run(changed(members=[{**ONE, "person": 1}, {**ONE, "person": "1"}]), "--json").count("1000000.01") == 3


def test_the_table_for_people(run):
    printed = run(THE_YEAR).replace("\u00a0", " ")
    for part in ("за 2025 год", "A1: фонд 859 154,94", "предел одной премии 644 366,20", "дней 184", "W: 83 333,34"):
        assert part in printed


def test_the_other_method(run):
    printed = json.loads(run(THE_YEAR, "--json", "--method", "equal_members"))
    assert printed["projects"]["B2"]["fund"] == "333333.34"


def test_a_missing_file_is_bad_usage(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("distribute", "--general", str(tmp_path / "nowhere.json"))
    assert refusal.value.returncode == 2


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ("", "строка 1, столбец 1"),
        ("[]", "файл: нужен объект"),
        (b"\xff\xfe\xfd", "файл: не читается"),
        ('{"team": NaN}', "файл: не читается"),
        ('{"team": 1e99999999999999999999}', "файл: не читается"),
        ('{"team": ' + "[" * 100_000, "файл: не читается"),
        (changed(team="-0.01"), "team: сумма не может быть отрицательной"),
        (changed(team="1.001"), "team: больше двух знаков"),
        (changed(team=1e-3), "team: больше двух знаков"),
        (changed(team="1 000,00"), "team: нужна сумма"),
        (changed(team="١"), "team: нужна сумма"),
        (changed(team=True), "team: нужна сумма"),
        (changed(team=None), "team: нужна сумма"),
        (changed(infrastructure=10**30), "infrastructure: сумма больше допустимой"),
        (changed(year="2025"), "year: нужен год"),
        (changed(year=2025.5), "year: нужен год"),
        (changed(year=True), "year: нужен год"),
        (changed(year=0), "year: нужен год"),
        (changed(members={}), "members: нужен список"),
        (changed(members=[1]), "members[0]: нужен объект"),
        (changed(comment="x"), "comment: неизвестный ключ"),
        (changed(members=[{**ONE, "untill": "2025-03-01"}]), "members[0].untill: неизвестный ключ"),
        (changed(members=[{**ONE, "project": " "}]), "members[0].project: нужна непустая строка"),
        (changed(members=[{**ONE, "project": 1}]), "members[0].project: нужна непустая строка"),
        (changed(members=[{**ONE, "person": 1.5}]), "members[0].person: нужна непустая строка"),
        (changed(members=[{**ONE, "authority": "\ud800"}]), "members[0].authority: в строке половина знака"),
        (changed(members=[{**ONE, "from": "2025-02-29"}]), "members[0].from: нет такого дня: 2025-02-29"),
        (changed(members=[{**ONE, "from": "20250101"}]), "members[0].from: нужен день вида"),
        (changed(members=[{**ONE, "from": None}]), "members[0].from: нужен день вида"),
        (changed(members=[{**ONE, "to": ""}]), "members[0].to: нужен день вида"),
        (changed(members=[{**ONE, "to": "2024-12-31"}]), "members[0].to: 31.12.2024 раньше начала, 01.01.2025"),
        (changed(participants=[]), "Инфраструктурная часть общего фонда"),
        (changed(members=[]), "Командная часть общего фонда"),
    ],
)
def test_bad_input_is_refused_with_its_place(refused, given, place):
    reasons = refused(given)
    assert len(reasons) == 1
    assert place in reasons[0]


@pytest.mark.parametrize("key", ["team", "infrastructure", "year", "members", "participants"])
def test_every_key_of_the_document_is_needed(refused, key):
    assert refused({name: value for name, value in THE_YEAR.items() if name != key}) == [f"{key}: не указано"]


@pytest.mark.parametrize("key", ["project", "authority", "person", "from"])
def test_every_key_of_a_member_is_needed(refused, key):
    row = {name: value for name, value in ONE.items() if name != key}
    assert refused(changed(members=[ONE, ONE, ONE, row])) == [f"members[3].{key}: не указано"]


def test_a_key_given_twice_is_named(refused):
    row = json.dumps(ONE)[:-1] + ', "person": "2"}'
    text = json.dumps(changed(members=[])).replace('"members": []', f'"members": [{row}]')
    assert refused(text[:-1] + ', "year": 2024}') == [
        "year: ключ указан дважды",
        "members[0].person: ключ указан дважды",
    ]


def test_all_reasons_come_at_once_in_order_of_place(refused):
    bad = changed(team="-1", year=None, members=[{**ONE, "from": "x"}, 5, {**ONE, "to": 1}], participants=None)
    assert [reason.split(":")[0] for reason in refused(bad)] == [
        "team",
        "year",
        "members[0].from",
        "members[1]",
        "members[2].to",
        "participants",
    ]
