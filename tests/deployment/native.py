"""The services of docker-compose.yml started without containers: their own commands, environment and health checks.

Only addresses are replaced: what is a host name or a folder of a container there is a loopback port or a folder here.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.deployment.compose import ROOT, compose, environment, filled
from tests.scheduler.stage import until

HOST_NAME = "native"
LOG_CHARACTERS = 6000


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Native:
    """The whole installation in one folder. `given` stands over the example settings, `extra` over the environment."""

    def __init__(self, folder: Path, extra: dict[str, str]) -> None:
        self.folder, self.extra = folder, extra
        self.data = folder / "data"
        self.sockets = folder / "postgres"
        self.web_port, self.redis_port, self.figures_port = free_port(), free_port(), free_port()
        self.home = f"http://127.0.0.1:{self.web_port}"
        self.database_url = f"postgres://portal@/{self.sockets}/portal"
        self.given = filled() | {
            "ALLOWED_HOSTS": "localhost",
            "CSRF_TRUSTED_ORIGINS": self.home,
            "PORTAL_URL": self.home,
            "DATABASE_URL": self.database_url,
            "CELERY_BROKER_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "METRICS_TOKEN": "token-of-figures",
        }
        self.services: dict[str, Any] = compose(self.given)["services"]
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def here(self, part: str) -> str:
        """A part of a command with the addresses of this installation; nobody is waited for longer than he needs."""
        moved = part.replace("/tmp", str(self.folder)).replace(":8000", f":{self.web_port}")
        return moved.replace("--timeout 8", "--timeout 2")

    def environment(self, name: str) -> dict[str, str]:
        """The service's environment, and where its programs are found."""
        programs = [Path(sys.executable).parent, postgres_programs()]
        mine = environment(name, self.given) if "environment" in self.services[name] else {}
        mine |= {"PORTAL_DATA_DIR": str(self.data), "WEB_BIND": f"127.0.0.1:{self.web_port}"}
        if mine.get("WORKER_METRICS"):
            mine["WORKER_METRICS"] = f"127.0.0.1:{self.figures_port}"
        mine |= {"HOSTNAME": HOST_NAME, "PGHOST": str(self.sockets)}
        path = ":".join([*map(str, programs), os.environ["PATH"]])
        return {"PATH": path, "HOME": str(self.folder), "LANG": "C.UTF-8", **mine, **self.extra}

    def command(self, name: str) -> list[str]:
        """The service's command, with the folder and the port of this installation."""
        found = [self.here(part) for part in self.services[name]["command"]]
        if name == "postgres":
            found += ["-D", str(self.sockets / "data"), "-k", str(self.sockets), "-c", "listen_addresses="]
        if name == "redis":
            found += ["--port", str(self.redis_port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        if name == "worker":
            found += [f"--hostname=celery@{HOST_NAME}"]
        return found

    def log(self, name: str) -> Path:
        """Where everything that the service says is kept."""
        return self.folder / f"{name}.log"

    def start(self, *names: str) -> None:
        """Start services at once and wait until the health check of each is content, as Compose does."""
        self.begin(*names)
        for name in names:
            until(lambda name=name: self.ended(name) or self.healthy(name), f"health of {name}")  # type: ignore[misc]
            assert not self.ended(name), f"{name} has ended"

    def begin(self, *names: str) -> None:
        """Start services and wait for nothing."""
        for name in names:
            options: dict[str, Any] = as_postgres() if name == "postgres" else {}
            with self.log(name).open("ab") as log:
                self.running[name] = subprocess.Popen(
                    self.command(name), env=self.environment(name), cwd=ROOT, stdout=log, stderr=log, **options
                )

    def ended(self, name: str) -> bool:
        """Whether the service's process is gone."""
        return self.running[name].poll() is not None

    def healthy(self, name: str) -> bool:
        """What the service's own health check says."""
        kind, *words = self.services[name]["healthcheck"]["test"]
        words = [self.here(word) for word in words]
        if name == "redis":
            words[1:1] = ["-p", str(self.redis_port)]
        command = words if kind == "CMD" else ["sh", "-c", *words]
        done = subprocess.run(command, env=self.environment(name), cwd=ROOT, capture_output=True, check=False)
        return done.returncode == 0

    def run(self, name: str) -> None:
        """A service that does one thing and ends."""
        done = subprocess.run(
            self.command(name), env=self.environment(name), cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def stop(self, name: str) -> int:
        """Ask the service to end as Compose asks, and give the status it has ended with."""
        process = self.running.pop(name)
        process.send_signal(signal.Signals[self.services[name].get("stop_signal", "SIGTERM")])
        return process.wait(timeout=60)

    def kill(self, name: str) -> None:
        """As the kernel kills a container: every process of the service at once."""
        process = self.running.pop(name)
        for pid in [process.pid, *_below(process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(timeout=60)

    def end(self) -> None:
        """End everything that still runs, the database last; what was said is shown with a test that failed."""
        for name in reversed(list(self.running)):
            self.stop(name)
        for log in sorted(self.folder.glob("*.log")):
            sys.stderr.write(f"== {log.name}\n{log.read_text(errors='replace')[-LOG_CHARACTERS:]}\n")


def _below(pid: int) -> list[int]:
    """Processes that the process has started, and theirs."""
    try:
        own = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    return [found for child in own for found in (int(child), *_below(int(child)))]


def postgres_programs() -> Path:
    """The newest PostgreSQL of the machine."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: int(found.parent.name))


def as_postgres() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _cluster(native: Native) -> None:
    native.sockets.mkdir()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(native.sockets, owner.pw_uid, owner.pw_gid)
    made = {"capture_output": True, "check": True, "cwd": "/", **as_postgres()}
    user = native.services["postgres"]["environment"]["POSTGRES_USER"]
    folder = str(native.sockets / "data")
    words = ["-D", folder, "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run([str(postgres_programs() / "initdb"), *words], **made)
    with (native.sockets / "data" / "postgresql.conf").open("a") as written:
        written.write("fsync = off\nsynchronous_commit = off\n")


@contextmanager
def installation(extra: dict[str, str]) -> Iterator[Native]:
    """An installation from nothing to all its services, in the order in which they wait for each other."""
    folder = Path(tempfile.mkdtemp(prefix="portal-native."))
    folder.chmod(0o711)
    native = Native(folder, extra)
    native.data.mkdir()
    try:
        _cluster(native)
        native.start("postgres", "redis")
        subprocess.run(
            ["createdb", "-U", "portal", "portal"], env=native.environment("postgres"), capture_output=True, check=True
        )
        native.run("migrate")
        native.start("beat", "web", "worker")
        yield native
    finally:
        native.end()
        shutil.rmtree(folder)
