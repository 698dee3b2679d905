"""The draft of a proposal as a form: sums and justifications, filling in, a workbook; checked as one types."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bonus_fund import filling, proposal_import
from bonus_fund import presenting_proposals as presenting
from bonus_fund import queries_proposals as queries
from bonus_fund.enums import ProposalState
from bonus_fund.filling import Filled, Place
from bonus_fund.forms.proposals import LinesForm, SumsBookForm, sum_name, why_name, with_values
from bonus_fund.models import BonusLine, BonusProposal
from bonus_fund.proposal_facts import verdicts_of
from bonus_fund.services import proposing
from bonus_fund.services.proposing import Written
from bonus_fund.views.proposals import assumptions, proposal_or_404
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import xlsx_answer
from ranking_portal.figures import roubles
from ranking_portal.kept_input import give_back
from ranking_portal.versions import ChangedMeanwhile, version_of
from ranking_portal.workflow.engine import find_step, perform, state_label
from ranking_portal.workflow.errors import Refused

CONFLICT = 409
SEND = "send"
SAVED_ONLY = "Черновик сохранён, но не направлен."
FILLS = {
    "even": "Поровну",
    "weight": "По отработанным дням",
    "last_year": "Как в прошлом году",
    "previous": "Как в прежней редакции",
    "clear": "Очистить суммы",
}
UNSAVED = "Суммы заполнены, но ещё не сохранены. Проверьте их и сохраните черновик."
CHANGED = (
    "Пока вы правили, черновик изменил другой человек. Ниже – ваши значения; там, где записано другое, это показано. "
    "Сохраните ещё раз, если верны ваши."
)


def draft_or_refuse(request: HttpRequest, pk: int) -> BonusProposal:
    """The proposal, if the user is its author. Raises Http404, PermissionDenied."""
    found = proposal_or_404(request, pk)
    if not permitted(user_of(request), "bonus_fund.propose", found):
        raise PermissionDenied("bonus_fund.propose")
    return found


def _not_a_draft(request: HttpRequest, found: BonusProposal) -> HttpResponse | None:
    if found.state == ProposalState.DRAFT:
        return None
    messages.info(request, f"Суммы меняют в черновике; сейчас «{found.get_state_display()}».")
    return redirect(found.get_absolute_url())


def lines_of(found: BonusProposal) -> list[BonusLine]:
    """The lines in the order of the table."""
    return list(found.lines.select_related("person"))


@access("bonus_fund.propose")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The table as a form. POST saves the draft, sends it on, fills it in without saving, or only checks."""
    found = draft_or_refuse(request, pk)
    if answer := _not_a_draft(request, found):
        return answer
    lines, version = lines_of(found), version_of(found)
    if request.method != "POST":
        shown = LinesForm(lines=lines, version=version)
        give_back(request, shown)
        return edit_page(request, found, shown, shown.typed() if shown.is_bound else lines)
    form = LinesForm(request.POST, lines=lines, version=version)
    action = request.POST.get("action", "save")
    if request.headers.get("HX-Request"):
        return _live(request, found, form)
    if action in FILLS:
        filled = fill(found, form.typed(), action)
        messages.info(request, f"{UNSAVED} Не распределено: {roubles(filled.left)} руб.")
        return show_values(request, found, _sums(form.typed(), filled), form.shown_version)
    if action in ("save", SEND) and form.is_valid():
        return _save(request, found, form)
    return edit_page(request, found, form, form.typed())


def _save(request: HttpRequest, found: BonusProposal, form: LinesForm) -> HttpResponse:
    try:
        proposing.write(found, form.written, by=user_of(request), version=form.shown_version)
    except ChangedMeanwhile:
        fresh = BonusProposal.objects.get(pk=found.pk)
        stored = lines_of(fresh)
        # What was typed stays; saved once more, it is saved over what is now shown beside it.
        again = LinesForm({**form.data.dict(), "version": version_of(fresh)}, lines=stored, version="")  # type: ignore[attr-defined]
        return edit_page(request, fresh, again, again.typed(), reasons=(CHANGED,), stored=stored)
    except Refused as refusal:
        return edit_page(request, found, form, form.typed(), reasons=refusal.reasons)
    if request.POST.get("action") == SEND:
        return _send(request, found)
    messages.success(request, "Черновик сохранён.")
    return redirect(found.get_absolute_url())


def next_step(found: BonusProposal) -> str:
    """Where a filled draft goes: a team's to the bodies for agreement, an infrastructure one to the office."""
    return "ask_agreement" if found.is_team else "submit"


def _send(request: HttpRequest, found: BonusProposal) -> HttpResponse:
    """The saved draft goes on; where it may not, it stays a draft and the form tells why."""
    try:
        sent = perform(found, next_step(found), by=user_of(request))
    except Refused as refusal:
        fresh = BonusProposal.objects.get(pk=found.pk)
        lines = lines_of(fresh)
        form = LinesForm(lines=lines, version=version_of(fresh))
        return edit_page(request, fresh, form, lines, reasons=refusal.reasons, told=SAVED_ONLY)
    messages.success(request, f"{sent}: {state_label(sent)}.")
    return redirect(found.get_absolute_url())


