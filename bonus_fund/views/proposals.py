"""Proposals of a year; one proposal with its people, checks, agreements, history; its steps and downloads."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from bonus_fund import presenting_checks, proposal_terms
from bonus_fund import presenting_proposals as presenting
from bonus_fund import queries_proposals as queries
from bonus_fund.enums import ProposalState
from bonus_fund.forms.proposals import ProposalFilter
from bonus_fund.models import BonusProposal
from bonus_fund.presenting_checks import verdicts_shown
from bonus_fund.proposal_facts import verdicts_of
from protocols.queries import agreement_note
from ranking_portal import clock, figures, lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import docx_answer, pdf_answer, xlsx_answer
from ranking_portal.deadlines import calendars
from ranking_portal.paper import Paper
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.workflow.engine import Available, available
from ranking_portal.workflow.web import step_page

PAGE = 50
KINDS = {"project": "project", "authority": "authority"}
# Steps of the author; the office's and the Committee's own stand on pages of their own.
AUTHORS_STEPS = ("ask_agreement", "recall", "submit", "withdraw", "rework")
CHECKED_STATES = (ProposalState.UNDER_CHECK, ProposalState.CHECKED)

LISTED = (
    lists.Column("Предложение", lambda row: row["title"], 60),
    lists.Column("Вид", lambda row: row["proposal"].get_kind_display(), 24),
    lists.Column("Кто предлагает", lambda row: row["proposal"].proposed_by_name, 36),
    lists.Column("Состояние", lambda row: row["proposal"].get_state_display(), 28),
    lists.Column("Предложено, руб.", lambda row: row["total"], 20, lists.Kind.MONEY, total=True),
    lists.Column("Фонд, руб.", lambda row: row["proposal"].fund_kopecks, 20, lists.Kind.MONEY, total=True),
    lists.Column("Доля фонда", lambda row: row["of_fund"], 12),
    lists.Column("У кого", lambda row: row["holder"], 44),
    lists.Column("Срок", lambda row: row["term"].words, 30),
)


def proposal_or_404(request: HttpRequest, pk: int) -> BonusProposal:
    """The proposal, if the user may see any of it."""
    found = queries.visible_proposals(user_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404(f"proposal {pk}")
    navigation.show_year(request, found.year)
    return found


@access("bonus_fund.view_proposals")
def proposals(request: HttpRequest) -> HttpResponseBase:
    """Those who see sums: all of the year, chosen and ordered; a head: his own, and what he is asked to agree."""
    user = user_of(request)
    year = navigation.working_year(request) or 0
    sees_all = permitted(user, "bonus_fund.view_all_proposals")
    if lists.is_asked(request):
        rows = _rows(list(_chosen(request, year)[1] if sees_all else _own(user, year)))
        return lists.workbook_answer(f"proposals-{year}", f"Предложения по премированию за {year} год", LISTED, rows)
    context: dict[str, Any] = {"year": year, "sees_all": sees_all}
    if sees_all:
        context |= _all_of(request, year)
    if not sees_all or user.offices:
        asked = queries.asked_of(user).filter(proposal__year=year).order_by("-state", "proposal__scope")
        context |= {"own": _rows(list(_own(user, year))), "asked": list(asked)}
    return render(request, "bonus_fund/proposals.html", context)


def _own(user: Any, year: int) -> Any:
    own = queries.listed(queries.own_proposals(user), year).exclude(state=ProposalState.SUPERSEDED)
    return own.order_by("kind", "scope")


def _chosen(request: HttpRequest, year: int) -> tuple[ProposalFilter, Any]:
    """The form of choice, and what it has chosen of all."""
    form = ProposalFilter(request.GET, bodies=queries.bodies_of_year(year))
    given = form.cleaned_data if form.is_valid() else {}
    return form, queries.chosen(queries.listed(queries.visible_proposals(user_of(request)), year), given)


def _all_of(request: HttpRequest, year: int) -> dict[str, Any]:
    form, rows = _chosen(request, year)
    given = form.cleaned_data if form.is_valid() else {}
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    filtered = any(given.get(name) for name in ("q", "kind", "state", "body"))
    return {
        "form": form,
        "page": page,
        "rows": _rows(list(page.object_list)),
        "filtered": filtered,
        "reset_url": reverse("bonus_fund:proposals") if filtered else "",
        "sort": given.get("sort") or "what",
        "may_check": permitted(user_of(request), "bonus_fund.check"),
        "may_receive": permitted(user_of(request), "bonus_fund.register"),
    }


def _rows(proposals: list[Any]) -> list[dict[str, Any]]:
    """Rows of the list: so many queries for one as for fifty."""
    missing, terms, today = queries.missing_bodies(proposals), proposal_terms.deadlines_of(proposals), clock.today()
    no_term, calendar = proposal_terms.Term(None, 0, False), calendars.working_calendar()
    return [
        {
            "proposal": one,
            "title": presenting.title_of(one),
            "total": one.total,
            "left": one.left,
            "of_fund": presenting_checks.percents(presenting_checks.share_of(one.total, one.fund_kopecks)),
            "holder": presenting.holder_of(one, missing),
            "term": proposal_terms.term_of(one, today, terms[one.pk], calendar) if one.pk in terms else no_term,
        }
        for one in proposals
    ]


@access("bonus_fund.view_proposals")
def current(request: HttpRequest, year: int, kind: str, name: str) -> HttpResponse:
    """Leads to the proposal in force of a project or a body: what a reminder of its term points at.

    The author of a draft comes straight to the form: there it is filled in and sent.
    """
    if kind not in KINDS or "\0" in name:
        raise Http404(kind)
    rows = queries.current(year, f"{kind}:{name}")
    found = rows.filter(pk__in=queries.visible_proposals(user_of(request)).values("pk")).first()
    if found is None:
        raise Http404(f"{kind}:{name} of {year}")
    if found.state == ProposalState.DRAFT and permitted(user_of(request), "bonus_fund.propose", found):
        return redirect("bonus_fund:proposal-edit", found.pk)
    return redirect(found.get_absolute_url())


@access("bonus_fund.view_proposals")
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; who is only asked about his people is led to what he is asked."""
    user, found = user_of(request), proposal_or_404(request, pk)
    if not permitted(user, "bonus_fund.view_whole_proposal", found):
        asked = queries.asked_of(user).filter(proposal=found).order_by("authority").first()
        if asked is None:
            raise Http404(f"proposal {pk}")
        return redirect("bonus_fund:agreement", asked.pk)
    return render(request, "bonus_fund/proposal.html", _whole(found, user))


