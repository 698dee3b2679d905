"""The only door to Celery: tasks that bear being run twice, by two at once, and killed halfway.

What is to be done stands in the database; a task only says "look now". So none carries a time to run at, none keeps a
result, and one that nobody took in time is not worth taking.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)
# A broker that has not answered is left alone so long: a page that tells a hundred people waits for it once.
LEFT_ALONE_SECONDS = 30


@dataclass
class _Broker:
    """Until when this process asks the broker nothing, by the monotonic clock."""

    left_alone_until: float = 0


_broker = _Broker()


def task(function: Callable[..., Any]) -> Any:
    """A background task, taken off the queue only when it is done; a killed worker's task goes to another."""
    return cast(Any, shared_task)(acks_late=True, reject_on_worker_lost=True, ignore_result=True)(function)


def wake(name: str, *args: Any, expires: int) -> bool:
    """Ask a worker to run a task now; False where no broker answers (the beat's next round does it then)."""
    if time.monotonic() < _broker.left_alone_until:
        return False
    try:
        current_app.send_task(name, args=args, expires=expires, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        _broker.left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
        logger.warning("no broker answers: %s waits for the next round", name)
        return False
    return True
