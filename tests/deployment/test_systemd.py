"""The units of systemd start the very processes of docker-compose.yml, confined as far as systemd can."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deployment.compose import ROOT, compose, filled

UNITS = ROOT / "deploy/systemd"
SERVICES = sorted(path.name for path in UNITS.glob("*.service"))
PROGRAMS = "/opt/ranking-portal/.venv/bin/"
# By systemd's own measure from 0 (confined) to 10 (open), in tenths.
MOST_OPEN = 20
has_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")


def text_of(unit: str) -> str:
    return (UNITS / unit).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "beat"])
def test_a_unit_starts_what_the_container_starts(name):
    started = re.search(r"^ExecStart=(.*)$", text_of(f"portal-{name}.service"), re.MULTILINE)
    assert started
    words = shlex.split(started[1].replace("${TASK_WORKERS}", filled()["TASK_WORKERS"]))
    words[0] = words[0].removeprefix(PROGRAMS)
    assert words == compose(filled())["services"][name]["command"]


@pytest.fixture
def placed(tmp_path: Path) -> Path:
    """The units as they would lie on a machine where the portal is installed."""
    for path in UNITS.glob("portal-*"):
        # What they name must be there to be checked: the programs of this machine stand for those of the portal.
        text = path.read_text(encoding="utf-8").replace(f"ExecStart={PROGRAMS}", "ExecStart=/usr/bin/env ")
        (tmp_path / path.name).write_text(text.replace("User=portal\nGroup=portal\n", ""), encoding="utf-8")
    return tmp_path


@has_systemd
def test_systemd_understands_every_unit(placed):
    units = sorted(str(path) for path in placed.iterdir())
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if "portal-" in line]
    assert not said
    assert done.returncode == 0, done.stderr


@has_systemd
@pytest.mark.parametrize("unit", SERVICES)
def test_a_unit_is_confined(unit):
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_OPEN}", "--no-pager"]
    done = subprocess.run([*command, str(UNITS / unit)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_both_proxies_agree():
    lines = [
        {line.strip() for line in (ROOT / "deploy" / name).read_text(encoding="utf-8").splitlines()}
        for name in ("nginx.conf", "systemd/nginx-portal.conf")
    ]
    kept = ("proxy_set_header", "client_max_body_size", "ssl_protocols", "ssl_ciphers", "location = /")
    told = [{line for line in each if line.startswith(kept) and "/healthz" not in line} for each in lines]
    assert told[0] == told[1]
