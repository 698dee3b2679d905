"""Two connections at once: every step of every model a hundred times, every pair of steps of one object ten times."""

import pytest

from tests.preparing import papers_later
from tests.races import needs_postgres
from tests.soak.reporting import report
from tests.steps_at_once.contest import play
from tests.steps_at_once.stories import STORIES
from tests.steps_at_once.taps import tap

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]
TIMES, PAIR_TIMES = 100, 10


@pytest.mark.parametrize("name", STORIES)
def test_one_of_two_gets_through(name: str) -> None:
    with papers_later(), report(f"two connections take a step: {name}") as figures:
        tally = play(STORIES[name], TIMES, PAIR_TIMES)
        figures |= {
            "steps": len(tally.steps),
            "pairs of steps": len(tally.pairs),
            "trials": tally.steps.total() + tally.pairs.total(),
            "one got through": tally.one_won,
            "both, one after the other": tally.both_done,
        }
    assert tally.one_won >= 200


def test_taps_at_two_screens() -> None:
    with papers_later(), report("two screens at one sitting") as figures:
        figures |= tap(TIMES)
    assert figures["one got through"] >= 200
