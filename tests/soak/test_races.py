"""A hundred races of one confirmation: exactly one wins, the other gets plain words, the journal shows one."""

from datetime import date

import pytest

from ranking.enums import RankingKind
from ranking.models import Ranking
from ranking.services import rankings
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.journal.models import Entry
from ranking_portal.journal.services import broken_link, ref_of
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.conftest import TODAY
from tests.races import needs_postgres, together
from tests.ranking.test_rankings import METHODOLOGY, run
from tests.soak.reporting import report

pytestmark = [pytest.mark.django_db(transaction=True), *needs_postgres]
RACES = 100


def _confirm(ranking: Ranking) -> str:
    try:
        rankings.confirm(ranking, by=SYSTEM)
    except Refused as refusal:
        return refusal.reasons[0]
    return "done"


def test_of_two_confirmations_at_once_one_wins_a_hundred_times() -> None:
    run("load_methodology", METHODOLOGY, "--in-force")
    with report("two connections confirm a ranking") as figures:
        _race()
        figures["trials"] = RACES
    assert broken_link() is None


def _race() -> None:
    for number in range(RACES):
        year = 2022 + number % 5
        factories.complete_card(f"T{number}", year=year)
        primary = Ranking.objects.filter(cycle__year=year, kind=RankingKind.PRIMARY, state="confirmed").exists()
        kind = RankingKind.CLARIFYING if primary else RankingKind.PRIMARY
        made = rankings.calculate(year, kind, date(2025, 1, 1 + number % 28), by=SYSTEM)
        answers = together([lambda one=made: _confirm(one), lambda one=made: _confirm(one)], TODAY)  # type: ignore[misc]
        assert sorted(answer == "done" for answer in answers) == [False, True], answers
        assert any("подтверждено" in answer for answer in answers)
        assert Entry.objects.filter(ref=ref_of(made), action="Подтвердить").count() == 1
