"""Several proposals at once: the office passes them to the Committee, the Committee forwards them (clause 2.6)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bonus_fund import former_sums
from bonus_fund import presenting_checks as presenting
from bonus_fund.enums import DistributionState, ProposalState
from bonus_fund.forms.checking import ForwardForm, ReceiveForm
from bonus_fund.models import BonusLine, BonusProposal
from bonus_fund.presenting_registers import Totals, totals_of
from bonus_fund.services import forwarding
from bonus_fund.views.checking import CONFLICT, told_reasons
from protocols.models import Incoming
from protocols.queries import agreement_note
from ranking_portal.accounts.access import access, user_of
from ranking_portal.journal import services as journal
from ranking_portal.kept_input import give_back
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.typed import whole_number
from ranking_portal.ui import navigation
from ranking_portal.words import counted
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused

SUMS_MOVED = "Пока страница была открыта, состав или суммы предложений изменились. Проверьте их и подтвердите заново."
ONE_OF_MANY = ("предложение", "предложения", "предложений")


@access("bonus_fund.register")
def receive(request: HttpRequest) -> HttpResponse:
    """Submitted proposals with their incoming numbers: registered and passed to the Committee, one or several."""
    year = navigation.working_year(request)
    waiting = presenting.proposals_of(year or 0).filter(state=ProposalState.SUBMITTED)
    rows = presenting.desk_rows(waiting, year) if year else []
    posted = request.POST.copy()
    if "only" in posted:
        posted.setlist("proposals", posted.getlist("only"))
    form = ReceiveForm(posted if request.method == "POST" else None, offered=[row.proposal.pk for row in rows])
    give_back(request, form)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["proposals"])
        try:
            with journal.transaction():
                for one in chosen:
                    perform(one, "pass_to_check", by=user_of(request), on=form.cleaned_data["on"])
        except Refused as refusal:
            reasons = told_reasons(refusal, chosen, ProposalState.SUBMITTED)
        else:
            messages.success(request, f"Передано на проверку: {counted(len(chosen), *ONE_OF_MANY)}.")
            return redirect("bonus_fund:receive")
    numbers = _incoming_numbers([row.proposal for row in rows])
    context = {
        "rows": [(row, numbers.get(row.proposal.ref, "")) for row in rows],
        "form": form,
        "picked": _picked(form),
        "reasons": reasons,
    }
    return render(request, "bonus_fund/check_receive.html", context, status=CONFLICT if reasons else 200)


def _incoming_numbers(proposals: list[BonusProposal]) -> dict[str, str]:
    """The newest incoming number of each proposal: one sent again after a return has another."""
    found = Incoming.objects.filter(subject_ref__in=[one.ref for one in proposals]).order_by("calendar_year", "number")
    return {row.subject_ref: str(row) for row in found}


def _picked(form: Any) -> list[int]:
    """Keys of the proposals whose boxes are ticked."""
    keys = (whole_number(str(key)) for key in form["proposals"].value() or [])
    return [key for key in keys if key is not None]


@access("bonus_fund.forward")
def forward(request: HttpRequest) -> HttpResponse:
    """Checked proposals leave for the Administration together: chosen, looked at once more, forwarded all or none."""
    year = navigation.working_year(request)
    ready = BonusProposal.objects.filter(
        year=year or 0, state=ProposalState.CHECKED, distribution__state=DistributionState.ANNOUNCED
    )
    rows = presenting.desk_rows(presenting.proposals_of(year).filter(pk__in=ready), year) if year else []
    form = ForwardForm(request.POST or None, offered=[row.proposal.pk for row in rows])
    give_back(request, form)
    reasons: list[str] = []
    totals: Totals | None = None
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["proposals"])
        totals = totals_of(BonusLine.objects.filter(proposal__in=chosen).select_related("proposal"))
        if "confirmed" in request.POST:
            try:
                made = _forwarded(chosen, totals, request, form)
            except Refused as refusal:
                reasons = told_reasons(refusal, chosen, ProposalState.CHECKED)
            else:
                messages.success(request, worded(f"{made}: передан в Управление делами."))
                return redirect("bonus_fund:register", made.pk)
    context = {
        "year": year,
        "rows": rows,
        "form": form,
        "picked": _picked(form),
        "reasons": reasons,
        "totals": totals,
        "chosen": form.cleaned_data["proposals"] if totals else [],
        "back": reverse("bonus_fund:checks"),
        "formerly": former_sums.told(rows[0].proposal.distribution) if rows else "",
        "not_agreed": agreement_note(rows[0].proposal.distribution.recalculation.protocol) if rows else "",
        "assumptions": presenting.assumptions(edition_for(year), infrastructure=True) if rows and year else [],
    }
    return render(request, "bonus_fund/check_forward.html", context, status=CONFLICT if reasons else 200)


def _forwarded(chosen: list[BonusProposal], totals: Totals, request: HttpRequest, form: ForwardForm) -> Any:
    """All of them or none; the very sums that were shown for confirmation."""
    if request.POST.get("shown") != totals.digest:
        raise Refused(SUMS_MOVED)
    with journal.transaction():
        made = forwarding.forward(
            chosen, number=form.cleaned_data["number"], by=user_of(request), on=form.cleaned_data["on"]
        )
        # A proposal that was returned and checked anew in between carries other sums under the same name.
        if totals_of(BonusLine.objects.filter(proposal__in=chosen).select_related("proposal")).digest != totals.digest:
            raise Refused(SUMS_MOVED)
        return made
