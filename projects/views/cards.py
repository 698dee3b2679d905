"""Opening, changing and removing a card; who acts for the head of its project."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from projects import queries
from projects.forms.cards import CardForm, NewCardForm
from projects.models import Cycle, ProjectYear
from projects.models.register import project_office
from projects.offices import office_label
from projects.services import facts
from projects.views.card import card_or_404
from projects.views.facts import card_url, posted
from projects.views.kinds import KINDS
from ranking_portal.accounts.access import access, user_of
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.directory.services import CannotBeDone, appoint
from ranking_portal.editing import Page, edit_page, remove_page
from ranking_portal.reference.forms import AppointmentForm
from ranking_portal.region import worded
from ranking_portal.versions import version_of
from ranking_portal.workflow.errors import Refused


def _page(card: ProjectYear, title: str, *, button: str = "Сохранить", clause: str = worded("2.2")) -> Page:
    back = card_url(card)
    crumbs = (
        (f"Реестр {card.cycle.year}\u00a0года", reverse("projects:list")),
        (f"{card.project.code} {card.name}", back),
    )
    return Page(title, f"{card}, {card.cycle.year}\u00a0год", back, button, clause, crumbs)


@access("projects.edit_facts")
def new(request: HttpRequest, year: int) -> HttpResponse:
    """Enter a project into the year's register."""
    cycle = Cycle.objects.filter(year=year).first()
    if cycle is None:
        raise Http404(f"cycle {year}")
    form = NewCardForm(posted(request), cycle=cycle)

    def save() -> str:
        values = {name: value for name, value in form.values.items() if name != "code"}
        card = facts.add_card(form.cleaned_data["code"], cycle, values, by=user_of(request))
        return f"В реестр внесён проект {card}."

    back = reverse("projects:list")
    crumbs = ((f"Реестр {year}\u00a0года", back),)
    page = Page("Внести проект", f"Реестр {year}\u00a0года", back, "Внести", worded("2.2"), crumbs)
    return edit_page(request, form, save, page, refusals=(Refused,))


@access("projects.edit_facts")
def change(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Change the card's name, body, head, days."""
    card = card_or_404(request, code, year)
    page = _page(card, "Изменить карточку")
    form = CardForm(posted(request), instance=card)

    def save() -> str:
        facts.change(card, form.values, version=form.shown_version, by=user_of(request))
        return "Карточка сохранена."

    return edit_page(request, form, save, page, refusals=(Refused,))


@access("projects.edit_facts")
def remove(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Remove the card with all its facts, after asking."""
    card = card_or_404(request, code, year)
    numbers = queries.facts_counted(card, [kind.model for kind in KINDS.values()])
    counts = [(kind.title, str(number)) for kind, number in zip(KINDS.values(), numbers, strict=True)]

    def forget(version: str) -> str:
        facts.remove(card, version=version, by=user_of(request))
        return f"Проект {code} удалён из реестра {year}\u00a0года."

    shown = _page(card, "Удалить карточку", button="Удалить со всеми фактами")
    page = Page(shown.title, shown.lead, shown.back, shown.button, shown.clause, shown.crumbs, reverse("projects:list"))
    return remove_page(request, counts, forget, page, version=version_of(card), refusals=(Refused,))


@access("directory.appoint")
def acting(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Appoint somebody to act for the head of the project, by an order with days."""
    card = card_or_404(request, code, year)
    office = project_office(code, year)
    form = AppointmentForm(posted(request), office=office, acting_only=True)

    def save() -> str:
        # An office gives its rights.
        require_fresh(is_system=False)
        entered = {name: form.cleaned_data[name] for name in ("person", "since", "until", "order")}
        label = office_label(code, year)
        held = appoint(office=office, office_label=label, acting=True, actor=user_of(request).actor, **entered)
        return f"Обязанности исполняет {held.person}."

    page = _page(card, "Назначить исполняющего обязанности руководителя", button="Назначить", clause=worded("2.6"))
    return edit_page(request, form, save, page, refusals=(CannotBeDone,))
