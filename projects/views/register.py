"""The register of a year: what is in it, how it is sought, sorted and taken away as a workbook; opening a year."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from projects import queries
from projects.download import COLUMNS
from projects.forms.cards import CycleForm, ListFilter
from projects.models import ProjectYear
from projects.services.cycles import open_cycle
from projects.views.facts import posted
from projects.views.kinds import KINDS, TEAM
from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.directory.models import Organization
from ranking_portal.directory.queries import by_letter, matching
from ranking_portal.editing import Page, edit_page
from ranking_portal.region import worded
from ranking_portal.ui import navigation
from ranking_portal.workflow.errors import Refused

PAGE = 50
SEARCHED = ("project__code", "name", "national_project", "head__full_name")
ORDERS: dict[str, Any] = {
    "code": F("project__code"),
    "name": by_letter("name"),
    "national": by_letter("national_project"),
    "body": by_letter("responsible__short_name"),
    "head": by_letter("head__full_name"),
    "money": F("funding__appropriation_kopecks"),
    "targets": F("targets_reached"),
    "steps": F("steps_in_time"),
    "contracts": F("contracts_all"),
}
HEADERS = (
    ("code", "Код", False),
    ("name", "Проект", False),
    ("national", "Национальный проект", False),
    ("body", "Орган", False),
    ("head", "Руководитель", False),
    ("money", "Ассигнования, руб.", True),
    ("targets", "Показатели", True),
    ("steps", "В срок", True),
    ("contracts", "Контракты", True),
)


@dataclass(frozen=True)
class Header:
    """Head of a column: a click sorts by it, a second one the other way."""

    title: str
    numeric: bool
    sort: str
    direction: str


def headers(chosen: str) -> list[Header]:
    """Heads of the columns for the chosen order."""
    shown = []
    for key, title, numeric in HEADERS:
        direction = {key: "ascending", f"-{key}": "descending"}.get(chosen, "")
        shown.append(Header(title, numeric, f"-{key}" if direction == "ascending" else key, direction))
    return shown


def in_order(cards: QuerySet[ProjectYear], chosen: str) -> QuerySet[ProjectYear]:
    """Cards in the chosen order; nothing stands last; ties by code."""
    expression = ORDERS.get(chosen.removeprefix("-"))
    if expression is None:
        return cards.order_by("project__code")
    order = expression.desc(nulls_last=True) if chosen.startswith("-") else expression.asc(nulls_last=True)
    return cards.order_by(order, "project__code")


@dataclass(frozen=True)
class Listing:
    """The cards chosen from those the user may see, and the form that chose them."""

    cards: QuerySet[ProjectYear]
    form: ListFilter
    sort: str
    filtered: bool


def listing(request: HttpRequest, year: int) -> Listing:
    """What the page and the workbook both show."""
    visible = queries.visible_cards(user_of(request), year)
    of_year = visible.order_by().values_list("national_project", flat=True).distinct()
    bodies = Organization.objects.filter(pk__in=visible.order_by().values("responsible"))
    form = ListFilter(request.GET, national=sorted(of_year), bodies=bodies)
    cards = queries.with_progress(visible, clock.today())
    chosen = form.cleaned_data if form.is_valid() else {}
    if chosen.get("q"):
        cards = cards.filter(matching(chosen["q"], *SEARCHED))
    if chosen.get("national"):
        cards = cards.filter(national_project=chosen["national"])
    if chosen.get("body"):
        cards = cards.filter(responsible=chosen["body"])
    if chosen.get("lacking"):
        cards = queries.lacking_facts(cards)
    sort = chosen.pop("sort", "")
    return Listing(in_order(cards, sort), form, sort, any(chosen.values()))


@access("projects.view_some")
def cards(request: HttpRequest) -> HttpResponse:
    """The year's cards, fifty a page."""
    user, year = user_of(request), navigation.working_year(request)
    context: dict[str, Any] = {
        "year": year,
        "may_open": permitted(user, "projects.open_cycle"),
        "may_edit": permitted(user, "projects.edit_facts"),
        "may_see_imports": permitted(user, "projects.view_imports"),
        "may_see_quality": permitted(user, "projects.view_quality"),
        "may_import": permitted(user, "projects.import"),
        "may_export_year": permitted(user, "projects.export_year"),
        "kinds": [kind for kind in KINDS.values() if kind is not TEAM or permitted(user, "projects.view_people")],
        "may_see_infrastructure": permitted(user, "projects.view_infrastructure"),
    }
    if year is not None:
        found = listing(request, year)
        page = Paginator(found.cards, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "form": found.form, "filtered": found.filtered, "headers": headers(found.sort)}
        context["reset_url"] = reverse("projects:list") if found.filtered else ""
    return render(request, "projects/list.html", context)


@access("projects.view_some")
def download(request: HttpRequest) -> HttpResponseBase:
    """The cards chosen on the page as a workbook."""
    year = navigation.working_year(request)
    if year is None:
        return redirect("projects:list")
    found = listing(request, year)
    title = worded(f"Региональные проекты Ленинградской области, {year} год")
    return lists.workbook_answer(f"register-{year}", title, COLUMNS, found.cards, frozen=2)


@access("projects.open_cycle")
def open_year(request: HttpRequest) -> HttpResponse:
    """Open the cycle of a fiscal year."""
    years = navigation.years()
    form = CycleForm(posted(request), initial={"year": max(years) + 1 if years else clock.today().year})

    def save() -> str:
        cycle, _ = open_cycle(form.cleaned_data["year"], by=user_of(request))
        request.session[navigation.SESSION_KEY] = cycle.year
        return f"Открыт {cycle}."

    lead = worded("Открытие года заводит его сроки: ранжирование, протокол, направление Губернатору.")
    back = reverse("projects:list")
    page = Page("Открыть новый год", lead, back, "Открыть год", worded("2.3"), (("Реестр проектов", back),))
    return edit_page(request, form, save, page, refusals=(Refused,))
