"""Methodologies: the list, one of them, the editor with its live check, the steps of clause 2.1."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from ranking.enums import MethodologyState
from ranking.methodology_form import MethodologyForm, empty_content, initial_of
from ranking.models import Methodology
from ranking.scales import MethodologyError, parse, problems
from ranking.services import methodologies
from ranking_portal import lists
from ranking_portal.accounts.access import access, nothing_personal, permitted, user_of
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.kept_input import give_back
from ranking_portal.words import counted
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.web import step_page

CONFLICT = 409

LISTED = (
    lists.Column("Приказ №", lambda one: one.order_number, 16),
    lists.Column("от", lambda one: one.order_date, 12, lists.Kind.DAY),
    lists.Column("Название", lambda one: one.title, 60),
    lists.Column("Согласование №", lambda one: one.agreement_number, 18),
    lists.Column("от", lambda one: one.agreement_date, 12, lists.Kind.DAY),
    lists.Column("Действует с", lambda one: one.in_force_from, 12, lists.Kind.DAY),
    lists.Column("Состояние", lambda one: one.get_state_display(), 20),
)


@nothing_personal
@access("ranking.view_methodology")
def index(request: HttpRequest) -> HttpResponseBase:
    """All methodologies, the one in force first."""
    rows = sorted(
        Methodology.objects.select_related("based_on"),
        key=lambda one: (one.state != MethodologyState.IN_FORCE, -one.pk),
    )
    if lists.is_asked(request):
        return lists.workbook_answer("methodologies", "Порядки проведения ранжирования", LISTED, rows)
    may_edit = permitted(request.user, "ranking.edit_methodology")
    return render(request, "ranking/methodologies.html", {"methodologies": rows, "may_edit": may_edit})


@access("ranking.view_methodology")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A methodology: requisites, criteria with scales, what may be done with it, its history."""
    found = get_object_or_404(Methodology.objects.select_related("based_on"), pk=pk)
    try:
        content, wrong = parse(found.content), []
    except MethodologyError as error:
        content, wrong = None, error.problems
    user = user_of(request)
    context = {
        "methodology": found,
        "content": content,
        "problems": wrong,
        "steps": [step for step in available(found, user) if step.name != "supersede"],
        "may_edit": permitted(user, "ranking.edit_methodology"),
        "may_try": permitted(user, "ranking.open_workshop"),
        "is_draft": found.state == MethodologyState.DRAFT,
        "history": told(history(found)),
    }
    return render(request, "ranking/methodology.html", context)


@access("ranking.edit_methodology")
def new(request: HttpRequest) -> HttpResponse:
    """An empty draft: created by POST, opened in the editor."""
    if request.method != "POST":
        return render(request, "ranking/methodology_new.html")
    made = methodologies.draft("Порядок проведения ранжирования проектов", empty_content(), by=user_of(request))
    messages.success(request, "Создан пустой черновик методики.")
    return redirect("ranking:methodology-edit", made.pk)


@access("ranking.edit_methodology")
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft copied from another methodology: the only way to change one in force."""
    source = get_object_or_404(Methodology, pk=pk)
    if request.method != "POST":
        return render(request, "ranking/methodology_new.html", {"source": source})
    made = methodologies.draft(source.title, source.content, by=user_of(request), based_on=source)
    messages.success(request, "Создан черновик по образцу. Прежняя методика не изменилась.")
    return redirect("ranking:methodology-edit", made.pk)


@access("ranking.edit_methodology")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor of a draft: "check" judges without saving, saving keeps an unfinished draft too."""
    found = get_object_or_404(Methodology, pk=pk)
    if found.state != MethodologyState.DRAFT:
        messages.error(request, f"Сейчас «{found.get_state_display()}»: меняют только черновик.")
        return redirect("ranking:methodology", pk)
    if request.method != "POST":
        form = MethodologyForm(initial=initial_of(found.title, found.content))
        give_back(request, form)
        return _editor(request, found, form, form.found_problems() if form.is_bound else problems(found.content))
    form = MethodologyForm(request.POST)
    if "check" in request.POST or request.headers.get("HX-Request"):
        wrong = form.found_problems()
        if request.headers.get("HX-Request"):
            return render(request, "ranking/_problems.html", {"problems": wrong, "checked": True})
        return _editor(request, found, form, wrong, checked=True)
    if not form.is_valid():
        return _editor(request, found, form, form.found_problems(), status=CONFLICT)
    try:
        content = form.content()
        methodologies.change(found, title=form.cleaned_data["title"], content=content, by=user_of(request))
    except Refused as refusal:
        form.add_error(None, " ".join(refusal.reasons))
        return _editor(request, found, form, form.found_problems(), status=CONFLICT)
    left = problems(content)
    if left:
        remains = counted(len(left), "замечание", "замечания", "замечаний")
        messages.warning(request, f"Черновик сохранён. Рассчитать по нему пока нельзя, осталось {remains}: они ниже.")
    else:
        messages.success(request, "Черновик сохранён.")
    return redirect("ranking:methodology", pk)


def _editor(
    request: HttpRequest,
    found: Methodology,
    form: MethodologyForm,
    wrong: Any,
    *,
    checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {"methodology": found, "form": form, "problems": wrong, "checked": checked}
    return render(request, "ranking/methodology_edit.html", context, status=status)


@access("ranking.view_methodology")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of clause 2.1; coming into force supersedes the former methodology in the same transaction."""
    found = get_object_or_404(Methodology, pk=pk)
    back = reverse("ranking:methodology", args=(pk,))
    if name == "supersede":
        raise Http404(name)
    if name == "enforce" and request.method == "POST":
        try:
            methodologies.enforce(found, by=user_of(request))
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
        else:
            messages.success(request, "Методика введена в действие.")
        return redirect(back)
    return step_page(request, found, name, back=back)
