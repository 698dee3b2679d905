"""Files as answers: a paper to look at, a workbook or a document to keep; no cache on the way holds them."""

from typing import Any, TypeVar

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

Answer = TypeVar("Answer", bound=HttpResponseBase)
PDF = "application/pdf"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at, under a name to save it by.

    The policy of pages is not for it: the browser's own viewer is a page with styles inside.
    """
    answer = HttpResponse(content, content_type=PDF)
    answer._csp_exempt = True  # type: ignore[attr-defined]  # what `csp.decorators.csp_exempt` sets
    _dress(answer, name, as_attachment=False)
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def xlsx_answer(content: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    return kept_answer(HttpResponse(content, content_type=XLSX), name)


def csv_answer(content: str | bytes, name: str) -> HttpResponse:
    """A plain table of text to keep."""
    return kept_answer(HttpResponse(content, content_type=CSV), name)


def docx_answer(content: bytes, name: str) -> HttpResponse:
    """A document of Word to keep and edit."""
    return kept_answer(HttpResponse(content, content_type=DOCX), name)


def file_answer(file: Any, name: str, content_type: str) -> FileResponse:
    """A stored file as it was given, under its own name, never shown inside the portal's pages."""
    return kept_answer(FileResponse(file.open("rb"), content_type=content_type), name)


def kept_answer(answer: Answer, name: str) -> Answer:
    """An answer to be saved under a name."""
    _dress(answer, name, as_attachment=True)
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _dress(answer: HttpResponseBase, name: str, *, as_attachment: bool) -> None:
    answer["Content-Disposition"] = content_disposition_header(as_attachment, name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
