"""Each trial of the scheduler once, against a real PostgreSQL, Redis, SMTP server and real processes."""

import pytest

from tests.races import needs_postgres
from tests.scheduler import trials

pytestmark = [pytest.mark.django_db(transaction=True), *needs_postgres]


@pytest.mark.parametrize("trial", trials.TRIALS)
def test_each_reminder_goes_out_once(stage, post_office, broker, trial):
    trial(stage, post_office[0], broker)
