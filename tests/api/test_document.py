"""The OpenAPI document is a right one, and the API does what it says: schemathesis asks, a little each time."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.api.conftest import EVERYTHING, Portal
from tests.api.trying import DOCUMENT, ask

pytestmark = pytest.mark.django_db


def test_the_document_is_valid_and_names_every_address() -> None:
    DOCUMENT.validate()
    paths = DOCUMENT.raw_schema["paths"]
    assert {path.split("/")[3] for path in paths} == set(EVERYTHING)
    assert all(set(methods) == {"get"} for methods in paths.values())
    for methods in paths.values():
        assert set(methods["get"]["responses"]) == {"200", "401", "403", "404", "422", "429"}
        assert methods["get"]["security"] == [{"Token": []}]
    assert DOCUMENT.raw_schema["components"]["securitySchemes"] == {"Token": {"type": "http", "scheme": "bearer"}}


@DOCUMENT.parametrize()
@settings(max_examples=15, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_it_does_what_the_document_says(case: schemathesis.Case[Any], portal: Portal) -> None:
    ask(case, portal)


def test_what_exists_is_told_as_the_document_says(portal: Portal) -> None:
    """Made-up keys seldom hit: the real ones are asked for too."""
    real: dict[str, dict[str, Any]] = {
        "projects/{year}/{code}": {"year": 2025, "code": "A1"},
        "rankings/{key}": {"key": portal.ranking.pk},
        "protocols/{key}": {"key": portal.year.protocol.pk},
        "forwarded/{year}/{ordinal}": {"year": 2025, "ordinal": 1},
    }
    assert set(real) == {path.removeprefix("/api/v1/") for path in DOCUMENT.raw_schema["paths"] if "{" in path}
    for path, keys in real.items():
        case = DOCUMENT[f"/api/v1/{path}"]["GET"].Case(path_parameters=keys)
        assert ask(case, portal).status_code == 200
