"""What is prepared before a test needs no paper: it stays in the outbox, and whoever opens it has it made."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from ranking_portal.workflow import outbox


@contextmanager
def papers_later() -> Iterator[None]:
    """Nothing of the outbox is handed over meanwhile: making the papers of a year takes longer than the year itself."""
    with mock.patch.object(outbox, "deliver", return_value=False):
        yield
