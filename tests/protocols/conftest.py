"""The council at its desk, and a ranking to decide on."""

import pytest

from ranking.models import Ranking
from tests.protocols.council import Council, confirmed_ranking, council

EIGHT = ("A1", "B2", "C3", "D4", "E5", "F6", "G7", "H8")


@pytest.fixture
def small_council(db: None) -> Council:
    """Nine members, a secretary, their accounts."""
    return council()


@pytest.fixture
def ranking(db: None) -> Ranking:
    """Eight eligible projects and one without money, ranked and confirmed."""
    return confirmed_ranking(*EIGHT, refused=("X9",))
