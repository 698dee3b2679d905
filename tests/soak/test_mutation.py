"""A rule that has gone wrong turns a test red: mutants of every room, drawn from the seed."""

import sys
from pathlib import Path

import pytest

from tests.mutation.ground import ROOMS
from tests.mutation.trial import meet
from tests.soak.reporting import report, seed

MUTANTS = 60


@pytest.mark.parametrize("room", ROOMS)
def test_a_changed_rule_is_noticed(room: str, tmp_path: Path) -> None:
    sys.stderr.write(f"seed {seed()}\n")
    with report(f"changed rules noticed: {room}") as figures:
        figures |= meet(room, seed(), MUTANTS, tmp_path)
    assert figures["survivors"] == []
