"""Each trial of the scheduler fifty times (ten without a broker): processes meet at another moment each time."""

import pytest

from tests.races import needs_postgres
from tests.scheduler import embedded, trials
from tests.soak.reporting import report

TIMES, TIMES_EMBEDDED = 50, 10


class TestFullMode:
    """PostgreSQL, Redis, workers and beats."""

    pytestmark = [pytest.mark.django_db(transaction=True), *needs_postgres]

    @pytest.mark.parametrize("time", range(TIMES))
    @pytest.mark.parametrize("trial", trials.TRIALS)
    def test_each_reminder_goes_out_once(self, stage, post_office, broker, trial, time):
        with report("reminders beside killed workers, PostgreSQL and Redis") as figures:
            trial(stage, post_office[0], broker)
            figures["trials"] = 1


class TestEmbeddedMode:
    """An SQLite file, a broker of folders, a worker that is its own beat."""

    pytestmark = [pytest.mark.django_db]

    @pytest.mark.parametrize("time", range(TIMES_EMBEDDED))
    @pytest.mark.parametrize("trial", embedded.TRIALS)
    def test_each_reminder_goes_out_once(self, embedded_stage, post_office, trial, time):
        with report("reminders beside killed workers, embedded") as figures:
            trial(embedded_stage, post_office[0])
            figures["trials"] = 1
