"""A PDF as an answer: shown in the browser, kept by nobody on the way."""

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

# The answer while a paper is still being made.
LATER = 503


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF to look at, under a name to save it by."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type="application/pdf", headers=headers)
    patch_cache_control(response, private=True, no_cache=True)
    return response
