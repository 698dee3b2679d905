"""Uploaded workbooks between the preview and the confirmation: a file on disk, its token in the user's session."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from ranking_portal import clock

KEPT_SECONDS = 24 * 60 * 60


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _path(token: str) -> Path:
    return _folder() / f"{token}.upload"


def keep(content: bytes) -> str:
    """Store the content for a day and return its token; forgotten files of others go at the same time."""
    oldest = clock.now().timestamp() - KEPT_SECONDS
    for path in _folder().glob("*.upload"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
    token = secrets.token_hex(16)
    path = _path(token)
    path.touch(mode=0o600)
    path.write_bytes(content)
    os.utime(path, (clock.now().timestamp(),) * 2)
    return token


def content_of(token: str) -> bytes | None:
    """What was stored under a token that the session itself has named, or None once it is gone."""
    path = _path(token)
    return path.read_bytes() if path.exists() else None


def forget(token: str) -> None:
    """Remove the file."""
    _path(token).unlink(missing_ok=True)
