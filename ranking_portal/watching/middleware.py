"""Times every request by the name of its route, where figures are asked for at all."""

import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

METHODS = frozenset({"GET", "HEAD", "POST"})
OTHER = "other"


class TimedRequests:
    """Stands outermost, so that the time is that of the whole answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        from ranking_portal.watching import figures

        self.get_response, self.times = get_response, figures.requests

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        # A name, never an address: addresses hold numbers of people and words somebody has searched for.
        route = match.view_name if match and match.view_name else OTHER
        method = request.method if request.method in METHODS else OTHER
        self.times.labels(route, method, str(response.status_code)).observe(time.perf_counter() - begun)
        return response
