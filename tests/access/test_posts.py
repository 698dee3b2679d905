"""Who may send something where: role x address for POST, beside the table of who may look (posts.csv, kept by hand).

"+" is let through: to the form or the step, which then judges what was sent, or to a page that only shows and answers
as to a link ("only_shows": tried by one of each answer). A number is the refusal. An address that is not listed lets
nobody through. Everything is sent empty, and undone.
"""

import copy
import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.addresses import Row, table
from tests.access.visitors import VISITORS
from tests.access.world import World

LISTED = Path(__file__).with_name("posts.csv")
THROUGH = "+"
# A paper that a worker has not made yet.
NOT_MADE_YET = 503
REFUSED = (401, 403, 404, 405)
ROWS = [row for row in table() if not row.name.startswith("api:v1:")]


def _listed() -> dict[tuple[str, str], dict[str, str]]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != ("address", "object", "only_shows", *VISITORS):
            raise ValueError(f"columns of {LISTED.name} must be: address,object,only_shows,{','.join(VISITORS)}")
        return {(line["address"], line["object"]): _asked(line) for line in reader}


def _asked(line: dict[str, str]) -> dict[str, str]:
    """Who is tried, and what is expected: everybody, or the first of each answer where the page only shows."""
    first = {answer: name for name, answer in reversed([(name, line[name]) for name in VISITORS])}
    return {name: line[name] for name in VISITORS if not line["only_shows"] or name in first.values()}


EXPECTED = _listed()


def test_only_addresses_of_the_table_are_listed() -> None:
    assert sorted(set(EXPECTED) - {(row.name, row.obj) for row in ROWS}) == []


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_is_let_through(row: Row, world: World) -> None:
    address = reverse(row.name, kwargs=world.objects[row.obj])
    expected = EXPECTED.get((row.name, row.obj), {})
    measured = {name: _sent(world.browsers[name], address) for name in expected or VISITORS}
    assert measured == expected or (not expected and THROUGH not in measured.values()), _line(row, measured)


def _sent(browser: Client, address: str) -> str:
    """The answer to an empty form; nothing of it stays, neither in the database nor in the browser."""
    cookies = copy.deepcopy(browser.cookies)
    with transaction.atomic():
        answer: Any = browser.post(address)
        transaction.set_rollback(True)
    browser.cookies = cookies
    assert answer.status_code in (NOT_MADE_YET, *range(500)), answer.status_code
    if answer.status_code in REFUSED or answer.get("Location", "").startswith(reverse("login")):
        return str(answer.status_code)
    return THROUGH


def _line(row: Row, measured: dict[str, str]) -> str:
    """A line of the table, to be judged by a human before it is put there."""
    return "as measured: " + ",".join([row.name, row.obj, "", *(measured.get(name, "") for name in VISITORS)])
