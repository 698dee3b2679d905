"""The least that a page of the framework can be: a signed-in reader, one query, a table. Frozen: floors do not move."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ranking.models import Ranking
from ranking_portal.accounts.access import signed_in


@signed_in
def table(request: HttpRequest, pk: int, rows: int) -> HttpResponse:
    """The first rows of a ranking, cell by cell, without a frame, a right or a word of explanation."""
    result, names = Ranking.objects.values_list("result", "names").get(pk=pk)
    called = json.loads(names)
    lines = [project | called[project["code"]] for project in json.loads(result)[:rows]]
    return HttpResponse(render(request, "bench/table.html", {"lines": lines}).content)
