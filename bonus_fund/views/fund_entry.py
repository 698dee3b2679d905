"""Entering the general fund: both parts, their basis, the arithmetic of what is being typed (clause 2.6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bonus_fund.forms.funds import FundForm
from bonus_fund.models import FundRecalculation
from bonus_fund.models.recalculation import OPEN_TO_WORK
from bonus_fund.presenting_funds import Preview, preview_of
from bonus_fund.services import funds as services
from bonus_fund.services.funds import SUMS
from bonus_fund.views.funds import address, fund_or_404
from ranking_portal.accounts.access import access, require, user_of
from ranking_portal.editing import CHANGED, CONFLICT, now_stands
from ranking_portal.kept_input import give_back
from ranking_portal.versions import ChangedMeanwhile
from ranking_portal.workflow.errors import Refused


@access("bonus_fund.recalculate")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with its own arithmetic beside it; "check" and requests of htmx only count."""
    found, user = fund_or_404(request, pk), user_of(request)
    require(user, "bonus_fund.recalculate", found)
    reasons: tuple[str, ...] = ()
    if request.method != "POST":
        if found.state not in OPEN_TO_WORK:
            messages.error(request, f"Суммы не изменить: общий фонд сейчас «{found.get_state_display()}».")
            return redirect(address(found))
        form = FundForm(instance=found)
        give_back(request, form)
        return _page(request, found, form, _preview(form) if form.is_bound else preview_of(found))
    form = FundForm(request.POST, request.FILES, instance=found)
    is_valid = form.is_valid()
    if request.headers.get("HX-Request"):
        return render(request, "bonus_fund/_fund_preview.html", {"preview": _preview(form)})
    if is_valid and "check" not in request.POST:
        try:
            services.enter(found, by=user, version=form.shown_version, basis=form.cleaned_data["file"], **form.entered)
        except ChangedMeanwhile:
            form.show_anew()
            reasons = (CHANGED + now_stands(form),)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, "Суммы сохранены.")
            return redirect(address(found))
    return _page(request, found, form, _preview(form), reasons)


def _preview(form: FundForm) -> Preview:
    """The arithmetic of what is typed; a sum that cannot be read counts as none."""
    typed: FundRecalculation = form.instance
    for name in SUMS:
        if name in form.errors:
            setattr(typed, name, None)
    return preview_of(typed)


def _page(
    request: HttpRequest, found: FundRecalculation, form: FundForm, preview: Preview, reasons: tuple[str, ...] = ()
) -> HttpResponse:
    context: dict[str, Any] = {
        "fund": found,
        "form": form,
        "preview": preview,
        "reasons": reasons,
        "back": address(found),
    }
    return render(request, "bonus_fund/fund_edit.html", context, status=CONFLICT if reasons else 200)
