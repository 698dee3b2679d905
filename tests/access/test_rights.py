"""Every permission against every role: who holds it, whatever the object (rights.csv, written by hand).

Object rules narrow these further: their own tests and table.csv tell how. A new permission fails here until its line
stands in the table.
"""

import csv
from pathlib import Path
from typing import Any

import pytest
from rules.permissions import permissions

from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import Role
from tests.access.holders import HOLDERS, holder

TABLE = Path(__file__).with_name("rights.csv")
DEMO_ONLY = "demo.move_clock"


def _table() -> dict[str, set[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames or ()) == ("permission", *HOLDERS)
        return {line["permission"]: {name for name in HOLDERS if line[name] == "yes"} for line in reader}


EXPECTED = _table()


def test_every_permission_stands_in_the_table() -> None:
    # The suite has a model of its own with a permission.
    assert sorted(EXPECTED) == sorted(name for name in permissions if not name.startswith("workflow_tests."))


@pytest.mark.parametrize("permission", EXPECTED)
def test_who_holds_it(permission: str) -> None:
    assert {name for name in HOLDERS if permitted(holder(name), permission)} == EXPECTED[permission]


def test_the_clock_of_a_demonstration_is_moved_by_its_administrator_alone(settings: Any) -> None:
    settings.DEMO = True
    assert {name for name in HOLDERS if permitted(holder(name), DEMO_ONLY)} == {Role.ADMIN}
