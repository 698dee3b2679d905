"""A worker that stands still in the middle of writing an import, its transaction open, until it is killed.

python -m tests.projects.standing MOMENT KEY_OF_IMPORT FILE_THAT_SAYS_SO
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

import django


def main(moment: str, pk: str, standing: str) -> None:
    """Lease the import, write everything, and stand before the last word."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
    django.setup()
    from projects.importing import applying
    from projects.services import imports
    from ranking_portal import clock

    def stand(*args: object) -> None:
        Path(standing).touch()
        time.sleep(3600)

    vars(applying)["_tell"] = stand
    with clock.at(datetime.fromisoformat(moment)):
        imports.run(int(pk))


if __name__ == "__main__":
    main(*sys.argv[1:])
