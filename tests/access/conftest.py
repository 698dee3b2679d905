"""One world for a module of tests: it is rolled back when the module ends."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction

from ranking_portal import clock
from tests.access.world import World, build
from tests.conftest import TODAY


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, made on the day of the tests."""
    with django_db_blocker.unblock(), transaction.atomic(), patch("weasyprint.HTML.write_pdf", _words_of_it):
        with clock.at(TODAY):
            made = build()
        yield made
        transaction.set_rollback(True)


def _words_of_it(paper: Any, **options: Any) -> bytes:
    """Who may have a paper, and what it tells him, is the same without its pages being laid out."""
    return b"%PDF-" + "".join(paper.etree_element.itertext()).encode()
