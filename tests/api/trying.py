"""How schemathesis asks the API: in the same process, by the token that opens everything."""

from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application

from tests.api.conftest import Portal

DOCUMENT = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def ask(case: Any, portal: Portal) -> Any:
    """Send what was made up; every check of schemathesis judges the answer (unpacking none, so none is packed)."""
    return case.call_and_validate(headers={"Authorization": f"Bearer {portal.token}", "Accept-Encoding": "identity"})
