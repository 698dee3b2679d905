"""Texts travel compressed; what is compressed already (PDF, XLSX, DOCX) goes as it is, with its length."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "image/svg+xml", "application/javascript", "application/json")


class CompressTexts(GZipMiddleware):
    """Django's compression for texts alone, pages and static files alike.

    It pads every answer by a random length, and the token of a form is masked anew each time: the length of a page
    tells nothing of a secret in it (the attack called BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
