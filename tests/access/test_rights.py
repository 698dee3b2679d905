"""Every permission against every role: who holds it, whatever the object (rights.csv, written by hand).

Object rules narrow these further: their own tests and table.csv tell how. A new permission fails here until its line
stands in the table.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rules.permissions import permissions

from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM

TABLE = Path(__file__).with_name("rights.csv")
HOLDERS = ("nobody", *Role.values, "system")
DEMO_ONLY = "demo.move_clock"


@dataclass(frozen=True)
class Holder:
    """A person of some roles, who holds an office wherever his role is one."""

    roles: frozenset[str]
    pk: int = 1
    person_id: int = 1
    is_system: bool = False
    is_authenticated: bool = True
    is_active: bool = True

    def office_keys(self, role: str) -> frozenset[str]:
        """The one office of the role."""
        return frozenset({f"{role}:1"}) if role in self.roles else frozenset()


def _holder(name: str) -> Any:
    if name == "system":
        return SYSTEM
    return Holder(frozenset({name}) if name != "nobody" else frozenset())


def _table() -> dict[str, set[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert tuple(reader.fieldnames or ()) == ("permission", *HOLDERS)
        return {line["permission"]: {name for name in HOLDERS if line[name] == "yes"} for line in reader}


EXPECTED = _table()


def test_every_permission_stands_in_the_table() -> None:
    assert sorted(EXPECTED) == sorted(permissions)


@pytest.mark.parametrize("permission", EXPECTED)
def test_who_holds_it(permission: str) -> None:
    assert {name for name in HOLDERS if permitted(_holder(name), permission)} == EXPECTED[permission]


def test_the_clock_of_a_demonstration_is_moved_by_its_administrator_alone(settings: Any) -> None:
    settings.DEMO = True
    assert {name for name in HOLDERS if permitted(_holder(name), DEMO_ONLY)} == {Role.ADMIN}