def show_values(
    request: HttpRequest, found: BonusProposal, values: dict[int, Written], version: str, reasons: Sequence[str] = ()
) -> HttpResponse:
    """The form with values that nobody has saved yet."""
    lines = with_values(lines_of(found), values)
    return edit_page(request, found, LinesForm(lines=lines, version=version), lines, reasons=reasons)


def edit_page(
    request: HttpRequest,
    found: BonusProposal,
    form: LinesForm,
    lines: Sequence[BonusLine],
    *,
    reasons: Sequence[str] = (),
    told: str = "",
    stored: Sequence[BonusLine] = (),
) -> HttpResponse:
    """The page of the form with the table of the given lines; `stored`: what the database holds, shown beside.

    `told`: what to say over the reasons, where it is not simply "not saved".
    """
    context = _context(request, found, form, lines)
    context |= {
        "reasons": reasons,
        "told": told,
        "fills": _fills(found),
        "send_label": find_step(BonusProposal, next_step(found)).label,
        "groups": _groups(form, context["table"], stored),
        "assumptions": assumptions(found),
    }
    return render(request, "bonus_fund/proposal_edit.html", context, status=CONFLICT if reasons else 200)


def _context(request: HttpRequest, found: BonusProposal, form: LinesForm, lines: Sequence[BonusLine]) -> dict[str, Any]:
    prefetch_related_objects([found], "agreements__decided_by", "project_share__bodies")
    verdicts = verdicts_of(found, lines, author=user_of(request).person_id)
    return {
        "proposal": found,
        "title": presenting.title_of(found),
        "form": form,
        "table": presenting.table_of(found, lines, verdicts),
        "unread": form.unread if form.is_bound else [],
    }


def _groups(form: LinesForm, table: presenting.Table, stored: Sequence[BonusLine]) -> list[dict[str, Any]]:
    """Bodies with their rows, each row with its two fields."""
    now = {line.pk: line for line in stored}

    def row(one: presenting.Row) -> dict[str, Any]:
        line, kept = one.line, now.get(one.line.pk)
        return {
            "row": one,
            "sum": form[sum_name(line.pk)],
            "why": form[why_name(line.pk)],
            "stored_sum": kept if kept and kept.amount_kopecks != line.amount_kopecks else None,
            "stored_why": kept if kept and kept.justification != line.justification else None,
        }

    return [{"group": group, "rows": [row(one) for one in group.rows]} for group in table.groups]


def _live(request: HttpRequest, found: BonusProposal, form: LinesForm) -> HttpResponse:
    """What changes beside the fields as one types: totals, shares, warnings. Nothing is saved."""
    return render(
        request, "bonus_fund/_proposal_live.html", _context(request, found, form, form.typed()) | {"oob": True}
    )


def _fills(found: BonusProposal) -> list[tuple[str, str]]:
    """Ways to fill in that have something to fill from."""
    without = set()
    if queries.last_year(found) is None:
        without.add("last_year")
    if queries.former_edition(found) is None:
        without.add("previous")
    return [(name, title) for name, title in FILLS.items() if name not in without]


def fill(found: BonusProposal, lines: Sequence[BonusLine], how: str) -> Filled:
    """The sums by one of the ways; justifications stay as they are."""
    places = [Place(line.pk, str(line.person_id), Fraction(line.weight)) for line in lines]
    fund, ceiling = found.fund_kopecks, found.ceiling_kopecks
    ways: dict[str, Callable[[], Filled]] = {
        "even": lambda: filling.evenly(fund, places, ceiling),
        "weight": lambda: filling.by_weight(fund, places, ceiling),
        "last_year": lambda: filling.as_before(fund, places, _former(queries.last_year(found)), ceiling),
        "previous": lambda: filling.as_before(fund, places, _former(queries.former_edition(found)), ceiling),
        "clear": lambda: Filled({one.line: 0 for one in places}, fund),
    }
    return ways[how]()


def _former(proposal: BonusProposal | None) -> dict[str, int]:
    return queries.sums_by_person(proposal) if proposal else {}


def _sums(lines: Sequence[BonusLine], filled: Filled) -> dict[int, Written]:
    return {line.pk: Written(filled.sums[line.pk], line.justification) for line in lines}


@access("bonus_fund.propose")
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook to fill in, with the people in it."""
    found = draft_or_refuse(request, pk)
    return xlsx_answer(proposal_import.form_of(found, lines_of(found)), f"premii-{found.year}-{found.pk}.xlsx")


@access("bonus_fund.propose")
def import_sums(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a workbook: its errors are told here; a good one fills in the form, which is then saved or not."""
    found = draft_or_refuse(request, pk)
    if answer := _not_a_draft(request, found):
        return answer
    posted = request.method == "POST"
    form = SumsBookForm(request.POST, request.FILES) if posted else SumsBookForm()
    problems: tuple[Any, ...] = ()
    if posted and form.is_valid():
        read = proposal_import.read(form.cleaned_data["file"].read(), lines_of(found))
        if read.possible:
            messages.info(request, _told(read))
            return show_values(request, found, read.values, version_of(found))
        problems = read.problems
    context = {"proposal": found, "title": presenting.title_of(found), "form": form, "problems": problems}
    return render(request, "bonus_fund/proposal_import.html", context)


def _told(read: proposal_import.Read) -> str:
    if not read.missing:
        return UNSAVED
    return f"{UNSAVED} В книге нет строк: {', '.join(read.missing)} – их премии остались прежними."
