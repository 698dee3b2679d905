"""Addresses of static files: each carries a mark of its content, so that browsers keep it for a year.

Nothing is collected or renamed: a changed file gets another address, an unchanged one is never asked for again.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class MarkedStaticFiles(StaticFilesStorage):
    """`{% static %}` gives `/static/portal/layout.css?v=1f0c…`; a file that is not there gives its plain address."""

    def url(self, name: str | None) -> str:
        plain = super().url(name)
        mark = content_mark(name) if name else ""
        return f"{plain}?v={mark}" if mark else plain


@cache
def content_mark(name: str) -> str:
    """Twelve hexadecimal digits of a static file's content, "" where there is no such file; read once a process."""
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]
