"""Organizations: the list, the page of one, entering and changing, who heads it."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.accounts.models import User
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.directory import queries, services
from ranking_portal.directory.enums import OrganizationKind
from ranking_portal.directory.mentions import mentions
from ranking_portal.directory.models import Appointment, Organization, body_office
from ranking_portal.directory.services import CannotBeDone
from ranking_portal.editing import Page, edit_page
from ranking_portal.journal.models import Entry
from ranking_portal.journal.reading import told as in_words
from ranking_portal.journal.services import ref_of
from ranking_portal.reference.forms import (
    AppointmentForm,
    EndForm,
    NewOrganizationForm,
    OrganizationFilter,
    OrganizationForm,
)
from ranking_portal.region import worded
from ranking_portal.versions import version_of

PAGE = 50
LIST = ("Организации", "directory:organizations")

LISTED = (
    lists.Column("Краткое наименование", lambda item: item["row"].short_name, 28),
    lists.Column("Полное наименование", lambda item: item["row"].full_name, 70),
    lists.Column("Вид", lambda item: item["row"].get_kind_display(), 40),
    lists.Column("Руководитель сейчас", lambda item: "; ".join(map(_held_by, item["heads"])), 40),
    lists.Column("Действует с", lambda item: item["row"].since, 12, lists.Kind.DAY),
    lists.Column("Действует по", lambda item: item["row"].until, 12, lists.Kind.DAY),
    lists.Column("Правопреемник", lambda item: item["row"].successor and item["row"].successor.short_name, 28),
)


def _held_by(held: Appointment) -> str:
    return f"{held.person.full_name} (и. о.)" if held.acting else held.person.full_name


def tabs_of(user: User, current: str) -> list[dict[str, Any]]:
    """Lists of the directory that the user may see."""
    pages = ((*LIST, "directory.view_some"), ("Люди", "directory:people", "directory.view_people"))
    return [
        {"title": title, "url": reverse(url), "current": url == current}
        for title, url, permission in pages
        if permitted(user, permission)
    ]


def organization_or_404(request: HttpRequest, pk: int) -> Organization:
    """The organization, where the user may see it."""
    user = user_of(request)
    return get_object_or_404(queries.organizations(user, sees_all=permitted(user, "directory.view")), pk=pk)


@access("directory.view_some")
def organizations(request: HttpRequest) -> HttpResponseBase:
    """Organizations the user may see, by name and kind."""
    user = user_of(request)
    form = OrganizationFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.organizations(user, sees_all=permitted(user, "directory.view"))
    if chosen.get("q"):
        rows = rows.filter(queries.matching(chosen["q"], "short_name", "full_name"))
    if chosen.get("kind"):
        rows = rows.filter(kind=chosen["kind"])
    rows = rows.order_by(queries.by_letter("short_name"), "pk")
    if lists.is_asked(request):
        return lists.workbook_answer("organizations", "Организации", LISTED, _headed(rows.select_related("successor")))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _headed(page),
        "form": form,
        "filtered": any(chosen.values()),
        "reset_url": reverse(LIST[1]) if any(chosen.values()) else "",
        "may_edit": permitted(user, "directory.edit"),
        "tabs": tabs_of(user, LIST[1]),
    }
    return render(request, "directory/organizations.html", context)


def _headed(rows: Iterable[Organization]) -> list[dict[str, Any]]:
    """Organizations with those who head them today: one query for all."""
    found = list(rows)
    offices = [body_office(row.short_name) for row in found]
    heads: dict[str, list[Appointment]] = {}
    for held in Appointment.objects.on(clock.today()).filter(office__in=offices).select_related("person"):
        heads.setdefault(held.office, []).append(held)
    return [{"row": row, "heads": heads.get(body_office(row.short_name), [])} for row in found]


@access("directory.view_some")
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """One organization: head, people, projects, appointments, history."""
    shown, user, today = organization_or_404(request, pk), user_of(request), clock.today()
    office = body_office(shown.short_name)
    appointments = list(queries.heads_of(shown))
    everybody = queries.people(user, sees_all=permitted(user, "directory.view_all_people"))
    served = shown.posts.filter(person__in=everybody.values("pk")).select_related("person")
    history = Entry.objects.filter(ref__in=(ref_of(shown), office))
    people = Paginator(served.order_by("-year", queries.by_letter("person__full_name")), PAGE)
    context = {
        "organization": shown,
        "now": [held for held in appointments if held.since <= today and (held.until is None or held.until >= today)],
        "appointments": appointments,
        "people": people.get_page(request.GET.get("page")),
        "mentions": mentions(user, shown),
        "predecessors": shown.predecessors.all(),
        "children": shown.children.all(),
        "history": in_words(history) if permitted(user, "directory.view") else (),
        "may_edit": permitted(user, "directory.edit"),
        "may_appoint": permitted(user, "directory.appoint") and shown.kind == OrganizationKind.AUTHORITY,
    }
    return render(request, "directory/organization.html", context)


@access("directory.edit")
def new(request: HttpRequest) -> HttpResponse:
    """Enter an organization."""
    form = NewOrganizationForm(request.POST if request.method == "POST" else None)

    def save() -> str:
        row = services.add(Organization(**form.values), actor=user_of(request).actor)
        return f"Внесена организация {row}."

    back = reverse(LIST[1])
    page = Page("Внести организацию", "Справочник организаций", back, "Внести", worded("2.2"), ((LIST[0], back),))
    return edit_page(request, form, save, page, refusals=(CannotBeDone,))


@access("directory.edit")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an organization's name in full, kind, days, successor."""
    shown = organization_or_404(request, pk)
    form = OrganizationForm(request.POST if request.method == "POST" else None, instance=shown)

    def save() -> str:
        services.change(shown, form.values, version=form.shown_version, actor=user_of(request).actor)
        return "Организация сохранена."

    page = page_of(shown, "Изменить организацию", clause=worded("2.2"))
    return edit_page(request, form, save, page, refusals=(CannotBeDone,))


