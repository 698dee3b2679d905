"""Two office workers save an edition at the same moment."""

from datetime import date
from typing import Any

import pytest

from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.regulation.edition import EditionError
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.services import load
from tests.races import needs_postgres, together
from tests.regulation.conftest import entry

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


def test_one_version_is_made_and_the_other_worker_is_told(plain: dict[str, Any]) -> None:
    def act() -> str:
        try:
            _, made = load(plain, SYSTEM)
        except EditionError as refusal:
            return refusal.reasons[0]
        return "made" if made else "there already"

    entry(plain, "parameters", "max_projects")["value"] = 5
    answers = together([act, act, act], date(2026, 2, 9))
    assert answers.count("made") == 1
    assert all(answer in ("made", "there already") or "одновременно" in answer for answer in answers)
    assert StoredEdition.objects.filter(in_force_from="2022-10-10").count() == 2
