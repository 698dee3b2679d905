"""The broker of the embedded mode: kombu's folders, with every file put, taken and rewritten in one motion.

kombu's own transport opens a message's file and then writes it, and rewrites the list of queues in place: a worker
that looks in between reads an empty file and dies (celery/kombu issue 1551). Two workers started at once lost the
queues to each other so. Here a file appears whole under its name, and whoever renames a message first has it.
"""

import fcntl
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

TAKEN, MESSAGE = ".taken", ".msg"


def put_whole(path: Path, value: object) -> None:
    """Write JSON so that nobody ever sees a part of it; raises OSError."""
    half = path.with_name(f".{uuid.uuid4()}.half")
    half.write_text(dumps(value), encoding="utf-8")
    half.replace(path)


class Channel(filesystem.Channel):
    """Messages and lists of queues in folders."""

    def _put(self, queue: str, payload: Any, **_: Any) -> None:  # type: ignore[override]  # kombu itself differs
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}{MESSAGE}"
        put_whole(Path(self.data_folder_out) / name, payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The oldest message of the queue; raises Empty."""
        for name in sorted(os.listdir(self.data_folder_in)):
            if name.partition(".")[2] != f"{queue}{MESSAGE}":
                continue
            path = Path(self.data_folder_in) / name
            taken = path.with_name(f".{name}{TAKEN}")
            try:
                path.rename(taken)
            except FileNotFoundError:  # another worker was quicker
                continue
            payload = loads(taken.read_text(encoding="utf-8"))
            taken.unlink()
            return payload
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        with self._alone():
            table = self.get_table(exchange)
            row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
            if row not in table:
                put_whole(self._exchange_file(exchange), [row, *table])

    def _delete(self, queue: str, exchange: str, routing_key: str, pattern: str, *_: Any, **__: Any) -> None:
        self._purge(queue)
        with self._alone():
            table = self.get_table(exchange)
            row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
            if row in table:
                put_whole(self._exchange_file(exchange), [each for each in table if each != row])

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Inside, no other process changes a list of queues; the kernel lets go of the lock of one that was killed."""
        with (self.control_folder / ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """`filesystem://` as the portal uses it."""

    Channel = Channel