def page_of(organization: Organization, title: str, *, button: str = "Сохранить", clause: str = worded("2.6")) -> Page:
    """The surroundings of an organization's forms."""
    back = reverse("directory:organization", args=(organization.pk,))
    crumbs = ((LIST[0], reverse(LIST[1])), (organization.short_name, back))
    return Page(title, organization.full_name, back, button, clause, crumbs)


@access("directory.appoint")
def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint the head of a body, or somebody to act for him."""
    shown = organization_or_404(request, pk)
    office = body_office(shown.short_name)
    form = AppointmentForm(request.POST if request.method == "POST" else None, office=office)

    def save() -> str:
        # An office gives its rights.
        require_fresh(is_system=False)
        label = f"руководитель: {shown.short_name}"
        held = services.appoint(office=office, office_label=label, actor=user_of(request).actor, **form.values)
        return f"Назначение внесено: {held.person}."

    page = page_of(shown, "Назначить руководителя", button="Назначить")
    return edit_page(request, form, save, page, refusals=(CannotBeDone,))


@access("directory.appoint")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment on its last day."""
    held = get_object_or_404(Appointment.objects.select_related("person"), pk=pk)
    back = _page_of_office(held)
    initial = {"until": min(clock.today(), held.until or clock.today()), "version": version_of(held)}
    form = EndForm(request.POST if request.method == "POST" else None, initial=initial, appointment=held)

    def save() -> str:
        require_fresh(is_system=False)
        entered = form.cleaned_data
        services.end_appointment(held, actor=user_of(request).actor, **entered)
        return f"Назначение завершено: {held.person}, последний день {entered['until']:%d.%m.%Y}."

    page = Page("Завершить назначение", str(held), back, "Завершить", worded("2.6"), ((LIST[0], reverse(LIST[1])),))
    return edit_page(request, form, save, page, refusals=(CannotBeDone,))


def _page_of_office(held: Appointment) -> str:
    """Where the appointment is shown: the page of its body, or of its person."""
    kind, _, name = held.office.partition(":")
    body = Organization.objects.filter(short_name=name).first() if kind == "body" else None
    if body is not None:
        return reverse("directory:organization", args=(body.pk,))
    return reverse("directory:person", args=(held.person_id,))
