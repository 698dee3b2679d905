"""Proposals of a coefficient and other questions on the agenda of a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from projects.models import Project
from protocols.enums import QuestionKind
from protocols.forms.agenda import CandidateForm, GroundsForm, QuestionForm, SpeakerForm, values_of
from protocols.models import Protocol
from protocols.presenting import ranking_rows
from protocols.services import agenda
from protocols.views.one import address, protocol_or_404, way_back
from ranking_portal.accounts.access import access, user_of
from ranking_portal.editing import Page, edit_page, remove_page
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow.errors import Refused


def _page(request: HttpRequest, found: Protocol, title: str, button: str, clause: str) -> Page:
    crumbs = ((str(found), address(found)),)
    return Page(title, str(found), way_back(request, found), button, clause, crumbs)


def _law(found: Protocol) -> dict[str, Any]:
    """Grounds and coefficients that may be named."""
    return {"edition": edition_for(found.cycle.year), "offered": found.offered}


@access("protocols.prepare")
def add_candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a coefficient for a project."""
    found = protocol_or_404(request, pk)
    proposed = set(found.candidates.values_list("project__code", flat=True))
    rows = [row for row in ranking_rows(found) if row.eligible is True and row.code not in proposed]
    form = CandidateForm(request.POST or None, rows=rows, **_law(found))

    def save() -> str:
        project = Project.objects.get(code=form.cleaned_data["project"])
        made = agenda.add_candidate(found, project, by=user_of(request), **form.values())
        return f"Коэффициент {made.coefficient_told} предложен: {project.code}."

    page = _page(request, found, f"Предложить {found.what_is_given}", "Предложить", worded("2.5"))
    return edit_page(request, form, save, page, refusals=(Refused,))


@access("protocols.prepare")
def change_candidate(request: HttpRequest, pk: int, candidate_pk: int) -> HttpResponse:
    """Change the grounds and the justification."""
    found = protocol_or_404(request, pk)
    candidate = get_object_or_404(found.candidates.select_related("project"), pk=candidate_pk)
    initial: dict[str, Any] = {"grounds": list(candidate.ground_numbers), "justification": candidate.justification}
    initial["coefficient"] = candidate.coefficient
    form = GroundsForm(request.POST or None, initial=initial, **_law(found))

    def save() -> str:
        agenda.change_candidate(candidate, by=user_of(request), **form.values())
        return "Предложение сохранено."

    page = _page(request, found, f"Предложение по проекту {candidate.project.code}", "Сохранить", worded("2.5"))
    return edit_page(request, form, save, page, refusals=(Refused,))


@access("protocols.prepare")
def remove_candidate(request: HttpRequest, pk: int, candidate_pk: int) -> HttpResponse:
    """Take a proposal off, after asking."""
    found = protocol_or_404(request, pk)
    candidate = get_object_or_404(found.candidates.select_related("project", "protocol"), pk=candidate_pk)
    told = [
        ("Проект", candidate.project.code),
        ("Основание", candidate.grounds),
        ("Обоснование", candidate.justification),
    ]

    def forget(version: str) -> str:
        agenda.remove_candidate(candidate, by=user_of(request))
        return f"Предложение снято: {candidate.project.code}."

    page = _page(request, found, "Снять предложение", "Снять", worded("2.5"))
    return remove_page(request, told, forget, page, version="", refusals=(Refused,))


@access("protocols.prepare")
def add_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Put another question on the agenda."""
    found = protocol_or_404(request, pk)
    form = QuestionForm(request.POST or None)

    def save() -> str:
        agenda.add_question(found, by=user_of(request), **form.cleaned_data)
        return "Вопрос внесён в повестку."

    page = _page(request, found, "Добавить вопрос повестки", "Добавить", worded("2.6"))
    return edit_page(request, form, save, page, refusals=(Refused,))


@access("protocols.prepare")
def change_question(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Change a question; of a prescribed one, who reports."""
    found = protocol_or_404(request, pk)
    question = get_object_or_404(found.questions.select_related("protocol"), pk=question_pk)
    form_of = QuestionForm if question.kind == QuestionKind.OTHER else SpeakerForm
    form = form_of(request.POST or None, initial=values_of(question))

    def save() -> str:
        agenda.change_question(question, by=user_of(request), **form.cleaned_data)
        return "Вопрос сохранён."

    title = "Изменить вопрос" if form_of is QuestionForm else "Кто докладывает"
    return edit_page(request, form, save, _page(request, found, title, "Сохранить", worded("2.6")), refusals=(Refused,))


@access("protocols.prepare")
def remove_question(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """Take a question of the council's own off, after asking."""
    found = protocol_or_404(request, pk)
    question = get_object_or_404(found.questions.select_related("protocol"), pk=question_pk)

    def forget(version: str) -> str:
        agenda.remove_question(question, by=user_of(request))
        return "Вопрос снят с повестки."

    page = _page(request, found, "Снять вопрос с повестки", "Снять", worded("2.6"))
    return remove_page(request, [("Вопрос", question.title)], forget, page, version="", refusals=(Refused,))
