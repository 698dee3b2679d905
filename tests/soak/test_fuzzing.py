"""Two thousand hostile submissions over every address that takes a POST, by those who may send there."""

import sys

import pytest

from tests.access.addresses import table
from tests.fuzzing.sending import fuzz
from tests.soak.reporting import report, seed

pytestmark = pytest.mark.django_db
TIMES = 2_000


def test_nothing_that_is_sent_breaks_a_page() -> None:
    sys.stderr.write(f"seed {seed()}\n")
    with report("hostile submissions to every form") as figures:
        trial = fuzz(table(), times=TIMES, visitors=3, seed=seed())
        figures |= {
            "submissions": trial.sent,
            "forms and addresses": len(trial.targets),
            "answers by status": dict(sorted(trial.answers.items())),
            "faults": sorted(trial.faults),
        }
        assert trial.sent >= TIMES
        assert not trial.faults, "\n\n".join(f"{what}\n{how}" for what, how in trial.faults.items())
