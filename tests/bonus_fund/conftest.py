"""The year in which proposals are written."""

from typing import Any

import pytest

from ranking_portal import clock
from tests.bonus_fund.year import ACKNOWLEDGED, acknowledged_year


@pytest.fixture
def year() -> Any:
    """Everybody has his notice; it is 13 February 2026."""
    made = acknowledged_year()
    with clock.at(ACKNOWLEDGED):
        yield made