def _whole(found: BonusProposal, user: Any) -> dict[str, Any]:
    """Everything that the proposal's page shows."""
    proposes = permitted(user, "bonus_fund.propose", found)
    prefetch_related_objects([found], *queries.PARTS)
    # Who sees the whole of it sees what every body has said.
    lines, agreements = list(found.lines.all()), list(found.agreements.all())
    table = presenting.table_of(found, lines, _verdicts(found, user, proposes=proposes))
    steps = _steps(found, user)
    return {
        "proposal": found,
        "title": presenting.title_of(found),
        "table": table,
        "term": proposal_terms.term_of(found, clock.today()) if found.state != ProposalState.SUPERSEDED else None,
        "steps": steps,
        "blocked": [one for one in steps if one.reasons] if table.total else [],
        "multiplier": figures.decimal_ru(Decimal(found.distribution.multiplier or 0)),
        "may_edit": proposes and found.state == ProposalState.DRAFT,
        "decisions": presenting.decisions_of(found, agreements),
        "holder": presenting.holder_of(found, {found.pk: presenting.missing_of(agreements)}),
        "check_url": check_url(found, user),
        "superseded_by": queries.current(found.year, found.scope).first() if _is_superseded(found) else None,
        "agreement_note": agreement_note(found.distribution.recalculation.protocol),
        "assumptions": assumptions(found),
        "history": presenting.history_of(found),
    }


def _steps(found: BonusProposal, user: Any) -> list[Available]:
    """The author's steps. A team's draft goes to the bodies first: sending it at once is offered only where it may be,
    because every body's agreement has been kept."""
    steps = [one for one in available(found, user) if one.name in AUTHORS_STEPS]
    is_early = found.is_team and found.state == ProposalState.DRAFT
    return [one for one in steps if not (is_early and one.name == "submit" and one.reasons)]


def _is_superseded(found: BonusProposal) -> bool:
    return bool(found.state == ProposalState.SUPERSEDED)


def _verdicts(found: BonusProposal, user: Any, *, proposes: bool) -> Any:
    """Those of its author as he would send it; of the others as it stands, or as the Committee has passed it."""
    if proposes and found.state in (ProposalState.DRAFT, ProposalState.AGREED):
        return verdicts_of(found, author=user.person_id)
    return verdicts_shown(found)


def check_url(found: BonusProposal, user: Any) -> str:
    """Where the Committee checks it; "" for others and in other states."""
    if found.state in CHECKED_STATES and permitted(user, "bonus_fund.check", found):
        return reverse("bonus_fund:check", args=(found.pk,))
    return ""


def assumptions(found: BonusProposal) -> list[str]:
    """On which open decisions the page and the paper rest, one line each."""
    return presenting_checks.assumptions(edition_for(found.year), infrastructure=not found.is_team)


@access("bonus_fund.view_proposals")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step of the author."""
    found = proposal_or_404(request, pk)
    if name not in AUTHORS_STEPS:
        raise Http404(name)
    return step_page(request, found, name, back=found.get_absolute_url())


@access("bonus_fund.view_proposals")
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The lines that the user may see as a workbook."""
    from bonus_fund.papers import proposal_book

    user, found = user_of(request), proposal_or_404(request, pk)
    content = proposal_book.workbook_of(found, _told(user, found), whole=_sees_whole(user, found))
    return xlsx_answer(content, f"proposal-{found.year}-{found.pk}.xlsx")


@access("bonus_fund.view_proposals")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal's sheet with lines for signatures: of his own people only for who is asked about them."""
    found = proposal_or_404(request, pk)
    return pdf_answer(_sheet(request, found).pdf(), f"proposal-{found.year}-{found.pk}.pdf")


@access("bonus_fund.view_proposals")
def working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same sheet for Word: its wording is edited before signing."""
    found = proposal_or_404(request, pk)
    return docx_answer(_sheet(request, found).docx(), f"proposal-{found.year}-{found.pk}.docx")


def _sheet(request: HttpRequest, found: BonusProposal) -> Paper:
    """The sheet as far as the user may see it."""
    from bonus_fund.papers import proposal as papers

    user = user_of(request)
    return papers.sheet(found, _told(user, found), whole=_sees_whole(user, found), notes=assumptions(found))


def _told(user: Any, found: BonusProposal) -> list[Any]:
    """The lines for a download; nothing to show is as good as nothing there."""
    lines = queries.lines_told(user, found)
    if not lines:
        raise Http404(f"no lines of {found.pk} to show")
    return lines


def _sees_whole(user: Any, found: BonusProposal) -> bool:
    return permitted(user, "bonus_fund.view_whole_proposal", found)
