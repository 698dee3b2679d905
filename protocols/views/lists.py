"""Protocols of a year; drafting, changing and throwing away a draft; a new edition."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from protocols.enums import ProtocolState
from protocols.forms.protocol import ProtocolForm, usual_requisites
from protocols.models import Protocol
from protocols.presenting import what_year_gives
from protocols.queries import approvable_rankings, visible_protocols
from protocols.services import preparing
from protocols.views.one import address, protocol_or_404
from ranking_portal import clock
from ranking_portal import lists as books
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.editing import Page, edit_page, remove_page
from ranking_portal.region import worded
from ranking_portal.ui import navigation
from ranking_portal.versions import version_of
from ranking_portal.workflow.errors import Refused

CLAUSE = worded("2.6")

LISTED = (
    books.Column("Протокол", lambda one: str(one), 48),
    books.Column("Вместо", lambda one: one.previous and str(one.previous), 48),
    books.Column("Форма", lambda one: one.get_form_display(), 20),
    books.Column("По фактам на", lambda one: one.ranking.as_of, 14, books.Kind.DAY),
    books.Column("Утверждён", lambda one: one.approved_on, 14, books.Kind.DAY),
    books.Column("Состояние", lambda one: one.get_state_display(), 24),
)


@access("protocols.view")
def index(request: HttpRequest) -> HttpResponseBase:
    """Editions of the chosen year's protocol, newest first, and the way to the next one."""
    user = user_of(request)
    year = navigation.working_year(request)
    rows = list(visible_protocols(user).filter(cycle__year=year or 0))
    if books.is_asked(request):
        return books.workbook_answer(
            f"protocols-{year}", worded(f"Протоколы малого совета за {year} год"), LISTED, rows
        )
    may_prepare = permitted(user, "protocols.prepare")
    in_work = any(row.state in (ProtocolState.DRAFT, ProtocolState.VOTING) for row in rows)
    context = {
        "year": year,
        "limits": what_year_gives(year) if year else "",
        "protocols": rows,
        "may_prepare": may_prepare,
        "in_work": in_work,
        "rankings": list(approvable_rankings(year)) if year and may_prepare else [],
        "may_see_council": permitted(user, "protocols.view_council"),
    }
    return render(request, "protocols/index.html", context)


def _crumbs(found: Protocol | None = None) -> tuple[tuple[str, str], ...]:
    first = (("Протоколы", reverse("protocols:index")),)
    return (*first, (str(found), address(found))) if found else first


@access("protocols.prepare")
def new(request: HttpRequest) -> HttpResponse:
    """A draft on a confirmed ranking of the chosen year; where there is an approved protocol, its new edition."""
    year = navigation.working_year(request)
    if year is None:
        raise Http404("no year is open")
    former = Protocol.objects.filter(cycle__year=year).order_by("-edition").first()
    return _draft(request, year, former, reverse("protocols:index"))


@access("protocols.prepare")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """A new edition of an approved protocol, which it names and replaces once approved itself."""
    found = protocol_or_404(request, pk)
    return _draft(request, found.cycle.year, found, address(found))


def _draft(request: HttpRequest, year: int, former: Protocol | None, back: str) -> HttpResponse:
    initial: dict[str, Any] = usual_requisites(former, clock.today())
    initial["ranking"] = approvable_rankings(year).first()
    form = ProtocolForm(request.POST or None, year=year, initial=initial)
    made: list[Protocol] = []

    def save() -> str:
        given = dict(form.values)
        made.append(preparing.draft(given.pop("ranking"), by=user_of(request), **given))
        return f"Проект подготовлен. Предложите коэффициенты и отметьте присутствующих.{_unnamed(form.values)}"

    title = f"Новая редакция протокола за {year} год" if former else f"Новый протокол за {year} год"
    lead = f"Заменит: {former}. Прежняя остаётся в деле" if former else "Проект можно менять до начала голосования"
    page = Page(title, lead, back, "Подготовить проект", CLAUSE, _crumbs(former))
    answer = edit_page(request, form, save, page, refusals=(Refused,))
    if made:
        answer["Location"] = address(made[0])
    return answer


def _unnamed(values: Mapping[str, Any]) -> str:
    """What a draft saved unfinished still lacks."""
    missing = [name for name, field in (("номер", "number"), ("место составления", "place")) if not values[field]]
    return f" До голосования останется указать: {', '.join(missing)}." if missing else ""


@access("protocols.prepare")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Requisites of a draft."""
    found = protocol_or_404(request, pk)
    form = ProtocolForm(request.POST or None, instance=found, year=found.cycle.year)

    def save() -> str:
        preparing.change(found, by=user_of(request), version=form.shown_version, **form.values)
        return f"Реквизиты сохранены.{_unnamed(form.values)}"

    page = Page("Изменить реквизиты", str(found), address(found), "Сохранить", CLAUSE, _crumbs(found))
    return edit_page(request, form, save, page, refusals=(Refused,))


@access("protocols.prepare")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after asking."""
    found = protocol_or_404(request, pk)
    if not permitted(user_of(request), "protocols.prepare", found):
        raise PermissionDenied("protocols.prepare")
    told = [
        ("Протокол", str(found)),
        ("Ранжирование", str(found.ranking)),
        (f"Предложено коэффициентов {found.which}", str(found.candidates.count())),
    ]

    def forget(version: str) -> str:
        preparing.discard(found, by=user_of(request), version=version)
        return "Проект протокола удалён."

    back, after = address(found), reverse("protocols:index")
    page = Page("Удалить проект протокола", str(found), back, "Удалить проект", CLAUSE, _crumbs(found), after)
    return remove_page(request, told, forget, page, version=version_of(found), refusals=(Refused,))
