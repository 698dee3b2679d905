"""Doubtful facts of a year: each is mended by a click, or accepted with a reason."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from projects import queries
from projects.forms.quality import ACCEPTED, ALL, AcceptForm, DoubtFilter
from projects.models import Accepted, Cycle
from projects.quality import RULES, Finding
from projects.quality.rule import ABSENT, CARD, HELPER, ORGANIZATION, POST, Record
from projects.services import quality as services
from projects.services.quality import ACCEPT, Shown
from ranking_portal import lists
from ranking_portal.accounts.access import access, permitted, require, user_of
from ranking_portal.accounts.models import User
from ranking_portal.editing import CONFLICT
from ranking_portal.kept_input import give_back
from ranking_portal.ui import navigation
from ranking_portal.words import counted
from ranking_portal.workflow.errors import Refused

PAGE = 100


@dataclass(frozen=True)
class Link:
    """A record with the address where it is mended, or only looked at."""

    title: str
    code: str
    url: str


@dataclass(frozen=True)
class Line:
    """A row of the list."""

    finding: Finding
    links: list[Link]
    accepted: Accepted | None


LISTED = (
    lists.Column("Проект", lambda shown: ", ".join(shown.finding.codes), 12),
    lists.Column("Что сомнительно", lambda shown: shown.finding.rule.title, 40),
    lists.Column("Подробности", lambda shown: shown.finding.told, 60),
    lists.Column("Записи", lambda shown: "; ".join(record.title for record in shown.finding.records), 70),
    lists.Column("Пункт", lambda shown: shown.finding.rule.clause, 8),
    lists.Column("Принято: причина", lambda shown: shown.accepted and shown.accepted.reason, 40),
    lists.Column("Кто принял", lambda shown: shown.accepted and shown.accepted.actor_label, 30),
    lists.Column("Когда", lambda shown: shown.accepted and shown.accepted.at, 18, lists.Kind.MOMENT),
)


def address_of(record: Record, year: int, *, mends: bool) -> str:
    """The form of a record for who may mend it, its place on the card for who may not; "" where there is none."""
    if not mends:
        slug = record.key if record.kind == ABSENT else record.kind
        return f"{reverse('projects:card', args=(record.code, year))}#{slug}" if record.code else ""
    match record.kind:
        case kind if kind == CARD:
            return reverse("projects:card-edit", args=(record.code, year))
        case kind if kind == ABSENT:
            return reverse("projects:fact-add", args=(record.code, year, record.key))
        case kind if kind == POST:
            return reverse("directory:post-edit", args=(record.person, record.key))
        case kind if kind == HELPER:
            return reverse("projects:infrastructure-edit", args=(year, record.key))
        case kind if kind == ORGANIZATION:
            return reverse("directory:organization-edit", args=(record.key,))
        case kind:
            return reverse("projects:fact-edit", args=(record.code, year, kind, record.key))


def seen(user: User, cycle: Cycle) -> list[Shown]:
    """Doubts that the user may see: of the whole year, or of the projects that he heads."""
    if permitted(user, "projects.view_all_quality"):
        return services.doubts_of(cycle)
    return services.doubts_of(cycle, queries.headed_cards(user, cycle.year))


@dataclass(frozen=True)
class Choice:
    """The doubts that the page shows, and the form that chose them."""

    form: DoubtFilter
    chosen: list[Shown]
    every: list[Shown]
    filtered: bool

    @property
    def open_digests(self) -> list[str]:
        """Those chosen that nobody has accepted."""
        return [shown.finding.digest for shown in self.chosen if shown.accepted is None]

    @property
    def digest(self) -> str:
        """The very set of them."""
        return hashlib.sha256("".join(self.open_digests).encode()).hexdigest()


def choice_of(request: HttpRequest, cycle: Cycle) -> Choice:
    """What the address asks to see."""
    every = seen(user_of(request), cycle)
    codes = sorted({code for shown in every for code in shown.finding.codes})
    form = DoubtFilter(request.GET, projects=[(code, code) for code in codes])
    given = form.cleaned_data if form.is_valid() else {}
    given.pop("year", None)
    state = given.get("state", "")
    chosen = [
        shown
        for shown in every
        if (state == ALL or (shown.accepted is not None) == (state == ACCEPTED))
        and given.get("rule") in ("", None, shown.finding.rule.key)
        and (not given.get("project") or given["project"] in shown.finding.codes)
    ]
    return Choice(form, chosen, every, any(given.values()))


@access("projects.view_quality")
def doubts(request: HttpRequest) -> HttpResponseBase:
    """The year's doubtful facts; those ticked are accepted, all of them or none."""
    user = user_of(request)
    year = navigation.working_year(request)
    if request.method == "POST":
        require(user, ACCEPT)
    if year is None:
        return render(request, "projects/quality.html", {"year": None})
    cycle = Cycle.objects.get(year=year)
    choice = choice_of(request, cycle)
    if lists.is_asked(request):
        return lists.workbook_answer(f"quality-{year}", f"Качество реестра, {year} год", LISTED, choice.chosen)
    form = AcceptForm(
        _sent(request, choice) if request.method == "POST" else None,
        digests=[shown.finding.digest for shown in choice.every],
    )
    give_back(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            done = services.accept(cycle, form.cleaned_data["doubts"], form.cleaned_data["reason"], by=user)
        except Refused as refusal:
            form.add_error(None, " ".join(refusal.reasons))
        else:
            messages.success(request, f"Принято: {counted(done, 'запись', 'записи', 'записей')}.")
            return redirect(request.get_full_path())
    context = {
        "year": year,
        "accept_form": form,
        "may_accept": permitted(user, ACCEPT),
        **_shown(request, choice, year),
    }
    return render(request, "projects/quality.html", context, status=CONFLICT if request.method == "POST" else 200)


def _sent(request: HttpRequest, choice: Choice) -> Any:
    """What was sent; where all that the page had chosen is accepted, every one of it, on whatever page of the list."""
    if (all_of := request.POST.get("all")) is None:
        return request.POST
    data = request.POST.copy()
    # Another set than the one that was shown stands for itself, and is no choice of the form.
    data.setlist("doubts", choice.open_digests if all_of == choice.digest else [all_of])
    return data


def _shown(request: HttpRequest, choice: Choice, year: int) -> dict[str, Any]:
    mends = permitted(user_of(request), "projects.edit_facts")
    page = Paginator(choice.chosen, PAGE).get_page(request.GET.get("page"))
    waiting = Counter(shown.finding.rule.key for shown in choice.every if shown.accepted is None)
    return {
        "form": choice.form,
        "page": page,
        "lines": [_line(shown, year, mends=mends) for shown in page.object_list],
        "filtered": choice.filtered,
        "open_chosen": len(choice.open_digests),
        "open_digest": choice.digest,
        "reset_url": f"{reverse('projects:quality')}?year={year}" if choice.filtered else "",
        "rules": [(one, waiting[key]) for key, one in RULES.items()],
        "waiting": sum(waiting.values()),
        "taken": sum(shown.accepted is not None for shown in choice.every),
        "ticked": request.POST.getlist("doubts"),
        "whole": permitted(user_of(request), "projects.view_all_quality"),
    }


def _line(shown: Shown, year: int, *, mends: bool) -> Line:
    links = [Link(record.title, record.code, address_of(record, year, mends=mends)) for record in shown.finding.records]
    return Line(shown.finding, links, shown.accepted)


@access(ACCEPT)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a doubt again that was accepted."""
    made = get_object_or_404(Accepted.objects.select_related("cycle"), pk=pk)
    title = RULES[made.rule].title if made.rule in RULES else made.rule
    services.withdraw(made, title, by=user_of(request))
    messages.success(request, "Сомнение снова открыто.")
    back = request.POST.get("back", "")
    sound = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if sound else f"{reverse('projects:quality')}?year={made.cycle.year}")
