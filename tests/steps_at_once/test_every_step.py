"""Every step of every model, taken by two connections at the same moment: one gets through, the other is told so.

The suite lets each of them race once; `make soak` a hundred times.
"""

import pytest

from tests.preparing import papers_later
from tests.races import needs_postgres
from tests.steps_at_once.contest import every_step, play
from tests.steps_at_once.rewinding import Kept
from tests.steps_at_once.stories import STORIES
from tests.steps_at_once.taps import tap

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


def test_of_two_who_take_a_step_one_gets_through() -> None:
    raced: set[str] = set()
    with papers_later(), Kept("empty_portal") as empty:
        for story in STORIES.values():
            raced.update(play(story, times=1, pair_times=0).steps)
            empty.rewind()
    assert sorted(every_step() - raced) == [], "give these steps a moment in stories.py"


def test_taps_at_two_screens() -> None:
    with papers_later():
        assert tap(times=1)["one got through"] >= 2
