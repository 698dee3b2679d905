"""Some of the same trials in embedded mode, each once, with real processes: an SQLite file, a broker of folders."""

import pytest
from django.db import connection

from tests.scheduler import embedded

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the run on SQLite makes these trials"),
]


@pytest.mark.parametrize("trial", embedded.SAMPLE)
def test_each_reminder_goes_out_once(embedded_stage, post_office, trial):
    trial(embedded_stage, post_office[0])
