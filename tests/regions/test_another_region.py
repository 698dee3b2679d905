"""Another region is a matter of data: its year runs to the end in a process that only PORTAL_REGION tells of it."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

YEAR = Path(__file__).parent / "year_of_zauralye.py"


def test_the_year_of_another_region_runs_by_its_data_alone(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DATABASE_URL", "COV"))}
    env = kept | {"PORTAL_REGION": "zauralye", "PORTAL_DATA_DIR": str(tmp_path), "CELERY_BROKER_URL": ""}
    command = [
        sys.executable,
        "-m",
        "pytest",
        str(YEAR),
        "-q",
        "-n",
        "0",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "2 passed" in done.stdout
