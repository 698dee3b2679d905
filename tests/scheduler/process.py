"""A real worker or beat as a process of its own, living on a day of the test's choice.

    python -m tests.scheduler.process MOMENT [--stand-before tell|--every SECONDS] worker|beat ...

`--stand-before tell`: stands still in the middle of marking terms, its transaction open, and says so by the file
named in STANDING; `--every`: the beat's rounds come so often.
"""

import os
import sys
import time
from datetime import datetime
from pathlib import Path

import django


def main(arguments: list[str]) -> None:
    """Move the clock, set the trap, and become the Celery process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ranking_portal.settings")
    django.setup()
    from ranking_portal import clock
    from ranking_portal.celery import app

    moment = datetime.fromisoformat(arguments.pop(0))
    ahead = moment - datetime.now(clock.ZONE)
    clock._shift[:] = [lambda: ahead]
    while arguments[0].startswith("--"):
        option, value = arguments.pop(0), arguments.pop(0)
        if option == "--stand-before":
            _stand_before(value)
        else:
            for entry in app.conf.beat_schedule.values():
                entry["schedule"] = float(value)
    app.start(arguments)


def _stand_before(_what: str) -> None:
    from ranking_portal.deadlines import enforcing

    def stand(*args: object) -> None:
        Path(os.environ["STANDING"]).touch()
        time.sleep(3600)

    vars(enforcing)["tell"] = stand


if __name__ == "__main__":
    main(sys.argv[1:])
