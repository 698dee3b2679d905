"""Figures of a long trial, kept for the report: a JSON file each, in the folder that SOAK_REPORT names."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Any

DEFAULT_SEED = 20260209


def seed() -> int:
    """The seed of the run: SEED, or the usual one."""
    return int(os.environ.get("SEED") or DEFAULT_SEED)


@contextmanager
def report(title: str) -> Iterator[dict[str, Any]]:
    """Put the figures of the trial into the dictionary; they are kept with the seconds even where the trial fails.

    Trials of one title are told together: their numbers are added up.
    """
    figures: dict[str, Any] = {}
    begun, passed = time.monotonic(), False
    try:
        yield figures
        passed = True
    finally:
        passed = passed and not figures.pop("failed", False)
        told = {"title": title, "passed": passed, "seconds": time.monotonic() - begun, "figures": figures}
        if folder := os.environ.get("SOAK_REPORT"):
            handle, name = mkstemp(".json", dir=folder)
            os.close(handle)
            Path(name).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
