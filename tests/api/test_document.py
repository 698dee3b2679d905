"""The OpenAPI document is a right one, and the API does what it says: schemathesis asks, a little each time."""

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
def test_it_does_what_the_document_says(case: schemathesis.Case, portal: Portal) -> None:
    ask(case, portal)
