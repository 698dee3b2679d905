"""What is done with an import: named columns, confirmation, giving up, going on, taking back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from projects import uploads
from projects.forms.imports import ColumnsForm
from projects.importing.planning import samples_of
from projects.importing.profiles import title_of
from projects.models import Import, ImportState
from projects.services import columns as headers
from projects.services import imports as services
from projects.services.reverting import reasons_against
from projects.services.reverting import revert as take_back
from projects.views.facts import posted
from ranking_portal.accounts.access import access, user_of
from ranking_portal.editing import CONFLICT
from ranking_portal.kept_input import give_back
from ranking_portal.workflow.errors import Refused

CANCELLED = "Загрузка отменена, реестр не изменился."


@access("projects.import")
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what was shown, give it up, go on with it, check it anew."""
    made, by = get_object_or_404(Import, pk=pk), user_of(request)
    action = request.POST.get("action", "")
    try:
        if action == "confirm":
            services.confirm(made, shown=request.POST.get("shown", ""), by=by)
        elif action == "cancel":
            services.cancel(made, by=by)
            messages.info(request, CANCELLED)
        elif action == "resume":
            services.resume(made, by=by)
        elif action in ("again", "forget"):
            if action == "forget":
                headers.forget(made, by=by)
            services.check_again(made, by=by)
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.warning(request, reason)
    return redirect("projects:import", pk=made.pk)


@access("projects.import")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column is which; the file is checked again, and the next of the source will be understood."""
    made, by = get_object_or_404(Import, pk=pk), user_of(request)
    content = uploads.content_of(made.upload) if made.upload else None
    if content is None or made.state not in (ImportState.COLUMNS, ImportState.WRONG, ImportState.SHOWN):
        return redirect("projects:import", pk=made.pk)
    read = services.read_again(made, content)
    forms = [ColumnsForm(table, posted(request), samples=samples_of(read, table)) for table in read.unmapped]
    for form in forms:
        give_back(request, form)
    if request.method == "POST" and all(form.is_valid() for form in forms):
        try:
            headers.remember(made, {form.table.sheet.title: form.chosen() for form in forms}, by=by)
            services.check_again(made, by=by)
        except Refused as refusal:
            for reason in refusal.reasons:
                messages.warning(request, reason)
        return redirect("projects:import", pk=made.pk)
    context = {"done": made, "source": title_of(made.profile), "forms": forms}
    return render(request, "projects/import_columns.html", context)


@access("projects.import")
def revert(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a done import back as a whole: first what that means and what stands against it."""
    made = get_object_or_404(Import.objects.select_related("cycle"), pk=pk)
    reasons = tuple(reasons_against(made))
    status = 200
    if request.method == "POST":
        try:
            take_back(made, by=user_of(request))
        except Refused as refusal:
            reasons, status = refusal.reasons, CONFLICT
        else:
            messages.success(request, "Загрузка отменена целиком: реестр такой, каким был до неё.")
            return redirect("projects:import", pk=made.pk)
    return render(request, "projects/import_revert.html", {"done": made, "reasons": reasons}, status=status)
