"""Each trial of the scheduler once, against a real PostgreSQL, Redis, SMTP server and real processes."""

import pytest

from tests.races import needs_postgres
from tests.scheduler import trials

pytestmark = [pytest.mark.django_db(transaction=True), *needs_postgres]


@pytest.mark.parametrize(
    "trial",
    [
        trials.killed_while_enforcing,
        trials.killed_while_sending,
        trials.beat_stopped_for_three_days,
        trials.two_beats_at_once,
        trials.mail_refused_then_taken,
    ],
)
def test_each_reminder_goes_out_once(stage, post_office, trial):
    trial(stage, post_office[0])


def test_an_emptied_broker_loses_nothing(stage, post_office, broker):
    trials.broker_emptied(stage, post_office[0], broker)
