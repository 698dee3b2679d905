"""Schemathesis asks the API for long: every operation five hundred times. `make soak SEED=...` repeats a run."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, seed, settings

from tests.api.conftest import Portal, _day, portal
from tests.api.trying import DOCUMENT, ask
from tests.soak.reporting import report

__all__ = ["_day", "portal"]
pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("SEED") or 20260224)
EXAMPLES = 500


@pytest.fixture(autouse=True)
def _told(request: pytest.FixtureRequest) -> Iterator[None]:
    failed = request.session.testsfailed
    with report("questions to the API") as figures:
        yield
        figures |= {"operations": 1, "questions": EXAMPLES, "failed": request.session.testsfailed > failed}


@DOCUMENT.parametrize()
@seed(SEED)
@settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_it_does_what_the_document_says(case: schemathesis.Case[Any], portal: Portal) -> None:
    ask(case, portal)
