"""Facts as workbooks: one kind of them over the projects that the list shows, a card, the whole year."""

import tempfile

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from projects import exporting, queries
from projects.importing.sheets import Sheet
from projects.views.card import card_or_404
from projects.views.kinds import KINDS, TEAM, Kind
from projects.views.register import listing
from ranking_portal import lists
from ranking_portal.accounts.access import access, permitted, require, user_of
from ranking_portal.answers import XLSX, kept_answer
from ranking_portal.ui import navigation


def _kind_or_404(slug: str) -> tuple[Kind, Sheet]:
    if slug not in KINDS:
        raise Http404(slug)
    return KINDS[slug], exporting.BY_MODEL[KINDS[slug].model]


@access("projects.view_some")
@require_safe
def facts(request: HttpRequest, kind: str) -> FileResponse:
    """Facts of a kind of the projects that the list shows; of teams, the people whom the user may see."""
    described, sheet = _kind_or_404(kind)
    year = navigation.working_year(request)
    if year is None:
        raise Http404("no year is open")
    cards = listing(request, year).cards
    user = user_of(request)
    if described is TEAM:
        require(user, "projects.view_people")
        rows = queries.team_rows_of(user, cards, year)
    else:
        rows = described.model._default_manager.filter(card__in=cards.order_by().values("pk"))
    rows = rows.order_by("card__project__code", "pk")
    title = f"{described.title}, {year} год"
    columns = exporting.columns_of(sheet, totals=True)
    return lists.workbook_answer(f"{kind}-{year}", title, columns, exporting.values_of(sheet, rows))


@access("projects.view_some")
@require_safe
def card(request: HttpRequest, code: str, year: int) -> FileResponse:
    """All facts of a card, a sheet a kind; its team as far as the user may see it."""
    shown, user = card_or_404(request, code, year), user_of(request)
    file = tempfile.TemporaryFile()  # noqa: SIM115 the answer closes it
    with lists.new_book(file) as book:
        for kind in KINDS.values():
            sheet = exporting.BY_MODEL[kind.model]
            if kind is TEAM:
                rows = queries.team_rows(user, shown) if permitted(user, "projects.view_people", shown) else None
            else:
                rows = kind.rows(shown)
            if rows is not None:
                values = exporting.values_of(sheet, rows.select_related(None).order_by("pk"))
                caption = f"{shown}, {year} год: {kind.title.lower()}"
                lists.fill(book, sheet.title, exporting.columns_of(sheet, totals=True), values, caption=caption)
    file.seek(0)
    return kept_answer(FileResponse(file, content_type=XLSX), f"{code}-{year}.xlsx")


@access("projects.export_year")
@require_safe
def year_book(request: HttpRequest, year: int) -> FileResponse:
    """The year as one workbook, which is imported back without a difference."""
    if year not in navigation.years():
        raise Http404(f"cycle {year}")
    return kept_answer(FileResponse(exporting.year_book(year), content_type=XLSX), f"register-{year}.xlsx")
