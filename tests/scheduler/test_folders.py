"""The broker of folders under several hands at once: nothing is lost, nobody reads half a file."""

import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu.connection import Connection
from kombu.entity import Queue

from ranking_portal import folders

HANDS, LETTERS = 6, 40


def connection(folder: Path) -> Connection:
    """A broker of its own in this folder."""
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(folder)}
    return Connection("filesystem://", transport=folders.Transport, transport_options=options)


def at_once(jobs: list[Any]) -> list[str]:
    """Run the jobs together; what went wrong in them."""
    start, wrong = threading.Barrier(len(jobs)), []

    def run(job: Any) -> None:
        start.wait()
        try:
            job()
        except Exception as error:
            wrong.append(repr(error))

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


@pytest.mark.parametrize("attempt", range(3))
def test_workers_that_start_at_once_lose_no_queue(tmp_path: Path, attempt: int) -> None:
    brokers = [connection(tmp_path) for _ in range(HANDS)]
    channels = [broker.channel() for broker in brokers]
    names = [f"queue-{number}" for number in range(HANDS)]
    binds = [
        lambda channel=channel, name=name: channel._queue_bind("all", name, "", name)
        for channel, name in zip(channels, names, strict=True)
    ]
    assert at_once(binds) == []
    assert sorted(row.queue for row in channels[0].get_table("all")) == names


def test_each_message_is_taken_whole_and_once(tmp_path: Path) -> None:
    queue, taken, written = Queue("documents"), [], threading.Event()
    writer = connection(tmp_path).channel()
    readers = [connection(tmp_path).channel() for _ in range(HANDS)]
    queue(writer).declare()

    def write() -> None:
        for number in range(LETTERS):
            writer._put("documents", {"body": f"{number} " * 5000})
        written.set()

    def read(channel: Any) -> None:
        over = False
        while not over:
            over = written.is_set()
            with suppress(Empty):
                taken.append(channel._get("documents")["body"].split()[0])
                over = False

    assert at_once([write, *(lambda channel=channel: read(channel) for channel in readers)]) == []
    assert sorted(taken, key=int) == [str(number) for number in range(LETTERS)]
    assert not list(tmp_path.glob("*.msg"))
    assert not list(tmp_path.glob(".*.taken"))
