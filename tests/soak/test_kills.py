"""SIGKILL of web and worker at fifty random moments of a year: after each restart every invariant holds."""

import random
import sys
from datetime import date

import pytest

from tests.deployment.native import Native
from tests.kills.trial import Killer, delivered, holds, repeated
from tests.kills.year import whole
from tests.ranking.test_rankings import METHODOLOGY, run
from tests.scheduler.stage import until
from tests.soak.reporting import report, seed

pytestmark = pytest.mark.postgres
KILLS, ACTS = 50, 38


def test_nothing_is_lost_by_kills(native: Native) -> None:
    sys.stderr.write(f"seed {seed()}\n")
    with report("web and worker killed in a year") as figures:
        run("load_methodology", METHODOLOGY, "--in-force")
        killer = Killer(native, random.Random(seed()))
        acts = killer.lead(KILLS, ACTS)
        figures |= {"kills": killer.struck.total(), "of web": killer.kills["web"], "of worker": killer.kills["worker"]}
        figures |= {"acts of the year": acts, "acts cut off": killer.lost}
        # What a killed worker had taken is free again when its lease has ended.
        killer.on(date(2026, 2, 17))
        killer.rounds()
        until(delivered, "everything posted is delivered")
        holds()
    assert killer.struck.total() == KILLS
    assert whole()
    assert not repeated()
