"""The distribution of a general fund: sums, derivations, another method, who has been told (clause 2.6)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bonus_fund import presenting_distribution as presenting
from bonus_fund.enums import DistributionState
from bonus_fund.guards.distributing import sums_of, sums_problems
from bonus_fund.models import FundDistribution
from bonus_fund.presenting_funds import assumptions
from bonus_fund.presenting_notices import not_agreed, told_rows
from bonus_fund.queries_funds import distribution_of_fund
from bonus_fund.views.funds import SHOWN_ENTRIES, fund_or_404, tabs_of
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.directory.models import Organization
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history
from ranking_portal.regulation.services import edition_for, stored_edition_for
from ranking_portal.workflow.engine import available
from ranking_portal.workflow.in_place import in_place
from ranking_portal.workflow.web import step_page


def distribution_or_404(request: HttpRequest, pk: int, *, computed: bool = False) -> FundDistribution:
    """The distribution of the fund `pk`; with `computed`, one that has sums."""
    found = distribution_of_fund(fund_or_404(request, pk))
    if found is None or (computed and not found.facts):
        raise Http404(f"distribution of fund {pk}")
    return found


@access("bonus_fund.view_funds")
def distribution(request: HttpRequest, pk: int) -> HttpResponse:
    """The sums by project and by body, and all that explains them."""
    found, user = distribution_or_404(request, pk), user_of(request)
    fund, edition = found.recalculation, edition_for(found.cycle_year)
    steps = available(found, user)
    labels = {"compute": "Рассчитать заново"} if found.facts else {}
    context: dict[str, Any] = {
        "fund": fund,
        "distribution": found,
        "tabs": tabs_of(fund, "distribution"),
        "steps": steps,
        "transitions": in_place(
            found, steps, lambda name: reverse("bonus_fund:distribution-step", args=(pk, name)), labels
        ),
        "not_agreed": not_agreed(found),
        "assumptions": assumptions(edition),
        "multiplier": edition.decimal("ceiling_multiplier"),
        "history": told(history(found)[:SHOWN_ENTRIES]),
    }
    if found.facts:
        context |= _computed(found, user)
    return render(request, "bonus_fund/distribution.html", context)


def _computed(found: FundDistribution, user: Any) -> dict[str, Any]:
    """Sums, their sums, and what they are compared with."""
    base = presenting.base(found)
    chosen_by = stored_edition_for(found.cycle_year)
    changes = permitted(user, "regulation.edit_edition")
    name, place = ("new", "id_parameter_distribution_method") if changes else ("edition", "clause-2.6")
    before = found.state == DistributionState.COMPUTED
    return {
        "projects": presenting.project_rows(found),
        "infrastructure": presenting.infrastructure_rows(found),
        "parts": sums_of(found),
        "problems": sums_problems(found),
        "base": base,
        "method": presenting.method_title(found),
        "other": presenting.by_other_method(found) if before else None,
        "former": presenting.with_former(found),
        "parameter_url": f"{reverse(f'regulation:{name}', args=(chosen_by.pk,))}#{place}",
        "changes_parameter": changes,
        "notices": told_rows(found, user) if found.is_announced else [],
    }


@access("bonus_fund.view_funds")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One step of a distribution."""
    found = distribution_or_404(request, pk)
    return step_page(request, found, name, back=_address(pk))


@access("bonus_fund.view_funds")
def why_project(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Why a project's fund is what it is."""
    found = distribution_or_404(request, pk, computed=True)
    shown = presenting.why_project(found, code)
    if shown is None:
        raise Http404(f"no fund of project {code}")
    return _why_page(request, found, shown)


@access("bonus_fund.view_funds")
def why_body(request: HttpRequest, pk: int, organization_pk: int) -> HttpResponse:
    """Why a body's share of the infrastructure part is what it is."""
    found = distribution_or_404(request, pk, computed=True)
    # The facts know the body by the name that it had.
    share = found.bodyshares.filter(project_share=None, organization=organization_pk).first()
    shown = presenting.why_body(found, share.authority) if share else None
    if shown is None:
        raise Http404(f"no share of body {organization_pk}")
    organization = Organization.objects.get(pk=organization_pk)
    return _why_page(request, found, {"why": shown, "organization": organization})


def _why_page(request: HttpRequest, found: FundDistribution, shown: dict[str, Any]) -> HttpResponse:
    edition = edition_for(found.cycle_year)
    context = shown | {
        "fund": found.recalculation,
        "distribution": found,
        "back": _address(found.recalculation_id),
        "left_out": presenting.base(found).left_out,
        "method": presenting.method_title(found),
        "multiplier": edition.decimal("ceiling_multiplier"),
        "assumptions": assumptions(edition),
    }
    return render(request, "bonus_fund/distribution_why.html", context)


def _address(fund_pk: int) -> str:
    return reverse("bonus_fund:distribution", args=(fund_pk,))
