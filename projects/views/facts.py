"""Adding, changing and removing a fact of a card: one page for every kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.models import ProjectYear
from projects.progress import Mark
from projects.services import facts
from projects.views.card import card_or_404
from projects.views.kinds import KINDS, Kind, Moment
from ranking_portal import clock
from ranking_portal.accounts.access import access, user_of
from ranking_portal.editing import Page, edit_page, remove_page
from ranking_portal.manyrows import rows_of, rows_page
from ranking_portal.versions import version_of
from ranking_portal.words import counted
from ranking_portal.workflow.errors import Refused


def posted(request: HttpRequest) -> Any:
    """What was sent, or None where the page is only shown."""
    return request.POST if request.method == "POST" else None


def card_url(card: ProjectYear) -> str:
    """Address of the card."""
    return reverse("projects:card", args=(card.project.code, card.cycle.year))


def _kind_or_404(slug: str) -> Kind:
    if slug not in KINDS:
        raise Http404(slug)
    return KINDS[slug]


def _page(card: ProjectYear, kind: Kind, verb: str, button: str) -> Page:
    back = card_url(card)
    crumbs = (
        (f"Реестр {card.cycle.year}\u00a0года", reverse("projects:list")),
        (f"{card.project.code} {card.name}", back),
    )
    title = f"{verb} {kind.one}"
    return Page(title, f"{card}, {card.cycle.year}\u00a0год", f"{back}#{kind.slug}", button, kind.clause, crumbs)


def _row_or_404(kind: Kind, card: ProjectYear, pk: int) -> Any:
    return get_object_or_404(kind.rows(card), pk=pk)


@access("projects.edit_facts")
def add(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """Add a fact of the kind."""
    card, described = card_or_404(request, code, year), _kind_or_404(kind)
    form = described.form(posted(request), owner=card)

    def save() -> str:
        row = facts.add(described.model, card, form.values, by=user_of(request))
        return f"Добавлено: {row}."

    return edit_page(request, form, save, _page(card, described, "Добавить", "Добавить"), refusals=(Refused,))


@access("projects.edit_facts")
def add_several(request: HttpRequest, code: str, year: int, kind: str) -> HttpResponse:
    """Add several facts of the kind at once: all of them or none."""
    card, described = card_or_404(request, code, year), _kind_or_404(kind)
    if not described.many:
        raise Http404(kind)
    rows = rows_of(described.form, posted(request), owner=card)

    def save(values: Mapping[int, Mapping[str, Any]]) -> str:
        added = facts.add_several(described.model, card, values, by=user_of(request))
        return f"Добавлено: {counted(len(added), 'запись', 'записи', 'записей')}."

    page = replace(_page(card, described, "", "Добавить все"), title=f"Добавить несколько: {described.title.lower()}")
    return rows_page(request, rows, save, page, refusals=(Refused,))


@access("projects.edit_facts")
def change(request: HttpRequest, code: str, year: int, kind: str, pk: int) -> HttpResponse:
    """Change a fact."""
    card, described = card_or_404(request, code, year), _kind_or_404(kind)
    row = _row_or_404(described, card, pk)
    form = described.form(posted(request), instance=row, owner=card)

    def save() -> str:
        changed = facts.change(row, form.values, version=form.shown_version, by=user_of(request))
        return f"Сохранено: {changed}."

    return edit_page(request, form, save, _page(card, described, "Изменить", "Сохранить"), refusals=(Refused,))


@access("projects.edit_facts")
def remove(request: HttpRequest, code: str, year: int, kind: str, pk: int) -> HttpResponse:
    """Remove a fact, after asking."""
    card, described = card_or_404(request, code, year), _kind_or_404(kind)
    row = _row_or_404(described, card, pk)
    name = str(row)

    def forget(version: str) -> str:
        facts.remove(row, version=version, by=user_of(request))
        return f"Удалено: {name}."

    page = _page(card, described, "Удалить", "Удалить")
    return remove_page(request, told(described, row), forget, page, version=version_of(row), refusals=(Refused,))


def told(kind: Kind, row: Any) -> list[tuple[str, str]]:
    """A row in the words of its table."""
    moment = Moment(clock.today(), 0)
    values = [(column.title, column.value(row, moment)) for column in kind.columns]
    return [(title, value.word if isinstance(value, Mark) else value) for title, value in values]
