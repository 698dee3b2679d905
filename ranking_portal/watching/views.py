"""Whether the process lives, whether the portal is ready, its figures."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from ranking_portal.accounts.access import public
from ranking_portal.watching import readiness

PLAIN = "text/plain; charset=utf-8"


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type=PLAIN)


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, schema, broker and storage are as they should be; 503 with the reasons otherwise."""
    reasons = readiness.reasons_against()
    told = "\n".join(reasons) or "ready"
    return HttpResponse(told, status=503 if reasons else 200, content_type=PLAIN, headers={"Cache-Control": "no-store"})


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to whoever shows the token; without one the address is not there."""
    shown = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    from prometheus_client import CONTENT_TYPE_LATEST

    from ranking_portal.watching.figures import exposition

    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
