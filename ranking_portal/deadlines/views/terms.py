"""The list of the year's terms, and a term's own page."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ranking_portal import clock, lists, words
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.deadlines import arithmetic, calendars, happenings, queries
from ranking_portal.deadlines.doing import Places
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.forms import MINE, ORGANIZATION, TermFilter
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import Shown, shown
from ranking_portal.deadlines.recounting import recounts_of
from ranking_portal.deadlines.services import NEXT_WORKING_DAY
from ranking_portal.directory.queries import by_letter
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.ui.sorting import Column, headers, order_of

PAGE = 50
COLUMNS = (
    Column("title", "Что сделать", by_letter("title")),
    Column("object", "О чём", by_letter("object_label"), "wide"),
    Column("who", "Кто", F("who"), "wide"),
    Column("due", "Срок", F("due_on")),
    Column("left", "Рабочих дней", css="num wide"),
    Column("state", "Состояние", F("state")),
)

LISTED = (
    lists.Column("Что сделать", lambda item: item.deadline.title, 60),
    lists.Column("О чём", lambda item: item.deadline.object_label, 44),
    lists.Column("Кто", lambda item: item.deadline.get_who_display(), 34),
    lists.Column("Пункт", lambda item: item.deadline.clause, 8),
    lists.Column("Срок", lambda item: item.deadline.due_on, 12, lists.Kind.DAY),
    lists.Column("Рабочий день срока", lambda item: item.deadline.act_by, 12, lists.Kind.DAY),
    lists.Column("Осталось рабочих дней (минус — опоздание)", lambda item: _left(item), 18, lists.Kind.NUMBER),
    lists.Column("Состояние", lambda item: item.badge, 20),
    lists.Column("Сделано", lambda item: item.deadline.done_on, 12, lists.Kind.DAY),
)


def _left(item: Shown) -> int | None:
    if item.deadline.state == DeadlineState.OPEN:
        return item.left
    return -item.deadline.late_working_days or None


@access("deadlines.view")
def deadlines(request: HttpRequest) -> HttpResponseBase:
    """Terms of the year that the user may see: whose, in which state, under which clause."""
    user, today = user_of(request), clock.today()
    year = navigation.working_year(request)
    of_year = queries.visible(user).filter(year=year or 0)
    form = TermFilter(request.GET, clauses=sorted(set(of_year.values_list("clause", flat=True))))
    chosen = form.cleaned_data if form.is_valid() else {}
    sort = chosen.pop("sort", "")
    rows = _chosen(of_year, user, year or 0, chosen).order_by(*order_of(COLUMNS, sort), "due_on", "code", "object_key")
    calendar = calendars.working_calendar()
    if lists.is_asked(request):
        items = (shown(row, today, calendar) for row in rows.iterator(chunk_size=1000))
        return lists.workbook_answer(f"deadlines-{year}", f"Сроки, {year} год", LISTED, items)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    filtered = any(chosen.values())
    context = {
        "year": year,
        "form": form,
        "page": page,
        "items": [shown(row, today, calendar) for row in page],
        "headers": headers(COLUMNS, sort),
        "filtered": filtered,
        "reset_url": reverse("deadlines") if filtered else "",
        "may_see_discipline": permitted(user, "deadlines.view_all"),
    }
    return render(request, "deadlines/list.html", context)


def _chosen(rows: QuerySet[Deadline], user: Any, year: int, chosen: dict[str, Any]) -> QuerySet[Deadline]:
    whose = {MINE: queries.own(user), ORGANIZATION: queries.of_organization(user, year)}.get(chosen.get("whose", ""))
    if whose is not None:
        rows = rows.filter(pk__in=whose.values("pk"))
    if chosen.get("state"):
        rows = queries.in_state(rows, chosen["state"], clock.today())
    if chosen.get("clause"):
        rows = rows.filter(clause=chosen["clause"])
    return queries.sought(rows, chosen["q"]) if chosen.get("q") else rows


@access("deadlines.view")
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """One term: its arithmetic day by day or why that very day, what closes it, how it was recounted, its history."""
    user = user_of(request)
    found = get_object_or_404(queries.visible(user), pk=pk)
    places, is_own = Places(user), queries.mine(user).filter(pk=found.pk).exists()
    calendar = calendars.working_calendar()
    edition = edition_for(found.year)
    days = calendar.term(found.event_on, found.working_days).days if found.working_days else ()
    context = {
        "deadline": found,
        "shown": shown(found, clock.today(), calendar),
        "days": arithmetic.told(days),
        # A closed term never moves: the calendar it was counted by may have changed since.
        "counted_before": bool(days) and days[-1].day != found.due_on,
        "place": places.of(found) if is_own else places.of_others(found),
        "event_weekday": words.weekday(found.event_on),
        "due_weekday": words.weekday(found.due_on),
        "due_reason": calendar.reason(found.due_on),
        "edition": edition,
        "recounts": recounts_of(found),
        "history": told(history(found)) if permitted(user_of(request), "deadlines.view_all") else (),
        **_by_the_law(edition, found),
    }
    return render(request, "deadlines/one.html", context)


def _by_the_law(edition: Edition, found: Deadline) -> dict[str, Any]:
    """What the edition's table says of the term; nothing where a later edition has no such obligation."""
    row = next((row for row in edition.obligations if row.code == found.code), None)
    if row is None:
        return {}
    following = [other.title for other in edition.obligations if other.code in row.opens_next]
    return {
        "opens_on": happenings.in_words(row.opens_on),
        "closed_by": happenings.in_words(row.closed_by),
        "cancelled_by": happenings.cancelling(row),
        "following": following,
        "named_day": edition.due_date(row, found.year),
        "exceptional": found.year in dict(row.exceptions),
        "moves_on": edition.choice("fixed_date_on_day_off") == NEXT_WORKING_DAY,
    }
