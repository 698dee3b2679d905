"""The office receives proposals; the Committee checks them against clauses 3.7-3.9 and forwards them (clause 2.6)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from bonus_fund import presenting_checks as presenting
from bonus_fund.enums import ProposalState
from bonus_fund.forms.checking import DeskFilter, LineRemarksForm, ReturnForm, remark_name
from bonus_fund.guards.proposals import checker_has_no_part
from bonus_fund.models import BonusProposal
from bonus_fund.services import forwarding
from protocols.queries import agreement_note
from ranking_portal import lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.editing import Page, edit_page, reasons_of
from ranking_portal.journal import services as journal
from ranking_portal.journal.reading import told
from ranking_portal.kept_input import give_back
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.versions import ChangedMeanwhile
from ranking_portal.workflow.engine import available, perform
from ranking_portal.workflow.errors import Refused
from ranking_portal.workflow.web import step_page

CONFLICT, SHOWN_ENTRIES = 409, 100
OWN_STEPS = ("send_back", "pass_check", "recheck")
NOT_WRITTEN = "Замечания не записаны."
CHANGED = "Пока вы писали, замечания изменил другой сотрудник. Ниже — ваши; рядом стоит записанное."

LISTED = (
    lists.Column("Предложение", lambda row: row.proposal.object_name, 60),
    lists.Column("Вид", lambda row: row.proposal.get_kind_display(), 24),
    lists.Column("Кто предлагает", lambda row: row.proposal.proposed_by_name, 36),
    lists.Column("Состояние", lambda row: row.proposal.get_state_display(), 28),
    lists.Column("Проверки", lambda row: presenting.RESULTS[row.result][0], 20),
    lists.Column("Опоздание", lambda row: row.late_told, 30),
    lists.Column("Человек", lambda row: row.people, 10, lists.Kind.NUMBER),
    lists.Column("Сумма, руб.", lambda row: row.total, 20, lists.Kind.MONEY, total=True),
    lists.Column("Фонд, руб.", lambda row: row.proposal.fund_kopecks, 20, lists.Kind.MONEY, total=True),
    lists.Column("Не предложено, руб.", lambda row: row.remainder, 20, lists.Kind.MONEY, total=True),
    lists.Column("Наибольшая премия, руб.", lambda row: row.biggest, 20, lists.Kind.MONEY),
)


@access("bonus_fund.view_all_proposals")
def desk(request: HttpRequest) -> HttpResponseBase:
    """All proposals of the year with what the checks say, one beside another."""
    year = navigation.working_year(request)
    form = DeskFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = presenting.desk_rows(_chosen(year, chosen), year) if year else []
    if chosen.get("result"):
        rows = [row for row in rows if row.result == chosen["result"]]
    if lists.is_asked(request):
        return lists.workbook_answer(f"checks-{year}", f"Проверка предложений за {year} год", LISTED, rows)
    user = user_of(request)
    checked = [row for row in rows if row.proposal.state == ProposalState.CHECKED]
    edition = edition_for(year) if rows and year else None
    context: dict[str, Any] = {
        "year": year,
        "form": form,
        "reset_url": reverse("bonus_fund:checks") if any(chosen.values()) else "",
        "rows": rows,
        "total": sum(row.total for row in rows),
        "fund": sum(row.proposal.fund_kopecks for row in rows),
        "several": presenting.several_of(year) if year else [],
        "may_forward": bool(checked) and permitted(user, "bonus_fund.forward"),
        "assumptions": presenting.assumptions(edition, infrastructure=True) if edition else [],
    }
    return render(request, "bonus_fund/check_desk.html", context)


def _chosen(year: int | None, chosen: dict[str, Any]) -> Any:
    found = presenting.proposals_of(year or 0)
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("state"):
        return found.filter(state=chosen["state"])
    return found.exclude(state=ProposalState.SUPERSEDED)


def proposal_or_404(request: HttpRequest, pk: int) -> BonusProposal:
    """The proposal with all that its page needs."""
    found: BonusProposal | None = presenting.with_parts(BonusProposal.objects.filter(pk=pk)).first()
    if found is None:
        raise Http404(f"proposal {pk}")
    navigation.show_year(request, found.year)
    return found


def address(proposal: BonusProposal) -> str:
    """The page of its check."""
    return reverse("bonus_fund:check", args=(proposal.pk,))


@access("bonus_fund.view_all_proposals")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: the checks' verdicts beside each line, remarks kept as a draft, the Committee's steps."""
    found, user = proposal_or_404(request, pk), user_of(request)
    lines, shown = list(found.lines.all()), presenting.remarks_digest(found)
    if request.method != "POST":
        form = LineRemarksForm(lines=lines, shown=shown)
        give_back(request, form)
        return _page(request, found, form)
    form = LineRemarksForm(request.POST, lines=lines, shown=shown)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        _keep(found, form.written, user, form.cleaned_data["shown"])
    except ChangedMeanwhile:
        # What was typed stays; written once more, it stands over what is now shown beside it.
        again = LineRemarksForm({**request.POST.dict(), "shown": shown}, lines=lines, shown=shown)
        return _page(request, found, again, (CHANGED,))
    except Refused as refusal:
        return _page(request, found, form, refusal.reasons)
    messages.success(request, "Замечания записаны.")
    if "return" in request.POST:
        return redirect("bonus_fund:check-step", found.pk, "send_back")
    return redirect(address(found))


