"""Imports: all of them; a new one; one on its way or done, its progress, preview, errors and files."""

import io
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from projects import uploads, workers
from projects.forms.imports import UploadForm
from projects.importing.marking import marked
from projects.importing.outcome import outcome_of
from projects.importing.pages import SHOWN, page_of
from projects.importing.problems import Problem
from projects.importing.profiles import PROFILES, title_of
from projects.models import Import, ImportState, Part
from projects.services import imports as services
from projects.views.facts import posted
from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, require, user_of
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.kept_input import give_back
from ranking_portal.ui import navigation
from ranking_portal.workflow.errors import Refused

PAGE = 50
AHEAD = {Part.CREATED: "появится", Part.CHANGED: "изменится", Part.REMOVED: "исчезнет"}
LISTED = (
    lists.Column("Файл", lambda row: row.file_name, 44),
    lists.Column("Откуда", lambda row: title_of(row.profile), 36),
    lists.Column("Год", lambda row: row.year, 8, lists.Kind.NUMBER),
    lists.Column("Состояние", lambda row: row.get_state_display(), 24),
    lists.Column("Когда", lambda row: row.at, 18, lists.Kind.MOMENT),
    lists.Column("Кто", lambda row: row.actor_label, 36),
    lists.Column("SHA-256", lambda row: row.sha256, 66),
)
SHOWN_PARTS = {"changed": Part.CHANGED, "removed": Part.REMOVED, "created": Part.CREATED}


@access("projects.view_imports")
def imports(request: HttpRequest) -> HttpResponseBase:
    """Every import, newest first."""
    rows = Import.objects.select_related("cycle").defer("errors", "warnings", "reasons")
    if lists.is_asked(request):
        return lists.workbook_answer("imports", "Загрузки данных", LISTED, rows.iterator(chunk_size=1000))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.source = title_of(row.profile)  # type: ignore[attr-defined]
    return render(
        request, "projects/imports.html", {"page": page, "may_import": permitted(user_of(request), "projects.import")}
    )


@access("projects.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file to be checked."""
    year = navigation.working_year(request) or clock.today().year
    form = UploadForm(posted(request), request.FILES or None, initial={"year": year})
    give_back(request, form)
    if request.method == "POST" and form.is_valid():
        sent, profile = form.cleaned_data["file"], form.cleaned_data["profile"]
        try:
            made = services.send(sent.read(), sent.name, form.cleaned_data["year"], profile, by=user_of(request))
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
        else:
            request.session[navigation.SESSION_KEY] = made.year
            return redirect("projects:import", pk=made.pk)
    return render(request, "projects/upload.html", {"form": form, "profiles": PROFILES})


@access("projects.view_imports")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One import, as far as it is: progress, what is to be confirmed, errors, the result."""
    made = get_object_or_404(Import.objects.select_related("cycle"), pk=pk)
    user = user_of(request)
    works = permitted(user, "projects.import")
    context = {
        "done": made,
        "source": title_of(made.profile),
        "may_import": works,
        "may_download": bool(made.file) and permitted(user, "projects.view_all_people"),
        "may_see_rows": bool(made.counts) and permitted(user, "projects.view_all_people"),
        "may_mark": works and _is_senders(made, user) and bool(made.upload),
        "problems": _by_sheet(made) if works else {},
        "history": told(history(made)),
        **_progress(made),
        **(_chosen(request, made) if works and permitted(user, "projects.view_all_people") else {}),
    }
    return render(request, "projects/import.html", context)


@access("projects.view_imports")
@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, for a page that asks every second; one that is at rest is shown anew."""
    made = get_object_or_404(Import, pk=pk)
    answer = render(request, "projects/import_progress.html", {"done": made, **_progress(made)})
    if not made.busy:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(made: Import) -> dict[str, Any]:
    waits = made.busy and (made.leased_until is None or made.leased_until < clock.now())
    return {"percent": 100 * made.rows_done // max(1, made.rows_total), "alone": waits and not workers.there()}


def _is_senders(made: Import, user: Any) -> bool:
    return bool(made.actor == user.actor.key)


def _by_sheet(made: Import) -> dict[str, list[Problem]]:
    """Errors under the names of their sheets, in the order of the workbook."""
    groups: dict[str, list[Problem]] = {}
    for sheet, row, column, value, message in made.errors:
        groups.setdefault(sheet or "Файл", []).append(Problem(sheet, row, column, value, message))
    return groups


def _chosen(request: HttpRequest, made: Import) -> dict[str, Any]:
    """The part of a sheet that is looked at, a page of it; at first, whatever changes or disappears."""
    there = [(title, name) for name in SHOWN_PARTS for title, counts in made.counts.items() if counts.get(name)]
    asked = request.GET.get("sheet", ""), request.GET.get("part", "")
    if not there or made.state in (ImportState.WRONG, ImportState.COLUMNS) or made.busy:
        return {}
    title, name = asked if asked in there else there[0]
    page = Paginator(range(made.counts[title][name]), SHOWN).get_page(request.GET.get("page"))
    rows = page_of(made, SHOWN_PARTS[name], title, page.number)
    part = SHOWN_PARTS[name]
    words = AHEAD[part] if made.state == ImportState.SHOWN else part.label
    return {"sheet": title, "part": part, "becomes": words, "page": page, "rows": rows}


@access("projects.view_imports")
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The kept copy of the file; it names people."""
    require(user_of(request), "projects.view_all_people")
    shown = get_object_or_404(Import, pk=pk)
    if not shown.file or not shown.file.storage.exists(str(shown.file.name)):
        raise Http404(f"file of import {pk}")
    name = f"{Path(shown.file_name).stem}{Path(str(shown.file.name)).suffix}"
    return FileResponse(shown.file.open("rb"), as_attachment=True, filename=name)


@access("projects.view_imports")
def result(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the import has changed, row by row; it names people."""
    require(user_of(request), "projects.view_all_people")
    made = get_object_or_404(Import, pk=pk, state__in=(ImportState.SHOWN, ImportState.DONE, ImportState.REVERTED))
    return FileResponse(outcome_of(made), as_attachment=True, filename=f"{Path(made.file_name).stem} – изменения.xlsx")


@access("projects.import")
def marked_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file as it was sent, its wrong cells marked; for its sender alone, since there may be pay in it."""
    made = get_object_or_404(Import, pk=pk)
    content = uploads.content_of(made.upload) if made.upload and _is_senders(made, user_of(request)) else None
    packed = marked(services.read_again(made, content)) if content is not None else None
    if packed is None:
        raise Http404(f"sent file of import {pk}")
    name = f"{Path(made.file_name).stem} – ошибки.xlsx"
    return FileResponse(io.BytesIO(packed), as_attachment=True, filename=name, headers={"Cache-Control": "no-store"})
