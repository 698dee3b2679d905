"""Hostile submissions to some addresses; `make soak` sends two thousand to all of them."""

import random

import pytest

from tests.access.addresses import table
from tests.fuzzing.sending import fuzz

pytestmark = pytest.mark.django_db
ROWS, TIMES, SEED = 15, 60, 20260209


def test_nothing_that_is_sent_breaks_a_page() -> None:
    trial = fuzz(random.Random(SEED).sample(table(), ROWS), times=TIMES, visitors=1, seed=SEED)
    assert trial.sent >= TIMES
    assert not trial.faults, "\n\n".join(f"{what}\n{how}" for what, how in trial.faults.items())