def _keep(proposal: BonusProposal, written: dict[int, str], user: Any, shown: str) -> None:
    with journal.transaction():
        if presenting.remarks_digest(BonusProposal.locked(proposal.pk)) != shown:
            raise ChangedMeanwhile(str(proposal))
        forwarding.remark_lines(proposal, written, by=user)


def _page(
    request: HttpRequest, found: BonusProposal, form: LineRemarksForm, reasons: tuple[str, ...] = ()
) -> HttpResponse:
    user, edition = user_of(request), edition_for(found.year)
    row = presenting.desk_rows([found], found.year)[0]
    lines = presenting.lines_of(row.proposal, row.told)
    steps = [step for step in available(found, user) if step.name in OWN_STEPS]
    # `available` has said who asks: whoever has a part in the proposal writes no remarks either.
    may_check = found.state == ProposalState.UNDER_CHECK and permitted(user, "bonus_fund.check", found)
    context = {
        "proposal": found,
        "row": row,
        "form": form,
        "lines": [(one, form[remark_name(one.line.pk)]) for one in lines],
        "agreements": found.agreements.all(),
        "steps": steps,
        "reasons": reasons,
        "told": NOT_WRITTEN if form.errors or reasons else "",
        "may_check": may_check and not checker_has_no_part(found),
        "written_down": bool(found.verdicts),
        "not_agreed": agreement_note(found.distribution.recalculation.protocol),
        "assumptions": presenting.assumptions(edition, infrastructure=not found.is_team),
        "history": told(journal.history(found)[:SHOWN_ENTRIES]),
    }
    return render(request, "bonus_fund/check.html", context, status=CONFLICT if request.method == "POST" else 200)


@access("bonus_fund.view_all_proposals")
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A step of the Committee; a return begins with what has been remarked line by line."""
    found = proposal_or_404(request, pk)
    if name not in OWN_STEPS:
        raise Http404(name)
    if name == "send_back" and permitted(user_of(request), "bonus_fund.check", found):
        return _return(request, found)
    return step_page(request, found, name, back=address(found))


def _return(request: HttpRequest, found: BonusProposal) -> HttpResponse:
    form = ReturnForm(request.POST or None, obj=found)

    def save() -> str:
        perform(found, "send_back", by=user_of(request), remark=form.cleaned_data["remark"])
        return "Сделано: предложение возвращено с замечаниями."

    crumbs = (("Проверка предложений", reverse("bonus_fund:checks")), (found.object_name, address(found)))
    page = Page("Вернуть с замечаниями", str(found), address(found), "Вернуть с замечаниями", worded("2.6"), crumbs)
    return edit_page(request, form, save, page, refusals=(Refused,))


def told_reasons(error: Exception, proposals: list[BonusProposal], wanted: ProposalState) -> list[str]:
    """Why nothing was done: which of the chosen have moved on meanwhile, by name; otherwise the refusal's own words."""
    fresh = BonusProposal.objects.filter(pk__in=[one.pk for one in proposals]).exclude(state=wanted)
    moved = [f"{one}: сейчас «{one.get_state_display()}»." for one in fresh]
    return [*moved, *([] if moved else reasons_of(error))]
