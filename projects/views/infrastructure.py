"""Infrastructure participants of a year (clause 2.6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from projects import queries
from projects.forms.facts import InfrastructureForm
from projects.models import Cycle, InfrastructureParticipant
from projects.services import facts
from projects.views.facts import posted
from ranking_portal import lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.directory.models import Post
from ranking_portal.editing import Page, edit_page, remove_page
from ranking_portal.figures import short_day
from ranking_portal.journal.reading import told as in_words
from ranking_portal.journal.services import history
from ranking_portal.manyrows import rows_of, rows_page
from ranking_portal.region import worded
from ranking_portal.versions import version_of
from ranking_portal.words import counted
from ranking_portal.workflow.errors import Refused

LISTED = (
    lists.Column("Табельный номер", lambda item: item["row"].person.personnel_number, 12),
    lists.Column("Сотрудник", lambda item: item["row"].person.full_name, 38),
    lists.Column("Функция", lambda item: item["row"].function, 44),
    lists.Column("Орган", lambda item: item["post"] and item["post"].organization.short_name, 18),
    lists.Column("Должность", lambda item: item["post"] and item["post"].title, 44),
    lists.Column("Участвует с", lambda item: item["row"].since, 12, lists.Kind.DAY),
    lists.Column("Участвует по", lambda item: item["row"].until, 12, lists.Kind.DAY),
)


def _cycle_or_404(year: int) -> Cycle:
    return get_object_or_404(Cycle, year=year)


def _participant_or_404(cycle: Cycle, pk: int) -> InfrastructureParticipant:
    found = InfrastructureParticipant.objects.filter(cycle=cycle, pk=pk).select_related("person", "cycle").first()
    if found is None:
        raise Http404(f"infrastructure {pk}")
    return found


def _page(year: int, verb: str) -> Page:
    back = reverse("projects:infrastructure", args=(year,))
    crumbs = ((f"Инфраструктурные участники {year}\u00a0года", back),)
    return Page(f"{verb} инфраструктурного участника", f"{year}\u00a0год", back, verb, worded("2.6"), crumbs)


@access("projects.view_infrastructure")
def participants(request: HttpRequest, year: int) -> HttpResponseBase:
    """Who supports the projects of the year: all, or those of the bodies the user heads."""
    cycle, user = _cycle_or_404(year), user_of(request)
    rows = list(queries.infrastructure_rows(user, cycle))
    posts = Post.objects.filter(year=year, person__in=[row.person_id for row in rows]).select_related("organization")
    by_person = {post.person_id: post for post in posts}
    sees_all = permitted(user, "projects.view_all_people")
    listed = [{"row": row, "post": by_person.get(row.person_id)} for row in rows]
    if lists.is_asked(request):
        title = f"Инфраструктурные участники, {year} год"
        return lists.workbook_answer(f"infrastructure-{year}", title, LISTED, listed)
    context: dict[str, Any] = {
        "year": year,
        "rows": listed,
        "whole": sees_all,
        "may_edit": permitted(user, "projects.edit_facts"),
        "history": in_words(history(cycle)) if sees_all else (),
    }
    return render(request, "projects/infrastructure.html", context)


@access("projects.edit_facts")
def add(request: HttpRequest, year: int) -> HttpResponse:
    """Add a participant."""
    cycle = _cycle_or_404(year)
    form = InfrastructureForm(posted(request), owner=cycle)

    def save() -> str:
        row = facts.add(InfrastructureParticipant, cycle, form.values, by=user_of(request))
        return f"Добавлено: {row}."

    return edit_page(request, form, save, _page(year, "Добавить"), refusals=(Refused,))


@access("projects.edit_facts")
def add_several(request: HttpRequest, year: int) -> HttpResponse:
    """Add several participants at once: all of them or none."""
    cycle = _cycle_or_404(year)
    rows = rows_of(InfrastructureForm, posted(request), owner=cycle)

    def save(values: Mapping[int, Mapping[str, Any]]) -> str:
        added = facts.add_several(InfrastructureParticipant, cycle, values, by=user_of(request))
        return f"Добавлено: {counted(len(added), 'участник', 'участника', 'участников')}."

    page = replace(_page(year, "Добавить все"), title="Добавить нескольких инфраструктурных участников")
    return rows_page(request, rows, save, page, refusals=(Refused,))


@access("projects.edit_facts")
def change(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Change a participant."""
    cycle = _cycle_or_404(year)
    row = _participant_or_404(cycle, pk)
    form = InfrastructureForm(posted(request), instance=row, owner=cycle)

    def save() -> str:
        changed = facts.change(row, form.values, version=form.shown_version, by=user_of(request))
        return f"Сохранено: {changed}."

    return edit_page(request, form, save, _page(year, "Изменить"), refusals=(Refused,))


@access("projects.edit_facts")
def remove(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """Remove a participant, after asking."""
    row = _participant_or_404(_cycle_or_404(year), pk)
    told = [
        ("Сотрудник", row.person.full_name),
        ("Функция", row.function),
        ("Участвует с", short_day(row.since)),
        ("Участвует по", short_day(row.until) if row.until else "конец года"),
    ]
    name = str(row)

    def forget(version: str) -> str:
        facts.remove(row, version=version, by=user_of(request))
        return f"Удалено: {name}."

    return remove_page(request, told, forget, _page(year, "Удалить"), version=version_of(row), refusals=(Refused,))
