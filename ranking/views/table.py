"""The rating table: what is seen by the address, the same as files, views kept under a name."""

from dataclasses import dataclass, replace
from typing import Any

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
from ranking.enums import RankingState
from ranking.forms import SavedViewForm
from ranking.models import Methodology, Ranking, SavedView
from ranking.queries import visible_codes
from ranking.rated import rated_rows
from ranking.scales import MethodologyContent, MethodologyError, parse, plain_number
from ranking.services import rankings, saved_views
from ranking.views.rankings import ranking_or_404
from ranking_portal.accounts.access import access, nothing_personal, permitted, user_of
from ranking_portal.answers import csv_answer, xlsx_answer
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.journal.standing import until_told
from ranking_portal.once import once_a_page
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
    codes: frozenset[str] | None
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
        """What the whole bar stands for."""
        return scale_of(self.methodology)


def scale_of(methodology: MethodologyContent | None) -> str:
    """The greatest total that the methodology allows, which the whole bar stands for."""
    return plain_number(methodology.maximum()) if methodology else "100"


def as_seen(request: HttpRequest, pk: int) -> Seen:
    user = user_of(request)
    found = ranking_or_404(request, pk, heavy=False)
    codes = visible_codes(user, found.cycle.year)
    every = _every(found, codes)
    methodology = _methodology(found.methodology)
    columns = _columns(methodology, every)
    views = _views_of(user)
    view = request.GET.get("view", "")
    kept = next((one.query for one in views if one.name == view), "")
    # What the address itself says stands over what the saved view says.
    query = dict(QueryDict(kept).lists()) | dict(request.GET.lists())
    choice = tables.read_choice(query, columns)
    rows = tables.arranged(every, choice, columns)
    shown = tables.shown_columns(columns, choice)
    return Seen(found, codes, methodology, every, rows, columns, shown, choice, view, views)


@once_a_page
def _views_of(user: Any) -> list[SavedView]:
    return list(SavedView.objects.filter(user=user))


@until_told
def _every(ranking: Ranking, codes: frozenset[str] | None) -> list[presenting.Row]:
    """The rows of the projects that may be seen: the journal tells of a calculation and of a protocol."""
    ranking.refresh_from_db(fields=("result", "names"))
    return presenting.rows_of(rankings.projects_of(ranking), ranking.names, coefficients_of(ranking), codes)


def _columns(methodology: MethodologyContent | None, every: list[presenting.Row]) -> list[tables.Column]:
    return tables.columns_of(methodology, decided=any(row.coefficient is not None for row in every))


@until_told
def _methodology(methodology: Methodology) -> MethodologyContent | None:
    """The scales of a ranking, None where they cannot be read."""
    try:
        return parse(methodology.content)
    except MethodologyError:
        return None


@access("ranking.view")
@standing(lambda user: [(one.name, one.query) for one in _views_of(user)])
def rating(request: HttpRequest, pk: int) -> HttpResponse:
    """The rated table."""
    seen = as_seen(request, pk)
    user, choice, found = user_of(request), seen.choice, seen.ranking
    number = Paginator(seen.rows, ON_PAGE).get_page(request.GET.get("page")).number
    # What everybody asks for is kept for all who see the same rows; what one has looked for himself is not.
    drawn = (_drawn if choice.filtered else _drawn_once)(found, seen.codes, choice, number)
    sees_all = permitted(user, "ranking.view_all_rows")
    context = {
        "ranking": found,
        "choice": choice,
        "keys": keys(presenting.CRITERIA.items()),
        "eligibility": presenting.ELIGIBILITY.items(),
        "views": seen.views,
        "view": seen.view,
        "view_unknown": bool(seen.view) and all(one.name != seen.view for one in seen.views),
        "view_form": SavedViewForm(initial={"name": seen.view, "query": choice.address()}),
        "others": _others(found, sees_all=sees_all),
        "transitions": in_place(
            found, available(found, user), lambda name: reverse("ranking:step", args=(pk, name)), AGAIN
        ),
        "history": told(history(found)[:50]) if sees_all else (),
    }
    return render(request, "ranking/rating.html", context | drawn)


@until_told
def _others(ranking: Ranking, *, sees_all: bool) -> list[Ranking]:
    """Rankings of the same year that may be compared with it. Their kind and day are shown: what they say is long."""
    rows = Ranking.objects.filter(cycle=ranking.cycle).exclude(pk=ranking.pk).exclude(result="")
    rows = rows if sees_all else rows.filter(state=RankingState.CONFIRMED)
    return list(rows.select_related("cycle").defer("snapshot", "result", "names"))


def _drawn(ranking: Ranking, codes: frozenset[str] | None, choice: tables.Choice, number: int) -> dict[str, Any]:
    """The table with what stands about it: a page of the rows that are seen and chosen."""
    every, methodology = _every(ranking, codes), _methodology(ranking.methodology)
    columns = _columns(methodology, every)
    shown, seen = tables.shown_columns(columns, choice), tables.arranged(every, choice, columns)
    rows = seen
    if not choice.filtered and choice.sort in ("", "place"):
        rows = presenting.with_limit(rows, ranking.edition.edition.integer("max_projects"))
    page = Paginator(rows, ON_PAGE).get_page(number)
    here, scale = reverse("ranking:rating", args=(ranking.pk,)), scale_of(methodology)
    lines = ((row, tables.cells(row, shown, choice)) for row in page.object_list)
    return {
        "rows": page.object_list,
        "page_obj": page,
        "body": rated_rows(lines, here, scale),
        "scale": scale,
        "heads": tables.heads(shown, choice),
        "summary": tables.summary(seen, shown, choice),
        "columns": [(one, one in shown) for one in columns if one.key != tables.FIXED],
        "nationals": sorted({row.national_project for row in every}),
        "bodies": sorted({row.body for row in every}),
        "placed": sum(row.eligible is not False for row in every),
        "refused": sum(row.eligible is False for row in every),
        "pending": any(row.eligible is None for row in every),
    }


_drawn_once = until_told(_drawn)


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
