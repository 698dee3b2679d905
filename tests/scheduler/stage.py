"""Processes, a mail server and a broker of a trial: started, killed, looked at."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from django.conf import settings

PATIENCE_SECONDS = 90
STEP_SECONDS = 0.05
LOG_CHARACTERS = 6000


def until(true: Callable[[], bool], what: str) -> None:
    """Wait until it is true; fail with what was awaited."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(STEP_SECONDS)


class MailServer:
    """A real SMTP server in a thread: takes letters, refuses them, or holds its answer back."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []  # recipient, message id
        self.refusing = False
        self.answers = threading.Event()
        self.answers.set()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """A letter has been read whole."""
        if self.refusing:
            return "451 try again later"
        text = envelope.content.decode("utf-8", "replace").replace("\r\n ", " ")
        message_id = next(line.split(":", 1)[1].strip() for line in text.splitlines() if line.startswith("Message-ID"))
        self.taken.append((envelope.rcpt_tos[0], message_id))
        while not self.answers.is_set():
            await _moment()
        return "250 taken"


async def _moment() -> None:
    import asyncio

    await asyncio.sleep(STEP_SECONDS)


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, str]]:
    """The server and its EMAIL_URL."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    handler = MailServer()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, f"smtp://127.0.0.1:{port}"
    finally:
        handler.answers.set()
        controller.stop()


class Stage:
    """Starts portal processes on the trial's database, broker and mail server."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []
        self.standing = folder / "standing"
        self.environment = {
            **os.environ,
            "PORTAL_DATA_DIR": str(folder / "data"),
            "PORTAL_URL": "https://portal.test",
            "STANDING": str(self.standing),
            **environment,
        }

    def start(self, moment: datetime, *arguments: str, options: tuple[str, ...] = ()) -> subprocess.Popen[bytes]:
        """A process that lives at `moment`."""
        command = [sys.executable, "-m", "tests.scheduler.process", moment.isoformat(), *options, *arguments]
        log = (self.folder / f"process-{len(self.started)}.log").open("wb")
        made = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, cwd=settings.BASE_DIR)
        self.started.append(made)
        return made

    def worker(self, moment: datetime, *, options: tuple[str, ...] = (), extra: tuple[str, ...] = ()) -> Any:
        """A worker of both queues that does one thing at a time."""
        quiet = ("--loglevel=INFO", "--without-gossip", "--without-mingle", "--without-heartbeat")
        queues = ("-Q", "enforcement,documents")
        name = f"{len(self.started)}@trial"
        return self.start(moment, "worker", "--pool", "solo", "-n", name, *queues, *quiet, *extra, options=options)

    def beat(self, moment: datetime) -> Any:
        """A beat whose rounds come every second and a half."""
        schedule = self.folder / f"beat-{len(self.started)}"
        return self.start(moment, "beat", "--schedule", str(schedule), "--pidfile=", options=("--every", "1.5"))

    def rounds(self) -> int:
        """How many rounds of enforcing the workers have ended, by their logs."""
        logs = [path.read_text(errors="replace") for path in self.folder.glob("process-*.log")]
        lines = [line for log in logs for line in log.splitlines()]
        return sum("deadlines.tasks.enforce" in line and "succeeded" in line for line in lines)

    @staticmethod
    def kill(process: subprocess.Popen[bytes]) -> None:
        """As the kernel kills: at once; a beat inside a worker goes with it, or it would outlive the trial."""
        inside = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        process.send_signal(signal.SIGKILL)
        process.wait()
        for child in inside:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

    def stop(self) -> None:
        """End everything that still runs; what it said is shown with a test that failed."""
        for process in self.started:
            if process.poll() is None:
                self.kill(process)
        for path in sorted(self.folder.glob("process-*.log")):
            sys.stderr.write(f"== {path.name}\n{path.read_text(errors='replace')[-LOG_CHARACTERS:]}\n")
