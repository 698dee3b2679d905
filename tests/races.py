"""What tests of races share: they need a database with row locks and several connections."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from ranking_portal import clock

Answer = TypeVar("Answer")
PATIENCE_SECONDS = 20

needs_postgres = [
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time and no row locks"),
]


def together(acts: Sequence[Callable[[], Answer]], day: date) -> list[Answer]:
    """Do all the acts at the same moment of `day`, each in its own thread and connection; their answers in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Answer]) -> Answer:
        try:
            start.wait(timeout=PATIENCE_SECONDS)
            with clock.at(day):
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as racers:
        return list(racers.map(run, acts))
