"""Pages of the law: clause by clause, editions, a new edition, the official text."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ranking_portal import clock
from ranking_portal.accounts.access import access, nothing_personal, permitted, user_of
from ranking_portal.journal.services import history
from ranking_portal.kept_input import give_back
from ranking_portal.regulation import officialtext, services
from ranking_portal.regulation.comparison import differences
from ranking_portal.regulation.edition import EditionError
from ranking_portal.regulation.forms import EditionForm, OfficialTextForm
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.regulation.presenting import clauses_of

CONFLICT = 409


@require_safe
@access("regulation.view")
def index(request: HttpRequest) -> HttpResponse:
    """The law as it stands today, and the list of editions."""
    stored = StoredEdition.objects.governing_on(clock.today())
    if stored is None:
        raise Http404("no edition")
    editions = StoredEdition.objects.defer("content")
    context = _told(request, stored) | {"editions": editions}
    return render(request, "regulation/index.html", context)


@require_safe
@access("regulation.view")
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition: what it says, how it differs from the one before, its history."""
    stored = get_object_or_404(StoredEdition.objects.select_related("based_on"), pk=pk)
    base = stored.based_on
    compared = stored.complete and base is not None and base.complete
    context = _told(request, stored) | {
        "changes": differences(base.edition, stored.edition) if compared and base else (),
        "base": base if compared else None,
        "history": history(stored),
        "newest": StoredEdition.objects.newest(),
    }
    return render(request, "regulation/edition.html", context)


def _told(request: HttpRequest, stored: StoredEdition) -> dict[str, Any]:
    return {
        "stored": stored,
        "clauses": clauses_of(stored.edition, user_of(request)) if stored.complete else (),
        "may_edit": permitted(user_of(request), services.EDIT),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access("regulation.edit_edition")
def new_edition(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, then the differences, then the new edition: it is stored only as it was shown."""
    base = get_object_or_404(StoredEdition, pk=pk, complete=True)
    posted = request.method == "POST"
    form = EditionForm(request.POST if posted else None, base=base.edition)
    give_back(request, form)
    context: dict[str, Any] = {"base": base, "form": form}
    if not posted or "edit" in request.POST or not form.is_valid():
        return render(request, "regulation/new.html", context)
    assert form.revised is not None
    digest = services.digest_of(form.revised.as_plain())
    reasons: tuple[str, ...] = ()
    if request.POST.get("shown") == digest:
        try:
            stored, _ = services.load(form.revised.as_plain(), user_of(request), based_on=base)
        except EditionError as error:
            reasons = error.reasons
        else:
            messages.success(request, f"Сохранена {stored}.")
            return redirect("regulation:edition", stored.pk)
    context |= {
        "revised": form.revised,
        "changes": differences(base.edition, form.revised),
        "digest": digest,
        "reasons": reasons,
        "version": services.next_version(form.revised.in_force_from),
    }
    return render(request, "regulation/preview.html", context, status=CONFLICT if reasons else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access("regulation.edit_edition")
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the file of the official text."""
    stored = get_object_or_404(StoredEdition, pk=pk)
    posted = request.method == "POST"
    form = OfficialTextForm(request.POST, request.FILES) if posted else OfficialTextForm()
    if posted and form.is_valid():
        services.attach_official_text(stored, form.cleaned_data["file"], user_of(request))
        messages.success(request, "Официальный текст приложен.")
        return redirect("regulation:edition", stored.pk)
    return render(request, "regulation/attach.html", {"stored": stored, "form": form})


@nothing_personal
@require_safe
@access("regulation.view")
def official_text(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of the official text, as it was attached."""
    stored = get_object_or_404(StoredEdition, pk=pk)
    file = stored.official_text
    if not file.name or not file.storage.exists(file.name):
        raise Http404("no official text")
    suffix = "." + file.name.rpartition(".")[2]
    return FileResponse(
        file.open("rb"),
        as_attachment=True,
        filename=stored.official_text_name,
        content_type=officialtext.CONTENT_TYPES[suffix],
    )
