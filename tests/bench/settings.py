"""Settings of the portal with the bare pages beside its own: one server, one chain of middleware for both."""

from ranking_portal.settings import *  # noqa: F403
from ranking_portal.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "templates")  # type: ignore[attr-defined]
