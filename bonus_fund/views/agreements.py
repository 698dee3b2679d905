"""What the head of a body is asked: his people's lines, who proposes, until when; agree or refuse (clause 2.6)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bonus_fund import presenting_proposals as presenting
from bonus_fund import queries_proposals as queries
from bonus_fund.forms.proposals import AgreeForm
from bonus_fund.guards.proposals import SUBSTITUTE
from bonus_fund.models import Agreement, BonusLine
from bonus_fund.proposal_terms import term_of
from protocols.queries import agreement_note
from ranking_portal import clock, figures
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.ui import navigation
from ranking_portal.words import NBSP
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.web import step_page

DECISIONS = ("agree", "refuse")
SHOWN_ENTRIES = 100


def agreement_or_404(request: HttpRequest, pk: int) -> Agreement:
    """The agreement, if the user may see it."""
    found = queries.visible_agreements(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(f"agreement {pk}")
    navigation.show_year(request, found.cycle_year)
    return found


def address(agreement: Agreement) -> str:
    """The agreement's page."""
    return reverse("bonus_fund:agreement", args=(agreement.pk,))


@access("bonus_fund.view_proposals")
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The body's people with sums and justifications only: no fund, no ceiling, nobody else's people."""
    user, found = user_of(request), agreement_or_404(request, pk)
    proposal = found.proposal
    sees_whole = permitted(user, "bonus_fund.view_whole_proposal", proposal)
    shows = sees_whole or queries.shows_lines(found)
    lines = list(proposal.lines.filter(organization=found.organization_id)) if shows else []
    steps = [one for one in available(found, user) if one.name in DECISIONS]
    reasons = [reason for reason in (steps[0].reasons if steps else ()) if reason]
    context: dict[str, Any] = {
        "agreement": found,
        "proposal": proposal,
        "title": presenting.title_of(proposal),
        "shows": shows,
        "sees_whole": sees_whole,
        "lines": lines,
        "elsewhere": _elsewhere(found, lines),
        "total": sum(line.amount_kopecks for line in lines),
        "term": term_of(proposal, clock.today()),
        "decides": bool(steps),
        "reasons": reasons,
        "needs_substitute": any(SUBSTITUTE in reason for reason in reasons),
        "form": AgreeForm(obj=found) if steps and not reasons else None,
        "agreement_note": agreement_note(proposal.distribution.recalculation.protocol),
        "history": told(history(found)[:SHOWN_ENTRIES]),
    }
    return render(request, "bonus_fund/agreement.html", context)


def _elsewhere(found: Agreement, lines: list[BonusLine]) -> list[str]:
    """Sums of the same people in other proposals that the same body has been sent, in words."""
    people = [line.person_id for line in lines]
    others = BonusLine.objects.filter(
        person__in=people,
        organization=found.organization_id,
        proposal__year=found.proposal.year,
        proposal__agreements__organization=found.organization_id,
        amount_kopecks__gt=0,
    )
    settled = (*queries.WITH_AUTHOR, "superseded")
    rows = others.exclude(proposal=found.proposal_id).exclude(proposal__state__in=settled).select_related("proposal")
    return [
        f"{line.person_name}, {line.proposal.object_name}: {figures.roubles(line.amount_kopecks)}{NBSP}руб."
        for line in rows.order_by("person_name", "proposal")
    ]


@access("bonus_fund.view_proposals")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A decision: taken from the page that shows the lines, and by nobody who has not seen them."""
    found = agreement_or_404(request, pk)
    if name not in DECISIONS:
        raise Http404(name)
    if request.method != "POST":
        return redirect(address(found))
    return step_page(request, found, name, back=address(found))
