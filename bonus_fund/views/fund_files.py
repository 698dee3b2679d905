"""What is downloaded from the page of a general fund: the basis document, the workbook, the letter."""

from csp.decorators import csp_exempt
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from bonus_fund import uploads_fund
from bonus_fund.enums import RecalculationState
from bonus_fund.models.recalculation import OPEN_TO_WORK
from bonus_fund.papers import general_fund
from bonus_fund.queries_funds import letters_of
from bonus_fund.views.funds import address, fund_or_404
from bonus_fund.xlsx.fund import fund_workbook
from protocols import documents
from protocols.views.pdf import LATER, pdf_answer
from ranking_portal.accounts.access import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@access("bonus_fund.view_funds")
def basis(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document that the fund rests on, as it was attached."""
    file = fund_or_404(request, pk).basis
    if not file.name or not file.storage.exists(file.name):
        raise Http404("no basis document")
    found = fund_or_404(request, pk)
    suffix = uploads_fund.suffix_of(found.basis_name)
    content_type = uploads_fund.CONTENT_TYPES.get(suffix, "application/octet-stream")
    answer = FileResponse(file.open("rb"), as_attachment=True, filename=found.basis_name, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@require_safe
@access("bonus_fund.view_funds")
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The recalculation, and the distribution once there is one, as a workbook."""
    found = fund_or_404(request, pk)
    answer = HttpResponse(fund_workbook(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="fund-{found.year}-{found.edition}.xlsx"'
    patch_cache_control(answer, private=True, no_store=True)
    return answer


@csp_exempt()
@require_safe
@access("bonus_fund.view_funds")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter: as it was sent; a marked preview while the sums are with the Administration."""
    found = fund_or_404(request, pk)
    name = f"fund-{found.year}-{found.edition}"
    sent = [one for one in letters_of(found) if one.turn == found.submission]
    if found.state in OPEN_TO_WORK or not sent:
        if found.total_kopecks is None or found.state == RecalculationState.SUPERSEDED:
            raise Http404("no sums to tell of")
        return pdf_answer(general_fund.preview(found), f"{name}-draft.pdf")
    document = documents.ready(sent[0].ref, documents.LETTER)
    if document is None:
        context = {"title": str(found), "back": address(found), "again": request.path}
        return render(request, "protocols/not_ready.html", context, status=LATER)
    with document.file.open("rb") as stored:
        return pdf_answer(stored.read(), f"{name}.pdf")
