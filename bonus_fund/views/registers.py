"""Registers of forwarded sums: lines, totals, receipt by the Administration, XLSX and PDF (clause 2.6)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from bonus_fund import former_sums, presenting_checks, xlsx_forwarding
from bonus_fund import presenting_registers as presenting
from bonus_fund.enums import DistributionState
from bonus_fund.models import ForwardingRegister
from bonus_fund.views.checking import SHOWN_ENTRIES
from protocols import documents
from protocols.models import Dispatch
from protocols.queries import agreement_note
from protocols.services.dispatching import acknowledge
from protocols.views.pdf import stored_answer
from ranking_portal import lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.answers import docx_answer, xlsx_answer
from ranking_portal.journal.reading import told
from ranking_portal.journal.services import history, ref_of
from ranking_portal.region import worded
from ranking_portal.regulation.services import edition_for
from ranking_portal.ui import navigation
from ranking_portal.workflow.errors import Refused

LISTED = (
    lists.Column("Реестр №", lambda row: row[0].ordinal, 10, lists.Kind.NUMBER),
    lists.Column("Исходящий №", lambda row: row[1].number, 16),
    lists.Column("Передан", lambda row: row[0].forwarded_on, 12, lists.Kind.DAY),
    lists.Column("Кем", lambda row: row[0].made_by, 36),
    lists.Column("Предложений", lambda row: len(row[0].proposals.all()), 12, lists.Kind.NUMBER),
    lists.Column(worded("Получен Управлением делами"), lambda row: row[1].received_on, 16, lists.Kind.DAY),
    lists.Column("Размеры фондов", lambda row: row[0].distribution.get_state_display(), 20),
    lists.Column("Сумма, руб.", lambda row: row[0].total_kopecks, 20, lists.Kind.MONEY),
)


@access("bonus_fund.view_funds")
def index(request: HttpRequest) -> HttpResponseBase:
    """Registers of the year."""
    year = navigation.working_year(request)
    found = list(presenting.registers_of(year))
    letters = {one.subject_ref: one for one in Dispatch.objects.filter(subject_ref__in=[ref_of(row) for row in found])}
    rows = [(row, letters[ref_of(row)]) for row in found]
    if lists.is_asked(request):
        return lists.workbook_answer(f"registers-{year}", f"Реестры к выплате за {year} год", LISTED, rows)
    context = {
        "year": year,
        "rows": rows,
        # What was forwarded by replaced sums is not paid beside the new ones.
        "total": sum(row.total_kopecks for row in found if row.distribution.state == DistributionState.ANNOUNCED),
        "may_forward": permitted(user_of(request), "bonus_fund.forward"),
    }
    return render(request, "bonus_fund/registers.html", context)


def register_or_404(request: HttpRequest, pk: int) -> ForwardingRegister:
    """The register."""
    related = "distribution__recalculation__protocol__cycle"
    found = ForwardingRegister.objects.select_related(related).filter(pk=pk).first()
    if found is None:
        raise Http404(f"register {pk}")
    navigation.show_year(request, found.year)
    return found


def address(register: ForwardingRegister) -> str:
    """The register's page."""
    return reverse("bonus_fund:register", args=(register.pk,))


@access("bonus_fund.view_funds")
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """One register."""
    found, user = register_or_404(request, pk), user_of(request)
    letter = presenting.letter_of(found)
    parts = presenting.parts_of(found)
    has_infrastructure = any(not part.proposal.is_team for part in parts)
    context = {
        "register": found,
        "letter": letter,
        "parts": parts,
        "totals": presenting.register_totals(found),
        "formerly": former_sums.told(found.distribution),
        "replaced": found.distribution.state == DistributionState.SUPERSEDED,
        "remainder": sum(part.remainder for part in parts),
        "may_acknowledge": letter.may_be_acknowledged and permitted(user, "protocols.acknowledge", letter),
        "not_agreed": agreement_note(found.distribution.recalculation.protocol),
        "assumptions": presenting_checks.assumptions(edition_for(found.year), infrastructure=has_infrastructure),
        "history": told(history(letter, found)[:SHOWN_ENTRIES]),
    }
    return render(request, "bonus_fund/register.html", context)


@access("bonus_fund.view_funds")
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The register as a workbook."""
    found = register_or_404(request, pk)
    return xlsx_answer(xlsx_forwarding.workbook(found), f"register-{found.year}-{found.ordinal}.xlsx")


@access("bonus_fund.view_funds")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored letter with the register behind it."""
    found = register_or_404(request, pk)
    name, ref = f"register-{found.year}-{found.ordinal}.pdf", presenting.letter_of(found).ref
    return stored_answer(request, ref, documents.LETTER, name, title=str(found), back=address(found))


@access("bonus_fund.view_funds")
def working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letter with the register for Word."""
    found = register_or_404(request, pk)
    content = documents.copy_of_letter(presenting.letter_of(found))
    return docx_answer(content, f"register-{found.year}-{found.ordinal}.docx")


@access("bonus_fund.view_funds")
@require_POST
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The Administration has the register."""
    found = register_or_404(request, pk)
    try:
        fresh = acknowledge(presenting.letter_of(found), by=user_of(request))
    except Refused as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(address(found))
    already = " Ранее оно было признано состоявшимся." if fresh.is_deemed else ""
    messages.success(request, f"Получение реестра подтверждено {fresh.received_on:%d.%m.%Y}.{already}")
    return redirect(address(found))
