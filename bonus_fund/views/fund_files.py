"""What is downloaded from the page of a general fund: the basis document, the workbook, the letter."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from bonus_fund.enums import RecalculationState
from bonus_fund.models import FundRecalculation
from bonus_fund.models.recalculation import OPEN_TO_WORK
from bonus_fund.papers import general_fund
from bonus_fund.queries_funds import letters_of
from bonus_fund.views.funds import address, fund_or_404
from bonus_fund.xlsx.fund import fund_workbook
from protocols import documents
from protocols.models import Dispatch
from protocols.views.pdf import stored_answer
from ranking_portal.accounts.access import access
from ranking_portal.answers import docx_answer, file_answer, pdf_answer, xlsx_answer
from ranking_portal.uploads import content_type_of


@require_safe
@access("bonus_fund.view_funds")
def basis(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document that the fund rests on, as it was attached."""
    found = fund_or_404(request, pk)
    file = found.basis
    if not file.name or not file.storage.exists(file.name):
        raise Http404("no basis document")
    return file_answer(file, found.basis_name, content_type_of(found.basis_name))


@require_safe
@access("bonus_fund.view_funds")
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The recalculation, and the distribution once there is one, as a workbook."""
    found = fund_or_404(request, pk)
    return xlsx_answer(fund_workbook(found), f"fund-{found.year}-{found.edition}.xlsx")


@require_safe
@access("bonus_fund.view_funds")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter: as it was sent; a marked preview while the sums are with the Administration."""
    found = fund_or_404(request, pk)
    name = f"fund-{found.year}-{found.edition}"
    sent = _sent(found)
    if sent is None:
        return pdf_answer(general_fund.preview(found).pdf(), f"{name}-draft.pdf")
    return stored_answer(request, sent.ref, documents.LETTER, f"{name}.pdf", title=str(found), back=address(found))


@require_safe
@access("bonus_fund.view_funds")
def working_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letter for Word: its wording is edited before signing."""
    found = fund_or_404(request, pk)
    sent = _sent(found)
    content = documents.copy_of_letter(sent) if sent is not None else general_fund.preview(found).docx()
    return docx_answer(content, f"fund-{found.year}-{found.edition}.docx")


def _sent(fund: FundRecalculation) -> Dispatch | None:
    """The letter that has left with the sums as they stand; None while they are only a preview of one."""
    sent = [one for one in letters_of(fund) if one.turn == fund.submission]
    if sent and fund.state not in OPEN_TO_WORK:
        return sent[0]
    if fund.total_kopecks is None or fund.state == RecalculationState.SUPERSEDED:
        raise Http404("no sums to tell of")
    return None
