"""The journal's pages: who did what, when, with was and is; the same as a CSV file."""

import csv
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted
from ranking_portal.accounts.journal_forms import JournalForm, MarkForm
from ranking_portal.journal import marks, named
from ranking_portal.journal.checking import last_check
from ranking_portal.journal.models import Entry
from ranking_portal.journal.reading import Line, Told, told
from ranking_portal.lists import plain

PER_PAGE = 50
CHUNK = 1000
DETAILS = "journal.view_details"
BOM = "\ufeff"
HEADER = ["Момент", "Кто", "Что", "Объект", "Ключ объекта", "Пункт"]


@access("journal.view")
def entries(request: HttpRequest) -> HttpResponseBase:
    """Entries, newest first, fifty a page."""
    form = JournalForm(request.GET)
    detailed = permitted(request.user, DETAILS)
    if lists.is_asked(request):
        found = form.entries().iterator(chunk_size=CHUNK)
        return lists.workbook_answer(f"journal-{clock.today()}", "Журнал", _columns(detailed), _all(found, detailed))
    page = Paginator(form.entries(), PER_PAGE).get_page(request.GET.get("page"))
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": _rows(list(page.object_list), detailed),
        "detailed": detailed,
        "query": asked.urlencode(),
        "filtered": any(asked.values()),
        "checked": last_check(),
    }
    return render(request, "journal/list.html", context)


@require_safe
@access("journal.view")
def check(request: HttpRequest) -> HttpResponse:
    """The record printed on a document against the journal: it holds up to that record, or was rewritten before it."""
    form = MarkForm(request.GET or None)
    asked = form.cleaned_data["mark"] if form.is_bound and form.is_valid() else None
    problem = marks.against(asked) if asked else ""
    context = {"form": form, "mark": asked, "problem": problem, "checked": last_check()}
    return render(request, "journal/check.html", context)


@access("journal.view")
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The entries asked for as a table for Excel: UTF-8 with its mark, semicolons."""
    detailed = permitted(request.user, DETAILS)
    lines = _csv(JournalForm(request.GET).entries().iterator(chunk_size=CHUNK), detailed)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="journal-{clock.today():%Y-%m-%d}.csv"'
    return response


def _rows(found: list[Entry], detailed: bool) -> list[Told]:
    """Entries with their details, or without for those who may not see them."""
    # Rows that come one after another from the database still bear marks in place of names.
    named.shown(found)
    return told(found) if detailed else [Told(entry, ()) for entry in found]


def _columns(detailed: bool) -> list[lists.Column]:
    """The same columns as those of the table of text; the moment is a moment."""
    titles = HEADER + ["Подробности"] * detailed
    widths = (18, 36, 44, 44, 28, 8, 70)
    moment = lists.Column(titles[0], lambda row: row.entry.at, widths[0], lists.Kind.MOMENT)
    return [moment, *(lists.Column(titles[at], _cell(at, detailed), widths[at]) for at in range(1, len(titles)))]


def _cell(at: int, detailed: bool) -> Callable[[Told], str]:
    return lambda row: str(_cells(row, detailed)[at])


def _all(found: Iterator[Entry], detailed: bool) -> Iterator[Told]:
    """Rows a chunk at a time, so that a journal of any length goes out."""
    while chunk := list(islice(found, CHUNK)):
        yield from _rows(chunk, detailed)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(found: Iterator[Entry], detailed: bool) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield BOM + str(writer.writerow(HEADER + ["Подробности"] * detailed))
    for row in _all(found, detailed):
        yield str(writer.writerow([plain(cell) for cell in _cells(row, detailed)]))


def _cells(row: Told, detailed: bool) -> list[Any]:
    entry = row.entry
    moment = entry.at.astimezone(clock.ZONE)
    cells = [f"{moment:%d.%m.%Y %H:%M:%S}", entry.actor_label, entry.action, entry.label, entry.ref, entry.clause]
    return [*cells, "; ".join(_in_one_line(line) for line in row.lines)] if detailed else cells


def _in_one_line(line: Line) -> str:
    return f"{line.name}: {line.now}" if line.was is None else f"{line.name}: {line.was} → {line.now}"
