"""Imports of workbooks: what was loaded and by whom; a new one by preview and confirmation."""

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from projects import uploads
from projects.forms.imports import UploadForm
from projects.importing import Plan, apply, plan
from projects.models import Import
from projects.views.facts import posted
from ranking_portal import clock
from ranking_portal.accounts.access import access, permitted, require, user_of
from ranking_portal.editing import CONFLICT
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.ui import navigation
from ranking_portal.workflow.errors import Refused

PAGE = 50
SHOWN = 100
KEPT = "projects.upload"


@access("projects.view_imports")
def imports(request: HttpRequest) -> HttpResponse:
    """Every import that changed the register, newest first."""
    rows = Import.objects.select_related("cycle")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_import": permitted(user_of(request), "projects.import"),
    }
    return render(request, "projects/imports.html", context)


@access("projects.view_imports")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: counts by sheet, the copy of its workbook, the journal's entry."""
    shown = get_object_or_404(Import.objects.select_related("cycle"), pk=pk)
    context = {
        "done": shown,
        "may_download": bool(shown.file) and permitted(user_of(request), "projects.view_all_people"),
        "history": told(history(shown)),
    }
    return render(request, "projects/import.html", context)


@access("projects.view_imports")
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The kept copy of the workbook; it names people."""
    require(user_of(request), "projects.view_all_people")
    shown = get_object_or_404(Import, pk=pk)
    if not shown.file or not shown.file.storage.exists(str(shown.file.name)):
        raise Http404(f"file of import {pk}")
    name = f"{Path(shown.file_name).stem}.xlsx"
    return FileResponse(shown.file.open("rb"), as_attachment=True, filename=name)


@access("projects.import")
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a workbook: its errors are told here, a good one goes on to the preview."""
    year = navigation.chosen_year(request, navigation.years()) or clock.today().year
    form = UploadForm(posted(request), request.FILES or None, initial={"year": year})
    read: Plan | None = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        content = sent.read()
        read = plan(content, form.cleaned_data["year"])
        if read.possible:
            return redirect("projects:import-confirm", token=_keep(request, content, sent.name, read.year))
    context = {"form": form, "plan": read, "problems": _by_sheet(read)}
    return render(request, "projects/upload.html", context)


def _keep(request: HttpRequest, content: bytes, name: str, year: int) -> str:
    """Store the workbook until it is confirmed; a session keeps the last one only."""
    _forget(request)
    token = uploads.keep(content)
    request.session[KEPT] = {"token": token, "name": name, "year": year}
    return token


def _forget(request: HttpRequest) -> None:
    kept = request.session.pop(KEPT, None)
    if kept:
        uploads.forget(kept["token"])


def _by_sheet(read: Plan | None) -> dict[str, list[Any]]:
    """Errors under the names of their sheets, in the order of the workbook."""
    groups: dict[str, list[Any]] = {}
    for problem in read.errors if read else ():
        groups.setdefault(problem.sheet or "Книга", []).append(problem)
    return groups


@access("projects.import")
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """What the kept workbook would change; POST loads it, planned anew against the register as it is by then."""
    kept = request.session.get(KEPT)
    content = uploads.content_of(token) if kept and kept["token"] == token else None
    if kept is None or content is None:
        messages.warning(request, "Книга уже загружена или отменена. Выберите её заново.")
        return redirect("projects:import-new")
    if "cancel" in request.POST:
        _forget(request)
        messages.info(request, "Загрузка отменена, реестр не изменился.")
        return redirect("projects:imports")
    read = plan(content, kept["year"])
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            done = apply(read, by=user_of(request), file_name=kept["name"], shown=request.POST.get("shown", ""))
        except Refused as refusal:
            reasons = refusal.reasons
            read = plan(content, kept["year"])
        else:
            return _loaded(request, done, kept["year"])
    context = {"plan": read, "name": kept["name"], "sheets": _told(read), "reasons": reasons, "shown": SHOWN}
    return render(request, "projects/import_confirm.html", context, status=CONFLICT if reasons else 200)


def _loaded(request: HttpRequest, done: Import | None, year: int) -> HttpResponse:
    _forget(request)
    request.session[navigation.SESSION_KEY] = year
    if done is None:
        messages.info(request, "Книга совпадает с реестром: менять было нечего.")
        return redirect("projects:list")
    messages.success(request, f"Книга загружена: {done.file_name}.")
    return redirect("projects:import", pk=done.pk)


def _told(read: Plan) -> list[dict[str, Any]]:
    """Sheets with their differences, long lists cut: the page is for the eye, the journal keeps the digest of all."""
    return [
        {
            "title": title,
            "counts": change.counts(),
            "created": change.created[:SHOWN],
            "changed": change.changed[:SHOWN],
            "removed": change.removed[:SHOWN],
            "created_more": max(0, len(change.created) - SHOWN),
            "changed_more": max(0, len(change.changed) - SHOWN),
            "removed_more": max(0, len(change.removed) - SHOWN),
        }
        for title, change in read.changes.items()
    ]
