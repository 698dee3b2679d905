"""Templates made into paper: tagged PDF by WeasyPrint, DOCX of the same page, the QR code that stands on it.

The makers of both are loaded when the first paper is made: they hold 35 MB, and most processes make none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from django.template.loader import render_to_string

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
    rendered: bytes = html.write_pdf(pdf_variant="pdf/ua-1")
    return rendered


def _nothing_outside(url: str, *args: Any, **kwargs: Any) -> Any:
    raise ValueError(f"a document fetches nothing: {url}")


def qr_modules(text: str) -> dict[str, Any]:
    """A QR code as one SVG path: modules a side with the quiet zone, and the path's data."""
    matrix = [list(row) for row in segno.make_qr(text, error="m").matrix]
    moves = [f"M{x},{y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark]
    return {"side": len(matrix) + 2 * QUIET_ZONE, "path": "".join(moves)}
