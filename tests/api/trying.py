"""How schemathesis asks the API: in the same process, by the token that opens everything, often about what exists."""

from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application

from tests.api.conftest import Portal

DOCUMENT = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def ask(case: Any, portal: Portal) -> None:
    """Send what was made up, and the same to a real object; every check of schemathesis judges the answers."""
    headers = {"Authorization": f"Bearer {portal.token}"}
    case.call_and_validate(headers=headers)
