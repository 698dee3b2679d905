"""Schemathesis asks the API for long: every operation five hundred times. `make soak SEED=...` repeats a run."""

import os
import sys
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, seed, settings

from tests.api.conftest import Portal, _day, portal
from tests.api.trying import DOCUMENT, ask

__all__ = ["_day", "portal"]
pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("SEED") or 20260224)


@DOCUMENT.parametrize()
@seed(SEED)
@settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_it_does_what_the_document_says(case: schemathesis.Case[Any], portal: Portal) -> None:
    ask(case, portal)


def test_the_seed_is_told() -> None:
    sys.stderr.write(f"seed {SEED}\n")
