"""Who may open what: role x address, every address of the portal, no exception.

To add an address: run this file; the failure of `test_every_address_stands_in_the_table` names what is missing, and
a row with guessed answers makes `test_answers` print the line as measured. Judge it by the rights, then keep it.
"""

import pytest
from django.urls import reverse

from ranking_portal.accounts.access import PUBLIC, TOKEN
from tests.access.addresses import Address, Row, addresses, line_of, table
from tests.access.planted import leaked
from tests.access.strictness import amiss
from tests.access.visitors import ANONYMOUS
from tests.access.world import World

ALL = addresses()
ROWS = table()
RULES = {address.name: address.rule for address in ALL}


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name or address.route)
def test_every_address_has_a_name_and_a_rule(address: Address) -> None:
    assert address.name, f"the address {address.route!r} has no name"
    assert address.rule, f"the view of {address.name!r} declares no access rule"


def test_every_address_stands_in_the_table() -> None:
    assert sorted({address.name for address in ALL} - {row.name for row in ROWS}) == []


def test_the_table_tells_of_nothing_that_is_gone() -> None:
    assert sorted({row.name for row in ROWS} - {address.name for address in ALL}) == []


def test_no_row_stands_twice() -> None:
    keys = [(row.name, row.obj) for row in ROWS]
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_answers(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=world.objects[row.obj])
    answers = {name: browser.get(address) for name, browser in world.browsers.items()}
    measured = {name: answer.status_code for name, answer in answers.items()}
    unsafe = [f"{name}: {what}" for name, answer in answers.items() for what in amiss(answer)]
    assert not unsafe, unsafe
    told = [f"{name}: {word}" for name, answer in answers.items() for word in leaked(answer, name)]
    assert not told, told
    if RULES[row.name] not in (PUBLIC, TOKEN):
        assert answers[ANONYMOUS]["Location"].startswith(reverse("login") + "?next="), "a stranger is sent to sign in"
    wrong = [f"{name}: {measured[name]}, not {status}" for name, status in row.answers if measured[name] != status]
    assert not wrong, "; ".join(wrong) + f"\nas measured: {line_of(row.name, row.obj, measured)}"
