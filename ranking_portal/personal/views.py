"""Pages: the register of personal data, a person's extract, whose time is over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, signed_in, user_of
from ranking_portal.accounts.models import User
from ranking_portal.answers import kept_answer
from ranking_portal.directory.models import Person
from ranking_portal.kept_input import give_back
from ranking_portal.personal import anonymising, extract
from ranking_portal.personal.forms import DueForm, SureForm
from ranking_portal.personal.register import COLUMNS, lines, term_of
from ranking_portal.personal_fields import declared

AS_JSON = "json"
# Rows of a kind on the page; the rest is in the file.
SHOWN = 20


@access("personal.view_register")
def register(request: HttpRequest) -> HttpResponseBase:
    """Which fields keep data of people: whose, what for, on what ground, for how long, who sees them."""
    if lists.is_asked(request):
        return lists.workbook_answer("personal-data", "Реестр персональных данных", COLUMNS, lines())
    context = {
        "kept": [(kept, term_of(kept)) for kept in declared()],
        "fields": sum(len(kept.fields) for kept in declared()),
        "may_anonymise": permitted(request.user, anonymising.PERMISSION),
    }
    return render(request, "personal/register.html", context)


@never_cache
@signed_in
def own(request: HttpRequest) -> HttpResponseBase:
    """Everything that the portal keeps about whoever asks."""
    user = user_of(request)
    return _extract(request, user.person, user, "personal/own.html")


@never_cache
@access("personal.extract")
def of_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same about a person of the register who has asked the office for it."""
    person = get_object_or_404(Person.objects.select_related("user"), pk=pk)
    return _extract(request, person, getattr(person, "user", None), "personal/of_person.html")


def _extract(request: HttpRequest, person: Person | None, account: User | None, page: str) -> HttpResponseBase:
    whose = str(person or account)
    as_file = lists.is_asked(request) or request.GET.get(lists.ASKED) == AS_JSON
    parts = extract.parts_about(person, account, most=None if as_file else SHOWN)
    name = f"personal-data-{clock.today()}"
    if request.GET.get(lists.ASKED) == AS_JSON:
        document = JsonResponse(
            extract.as_document(parts, whose), json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        return kept_answer(document, f"{name}.json")
    if lists.is_asked(request):
        title = f"Персональные данные – {whose}"
        return lists.workbook_answer(name, title, extract.COLUMNS, extract.as_lines(parts))
    return render(request, page, {"parts": parts, "whose": whose, "person": person})


@never_cache
@access(anonymising.PERMISSION)
def due(request: HttpRequest) -> HttpResponse:
    """Whose time is over by a day; POST forgets them all, once the administrator has said that he means it."""
    if request.method == "POST":
        return _anonymise(request)
    form = DueForm(request.GET if "before" in request.GET else None, initial={"before": anonymising.latest()})
    found, before = None, anonymising.latest()
    if not form.is_bound or form.is_valid():
        before = form.cleaned_data["before"] if form.is_bound else before
        try:
            found = anonymising.due(before)
        except ValidationError as refusal:
            form.add_error("before", refusal)
    sure = SureForm(initial={"before": before, "seen": len(found or ())})
    give_back(request, sure)
    return _due_page(request, {"form": form, "sure": sure, "found": found, "before": before})


def _anonymise(request: HttpRequest) -> HttpResponse:
    sure = SureForm(request.POST)
    reasons: list[str] = []
    if sure.is_valid():
        before, seen = sure.cleaned_data["before"], sure.cleaned_data["seen"]
        try:
            gone = anonymising.anonymise(before, by=user_of(request), expected=seen)
        except ValidationError as refusal:
            reasons = refusal.messages
        else:
            messages.success(request, f"Обезличено: {len(gone)}.")
            return redirect("personal:due")
    form = DueForm(initial={"before": anonymising.latest()})
    before = sure.cleaned_data.get("before") or anonymising.latest()
    found = anonymising.due(min(before, anonymising.latest()))
    return _due_page(request, {"form": form, "sure": sure, "found": found, "before": before, "reasons": reasons})


def _due_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "personal/due.html", context, status=409 if context.get("reasons") else 200)
