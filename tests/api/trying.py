"""How schemathesis asks the API: in the same process, by the token that opens everything."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tests.api.conftest import Portal

DOCUMENT = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
# The token is ours to give: a made-up one, or none, would be replaced by it anyway.
DOCUMENT.config.generation.update(with_security_parameters=False)


def ask(case: Any, portal: Portal) -> Any:
    """Send what was made up; every check of schemathesis judges the answer (unpacking none, so none is packed)."""
    with _one_connection():
        return case.call_and_validate(
            headers={"Authorization": f"Bearer {portal.token}", "Accept-Encoding": "identity"}
        )


@contextmanager
def _one_connection() -> Iterator[None]:
    """A request ends with its connection; the test's own, in whose transaction everything stands, must outlive it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
