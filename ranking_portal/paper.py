"""Templates made into paper: tagged PDF by WeasyPrint, DOCX of the same page, the QR code that stands on it.

The makers of both are loaded when the first paper is made: they hold 35 MB, and most processes make none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import segno
from django.template.loader import render_to_string

from ranking_portal.garbage import garbage_left

# White modules around the code, as the template's viewBox has them.
QUIET_ZONE = 2


@dataclass(frozen=True)
class Paper:
    """A paper: its template and what it says. The same data make the PDF, which is kept, and the DOCX, which is not."""

    template: str
    context: Mapping[str, Any]

    def pdf(self) -> bytes:
        """The paper as PDF (see `pdf`)."""
        return pdf(self.template, dict(self.context))

    def docx(self) -> bytes:
        """The paper as a working copy for Word: it says so itself, and bears no mark of authenticity."""
        from ranking_portal.word import docx_of

        return docx_of(render_to_string(self.template, {**self.context, "working_copy": True}))


def pdf(template: str, context: dict[str, Any]) -> bytes:
    """A template as PDF: tagged, in Russian, fonts embedded; nothing is fetched from anywhere.

    Raises ValueError where the template names an address to fetch.
    """
    from weasyprint import HTML

    html = HTML(string=render_to_string(template, context), url_fetcher=_nothing_outside)
    with garbage_left():
        rendered: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return rendered


def _nothing_outside(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"a document fetches nothing: {url}")


def qr_modules(text: str) -> dict[str, Any]:
    """A QR code as one SVG path, a bar a run of dark modules: modules a side with the quiet zone, and the path."""
    matrix = [list(row) for row in segno.make_qr(text, error="m").matrix]
    bars = [f"M{x},{y}h{long}v1h-{long}z" for y, row in enumerate(matrix) for x, long in _dark_runs(row)]
    return {"side": len(matrix) + 2 * QUIET_ZONE, "path": "".join(bars)}


def _dark_runs(row: list[int]) -> Iterator[tuple[int, int]]:
    """Where each run of dark modules begins, and how long it is."""
    start = 0
    for dark, run in groupby(row, bool):
        long = len(list(run))
        if dark:
            yield start, long
        start += long
