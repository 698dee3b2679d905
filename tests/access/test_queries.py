"""How often each page asks the database: a list kept by hand, so that growth is seen where it is agreed to.

A page is asked by the visitor who sees most of it, when what is kept until the journal grows has been read. That a file
was downloaded is told in the journal: nothing is kept for it, and its four statements are counted with it. What only
bounds a transaction asks nothing and is not counted.
"""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from protocols.models import Document
from ranking_portal.journal import standing
from ranking_portal.journal.services import head_hash
from tests.access.addresses import table
from tests.access.more import entries, more
from tests.access.world import World

LISTED = Path(__file__).with_name("queries.csv")
# A file that is a bundle of tables, or that reads much anew, may ask more: its line says why.
MOST, MOST_OF_FILE = 12, 25
NOT_ASKED = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
# Lists of the portal, by the name of the address and the key of its object.
GROWING = (
    ("home", ""),
    ("cycle", "year"),
    ("deadlines", ""),
    ("inbox", ""),
    ("outbox", ""),
    ("journal:list", ""),
    ("accounts:list", ""),
    ("directory:organizations", ""),
    ("directory:people", ""),
    ("projects:list", ""),
    ("projects:quality", ""),
    ("projects:infrastructure", "year"),
    ("projects:imports", ""),
    ("ranking:index", ""),
    ("ranking:methodologies", ""),
    ("protocols:index", ""),
    ("protocols:council", ""),
    ("protocols:dispatches", ""),
    ("bonus_fund:proposals", ""),
    ("bonus_fund:checks", ""),
    ("bonus_fund:registers", ""),
)


def _listed() -> list[dict[str, str]]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _asked(browser: Client, address: str, **query: str) -> tuple[HttpResponse, int]:
    with CaptureQueriesContext(connection) as made:
        answer: Any = browser.get(address, query)
    return answer, sum(not one["sql"].startswith(NOT_ASKED) for one in made.captured_queries)


def _counted(browser: Client, address: str) -> tuple[int, int]:
    """Status and queries: the second time and made anew; the first time, with nothing kept, of what the journal tells.

    A paper that is stored when it is first asked for is asked for again.
    """
    standing.forget()
    head, papers = head_hash(), Document.objects.count()
    answer, queries = _asked(browser, address)
    if head_hash() == head:
        answer, queries = _asked(browser, address, made="anew")
    elif Document.objects.count() > papers:
        standing.forget()
        answer, queries = _asked(browser, address)
    return answer.status_code, queries


def test_every_page_that_somebody_is_shown_is_listed_once() -> None:
    shown = [(row.name, row.obj) for row in table() if any(status == 200 for _, status in row.answers)]
    listed = [(line["address"], line["object"]) for line in _listed()]
    assert sorted(set(shown) - set(listed)) == []
    assert sorted(set(listed) - set(shown)) == []
    assert len(listed) == len(set(listed))


def test_only_files_may_ask_more_and_say_why() -> None:
    lines = [(line["address"], int(line["queries"]), line["why"]) for line in _listed()]
    dear = [name for name, queries, why in lines if queries > (MOST_OF_FILE if why else MOST)]
    assert dear == []


@pytest.mark.django_db
def test_no_page_asks_more_than_is_listed(world: World) -> None:
    more = []
    for line in _listed():
        address = reverse(line["address"], kwargs=world.objects[line["object"]])
        status, queries = _counted(world.browsers[line["visitor"]], address)
        if status != 200 or queries > int(line["queries"]):
            more.append(f"{line['address']} [{line['object']}]: {status}, {queries} queries, not {line['queries']}")
    assert more == []


@pytest.mark.django_db
def test_no_list_asks_more_where_it_is_three_times_as_long(world: World) -> None:
    visitors = {(line["address"], line["object"]): line["visitor"] for line in _listed()}
    addresses = {reverse(name, kwargs=world.objects[obj]): world.browsers[visitors[name, obj]] for name, obj in GROWING}
    entries(5)
    few = {address: _counted(browser, address) for address, browser in addresses.items()}
    more()
    many = {address: _counted(browser, address) for address, browser in addresses.items()}
    assert many == few
