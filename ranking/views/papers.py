"""The rating and the comparison on paper: the very drawings and numbers of their pages."""

from django.http import Http404, HttpRequest, HttpResponse

from ranking import presenting
from ranking import table as tables
from ranking.charts import keys
from ranking.views.compare import comparison
from ranking.views.table import as_seen, file_name
from ranking_portal import clock, paper
from ranking_portal.accounts.access import access, nothing_personal
from ranking_portal.answers import pdf_answer

# More columns than this do not stand on an upright sheet.
UPRIGHT = 8


@nothing_personal
@access("ranking.view")
def rating_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as seen, on paper."""
    seen = as_seen(request, pk)
    context = {
        "ranking": seen.ranking,
        "today": clock.today(),
        "keys": keys(presenting.CRITERIA.items()),
        "scale": seen.scale,
        "heads": tables.heads(seen.shown, seen.choice),
        "lines": [(row, tables.cells(row, seen.shown, seen.choice)) for row in seen.rows],
        "summary": tables.summary(seen.rows, seen.shown, seen.choice),
        "told": seen.choice.told(seen.columns),
        "across": len(seen.shown) > UPRIGHT,
        "bar": any(one.bar for one in seen.shown),
    }
    return pdf_answer(paper.pdf("ranking/paper_rating.html", context), file_name(seen.ranking, "pdf"))


@nothing_personal
@access("ranking.view")
def compare_pdf(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """The comparison on paper: slope chart, places, differences with their causes."""
    context = comparison(request, pk, other) | {"today": clock.today()}
    if not context["moved"]:
        raise Http404("nothing differs")
    now, was = context["now"], context["was"]
    name = f"comparison-{now.cycle.year}-{was.as_of}-{now.as_of}.pdf"
    return pdf_answer(paper.pdf("ranking/paper_compare.html", context), name)
