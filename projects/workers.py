"""Who works at imports: a worker where one runs, else whoever asks, at once.

In full mode there always is one. Embedded, its scheduler leaves a mark in the data directory every minute.
"""

import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings

from ranking_portal import clock
from ranking_portal.scheduling import wake

RUN = "projects.tasks.run_import"
EXPIRES_SECONDS = 60
HEARD_OF = timedelta(minutes=3)


def _mark() -> Path:
    return Path(settings.DATA_DIR) / "worker-seen"


def here() -> None:
    """A worker says that it is there."""
    path = _mark()
    path.touch()
    os.utime(path, (clock.now().timestamp(),) * 2)


def there() -> bool:
    """Whether a worker runs."""
    if settings.DELIVER_BY_WORKER:
        return True
    path = _mark()
    if not path.exists():
        return False
    return abs(clock.now().timestamp() - path.stat().st_mtime) < HEARD_OF.total_seconds()


def start(pk: int) -> None:
    """Have the next step of an import done."""
    if there():
        wake(RUN, pk, expires=EXPIRES_SECONDS)
    else:
        import_module("projects.services.imports").run(pk)
