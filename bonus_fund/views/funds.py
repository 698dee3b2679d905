"""The list of general funds of a year; the page of one: what it rests on, its sums, its steps (clause 2.6)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from bonus_fund.enums import RecalculationState
from bonus_fund.models import FundRecalculation
from bonus_fund.models.recalculation import OPEN_TO_WORK
from bonus_fund.presenting_funds import assumptions, base_of, coefficients, sums_of
from bonus_fund.queries_funds import distribution_of_fund, funds, last_year, letters_of, own_notices
from bonus_fund.services import funds as services
from protocols.enums import IN_FORCE
from protocols.queries import agreement_note, current_protocol
from protocols.registers import how_received
from ranking_portal import lists
from ranking_portal.accounts.access import access, permitted, require, user_of
from ranking_portal.editing import CONFLICT
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.in_place import in_place
from ranking_portal.workflow.web import step_page

SHOWN_ENTRIES = 100

LISTED = (
    lists.Column("Редакция", lambda one: str(one), 44),
    lists.Column("По протоколу", lambda one: str(one.protocol), 48),
    lists.Column("Общий фонд, руб.", lambda one: one.total_kopecks, 20, lists.Kind.MONEY),
    lists.Column("Командная часть, руб.", lambda one: one.team_kopecks, 20, lists.Kind.MONEY),
    lists.Column("Инфраструктурная часть, руб.", lambda one: one.infrastructure_kopecks, 20, lists.Kind.MONEY),
    lists.Column("Состояние", lambda one: one.get_state_display(), 26),
    lists.Column("Распределение", lambda one: _distributed(one) and _distributed(one).get_state_display(), 20),
    lists.Column("Объявлено", lambda one: _distributed(one) and _distributed(one).announced_on, 12, lists.Kind.DAY),
)
NOTICES = (
    lists.Column("Уведомление", lambda one: one.about.title, 48),
    lists.Column("О чём", lambda one: one.subject_label, 44),
    lists.Column("Исходящий №", lambda one: one.number, 16),
    lists.Column("Отправлено", lambda one: one.sent_on, 12, lists.Kind.DAY),
    lists.Column("Получено", lambda one: one.received_on, 12, lists.Kind.DAY),
    lists.Column("Состояние", lambda one: one.get_state_display(), 24),
)


def _distributed(one: FundRecalculation) -> Any:
    return getattr(one, "distribution", None)


def fund_or_404(request: HttpRequest, pk: int) -> FundRecalculation:
    """The general fund; the page shows its year."""
    found: FundRecalculation | None = funds().filter(pk=pk).first()
    if found is None:
        raise Http404(f"fund {pk}")
    navigation.show_year(request, found.year)
    return found


def address(fund: FundRecalculation) -> str:
    """The fund's page."""
    return reverse("bonus_fund:fund", args=(fund.pk,))


def tabs_of(fund: FundRecalculation, current: str) -> list[dict[str, Any]]:
    """Pages of a fund that has been accepted."""
    pages = (("fund", "Общий фонд"), ("distribution", "Распределение и уведомления"))
    return [
        {"title": title, "url": reverse(f"bonus_fund:{name}", args=(fund.pk,)), "current": name == current}
        for name, title in pages
    ]


@access("bonus_fund.view_proposals")
def index(request: HttpRequest) -> HttpResponseBase:
    """General funds of the year for who sees them all; for a head, the notices that he has got."""
    user = user_of(request)
    year = navigation.working_year(request)
    sees_all = permitted(user, "bonus_fund.view_funds")
    rows = funds().filter(year=year).select_related("distribution").order_by("-edition") if sees_all and year else []
    notices = own_notices(user, year)
    if lists.is_asked(request):
        if sees_all:
            return lists.workbook_answer(f"funds-{year}", f"Общий фонд за {year} год", LISTED, rows)
        return lists.workbook_answer(f"notices-{year}", f"Размеры фондов за {year} год", NOTICES, notices)
    context = {
        "year": year,
        "funds": rows,
        "notices": notices,
        "sees_all": sees_all,
        "is_administration": permitted(user, "bonus_fund.recalculate"),
        "protocol": current_protocol(year) if year else None,
    }
    return render(request, "bonus_fund/funds.html", context)


@access("bonus_fund.view_funds")
def fund(request: HttpRequest, pk: int) -> HttpResponse:
    """The desk of one recalculation."""
    found, user = fund_or_404(request, pk), user_of(request)
    recalculates = permitted(user, "bonus_fund.recalculate", found)
    # Taking it into work is entering the first sum: no step that one takes by a button.
    steps = [step for step in available(found, user) if step.name != "take"]
    next_one = services.next_edition(found)
    shared = distribution_of_fund(found)
    context: dict[str, Any] = {
        "fund": found,
        "base": base_of(found),
        "sums": sums_of(found),
        "last_year": last_year(found),
        "coefficients": coefficients(found),
        "next": next_one,
        "distribution": shared,
        "tabs": tabs_of(found, "fund") if shared is not None else [],
        "letters": [{"letter": one, "how": how_received(one)} for one in letters_of(found)],
        "may_acknowledge": _to_acknowledge(found, user),
        "has_paper": _has_paper(found),
        "is_entered": found.total_kopecks is not None,
        "may_edit": recalculates and found.state in OPEN_TO_WORK,
        "may_correct": recalculates and _may_be_corrected(found, next_one),
        "transitions": in_place(found, steps, lambda name: reverse("bonus_fund:fund-step", args=(pk, name))),
        "steps": steps,
        "not_agreed": agreement_note(found.protocol),
        "assumptions": assumptions(edition_for(found.year)),
        "history": told(history(found)[:SHOWN_ENTRIES]),
    }
    return render(request, "bonus_fund/fund.html", context)


def _to_acknowledge(fund: FundRecalculation, user: Any) -> Any:
    """The letter with the size that the office has not acknowledged yet."""
    waiting = [one for one in letters_of(fund) if one.may_be_acknowledged]
    return next((one for one in waiting if permitted(user, "protocols.acknowledge", one)), None)


def _has_paper(fund: FundRecalculation) -> bool:
    """A letter that has been sent, or sums for a preview of one."""
    if fund.state == RecalculationState.SUPERSEDED:
        return fund.submission > 0
    return fund.total_kopecks is not None


def _may_be_corrected(fund: FundRecalculation, next_one: FundRecalculation | None) -> bool:
    in_force = fund.protocol.state in IN_FORCE
    return fund.state == RecalculationState.ACCEPTED and next_one is None and in_force


@access("bonus_fund.view_funds")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of a fund."""
    found = fund_or_404(request, pk)
    return step_page(request, found, name, back=address(found))


@access("bonus_fund.recalculate")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then begin a new edition of an accepted fund."""
    found, user = fund_or_404(request, pk), user_of(request)
    require(user, "bonus_fund.recalculate", found)
    reasons: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            made = services.correct(found, by=user)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"Начато исправление: {made}.")
            return redirect("bonus_fund:fund-edit", made.pk)
    elif not _may_be_corrected(found, services.next_edition(found)):
        reasons = ("Исправляют принятый фонд по действующему протоколу, если исправление ещё не начато.",)
    context = {"fund": found, "reasons": reasons, "back": address(found), "distribution": distribution_of_fund(found)}
    status = CONFLICT if request.method == "POST" else 200
    return render(request, "bonus_fund/fund_correct.html", context, status=status)
