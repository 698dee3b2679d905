"""The only door to Celery: tasks that bear being run twice, by two at once, and killed halfway.

What is to be done stands in the database; a task only says "look now". So none carries a time to run at, none keeps a
result, and one that nobody took in time is not worth taking.
"""

import logging
from collections.abc import Callable
from typing import Any, cast

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def task(function: Callable[..., Any]) -> Any:
    """A background task, taken off the queue only when it is done; a killed worker's task goes to another."""
    return cast(Any, shared_task)(acks_late=True, reject_on_worker_lost=True, ignore_result=True)(function)


def wake(name: str, *args: Any, expires: int) -> bool:
    """Ask a worker to run a task now; False where no broker answers (the beat's next round does it then)."""
    try:
        current_app.send_task(name, args=args, expires=expires, retry=False, ignore_result=True)
    except (OperationalError, OSError):
        logger.warning("no broker answers: %s waits for the next round", name)
        return False
    return True
