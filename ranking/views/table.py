"""The rating table: what is seen by the address, the same as files, views kept under a name."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from ranking import exporting, presenting
from ranking import table as tables
from ranking.charts import keys
from ranking.coefficients import coefficients_of
from ranking.forms import SavedViewForm
from ranking.models import Methodology, Ranking, SavedView
from ranking.queries import visible_codes, visible_rankings
from ranking.scales import MethodologyContent, MethodologyError, parse, plain_number
from ranking.services import rankings, saved_views
from ranking.views.rankings import ranking_or_404
from ranking_portal.accounts.access import access, nothing_personal, permitted, user_of
from ranking_portal.answers import csv_answer, xlsx_answer
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.journal.standing import until_told
from ranking_portal.ui.standing import standing
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.in_place import in_place

# A year has some fifty projects, so that it always stands on one page and prints whole.
ON_PAGE = 200
AGAIN = {"calculate": "Пересчитать"}


@dataclass(frozen=True)
class Seen:
    """A ranking as the address asks to see it. `view`: the name of the saved view that was asked for."""

    ranking: Ranking
    methodology: MethodologyContent | None
    every: list[presenting.Row]
    rows: list[presenting.Row]
    columns: list[tables.Column]
    shown: list[tables.Column]
    choice: tables.Choice
    view: str
    views: list[SavedView]

    @property
    def scale(self) -> str:
        """The greatest total that the methodology allows, which the whole bar stands for."""
        return plain_number(self.methodology.maximum()) if self.methodology else "100"


def as_seen(request: HttpRequest, pk: int) -> Seen:
    user = user_of(request)
    found = ranking_or_404(request, pk)
    codes = visible_codes(user, found.cycle.year)
    every = presenting.rows_of(rankings.projects_of(found), found.names, coefficients_of(found), codes)
    methodology = _methodology(found.methodology)
    columns = tables.columns_of(methodology, decided=any(row.coefficient is not None for row in every))
    views = list(SavedView.objects.filter(user=user))
    view = request.GET.get("view", "")
    kept = next((one.query for one in views if one.name == view), "")
    # What the address itself says stands over what the saved view says.
    query = dict(QueryDict(kept).lists()) | dict(request.GET.lists())
    choice = tables.read_choice(query, columns)
    rows = tables.arranged(every, choice, columns)
    return Seen(found, methodology, every, rows, columns, tables.shown_columns(columns, choice), choice, view, views)


@until_told
def _methodology(methodology: Methodology) -> MethodologyContent | None:
    """The scales of a ranking, None where they cannot be read."""
    try:
        return parse(methodology.content)
    except MethodologyError:
        return None


@access("ranking.view")
@standing(lambda user: list(SavedView.objects.filter(user=user).values_list("name", "query")))
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """The rated table."""
    seen = as_seen(request, pk)
    user, choice, found = user_of(request), seen.choice, seen.ranking
    rows = seen.rows
    if not choice.filtered and choice.sort in ("", "place"):
        rows = presenting.with_limit(rows, found.edition.edition.integer("max_projects"))
    page = Paginator(rows, ON_PAGE).get_page(request.GET.get("page"))
    others = visible_rankings(user).filter(cycle=found.cycle).exclude(pk=pk).exclude(result="")
    # Only their kind and day are shown: what they say is long.
    others = others.defer("snapshot", "result", "names")
    context = {
        "ranking": found,
        "rows": page.object_list,
        "page_obj": page,
        "lines": [(row, tables.cells(row, seen.shown, choice)) for row in page.object_list],
        "heads": tables.heads(seen.shown, choice),
        "summary": tables.summary(seen.rows, seen.shown, choice),
        "choice": choice,
        "columns": [(one, one in seen.shown) for one in seen.columns if one.key != tables.FIXED],
        "keys": keys(presenting.CRITERIA.items()),
        "scale": seen.scale,
        "nationals": sorted({row.national_project for row in seen.every}),
        "bodies": sorted({row.body for row in seen.every}),
        "eligibility": presenting.ELIGIBILITY.items(),
        "placed": sum(row.eligible is not False for row in seen.every),
        "refused": sum(row.eligible is False for row in seen.every),
        "pending": any(row.eligible is None for row in seen.every),
        "views": seen.views,
        "view": seen.view,
        "view_unknown": bool(seen.view) and all(one.name != seen.view for one in seen.views),
        "view_form": SavedViewForm(initial={"name": seen.view, "query": choice.address()}),
        "others": others,
        "transitions": in_place(
            found, available(found, user), lambda name: reverse("ranking:step", args=(pk, name)), AGAIN
        ),
        "history": told(history(found)[:50]) if permitted(user, "ranking.view_all_rows") else (),
    }
    return render(request, "ranking/rating.html", context)


@nothing_personal
@access("ranking.view")
def rating_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as seen, as a workbook."""
    seen = as_seen(request, pk)
    content = exporting.rating_workbook(seen.ranking, seen.rows, seen.shown)
    return xlsx_answer(content, file_name(seen.ranking, "xlsx"))


@nothing_personal
@access("ranking.view")
def rating_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as seen, as text for a spreadsheet."""
    seen = as_seen(request, pk)
    content = exporting.rating_csv(seen.rows, seen.shown)
    return csv_answer(content, file_name(seen.ranking, "csv"))


def file_name(ranking: Ranking, kind: str) -> str:
    """A name to save the rating by."""
    return f"rating-{ranking.cycle.year}-{ranking.kind}-{ranking.as_of}.{kind}"


@access("ranking.view")
@require_POST
def save_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what is seen under a name of one's own."""
    back = reverse("ranking:rating", args=(ranking_or_404(request, pk).pk,))
    form = SavedViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Вид не сохранён: нужно название, не длиннее 60 знаков.")
        return redirect(f"{back}?{request.POST.get('query', '')}")
    try:
        kept = saved_views.save(user_of(request), form.cleaned_data["name"], _sound(form.cleaned_data["query"]))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(f"{back}?{form.cleaned_data['query']}")
    messages.success(request, f"Вид «{kept.name}» сохранён; его видите только вы.")
    return redirect(f"{back}?{urlencode({'view': kept.name})}")


def _sound(query: str) -> str:
    """The query string without anything that the table does not know; columns of any methodology are kept."""
    asked = QueryDict(query)
    choice = tables.read_choice(dict(asked.lists()), tables.columns_of(None, decided=True))
    columns = tuple(dict.fromkeys(asked.getlist("cols")))
    sort = asked.get("sort", "")
    return replace(choice, columns=columns, sort=sort).address()


@access("ranking.view")
@require_POST
def delete_view(request: HttpRequest, pk: int, view_pk: int) -> HttpResponse:
    """Forget one's own view."""
    found = ranking_or_404(request, pk)
    try:
        name = saved_views.forget(user_of(request), view_pk)
    except SavedView.DoesNotExist as error:
        raise Http404(f"view {view_pk}") from error
    messages.success(request, f"Вид «{name}» удалён.")
    return redirect("ranking:rating", found.pk)
