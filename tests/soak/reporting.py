"""Figures of a long trial, kept for the report: one JSON file each, in the folder that SOAK_REPORT names."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DEFAULT_SEED = 20260209


def seed() -> int:
    """The seed of the run: SEED, or the usual one."""
    return int(os.environ.get("SEED") or DEFAULT_SEED)


@contextmanager
def report(title: str) -> Iterator[dict[str, Any]]:
    """Put the figures of the trial into the dictionary; they are kept with the minutes even where the trial fails."""
    figures: dict[str, Any] = {}
    begun, passed = time.monotonic(), False
    try:
        yield figures
        passed = True
    finally:
        told = {"title": title, "passed": passed, "seconds": round(time.monotonic() - begun), "figures": figures}
        if folder := os.environ.get("SOAK_REPORT"):
            name = "".join(letter if letter.isalnum() else "-" for letter in title)
            path = Path(folder) / f"{name}.json"
            path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
