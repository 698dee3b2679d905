"""Who sits in the small council: as of a day, before and after; a new seat, its dates."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from protocols.enums import SeatRole
from protocols.forms.council import AsOfForm, NewSeatForm, PersonSearchForm, SeatForm
from protocols.models import CouncilSeat
from protocols.queries import council_history
from protocols.services import council as services
from protocols.sitting import by_name
from ranking_portal import clock, lists
from ranking_portal.accounts.access import access, permitted, user_of
from ranking_portal.accounts.queries import people_found
from ranking_portal.directory.models import Person
from ranking_portal.editing import Page, edit_page
from ranking_portal.journal.reading import told
from ranking_portal.region import worded
from ranking_portal.workflow.errors import Refused

CLAUSE = worded("2.5")
SHOWN_ENTRIES = 50

LISTED = (
    lists.Column("Имя", lambda seat: seat.person.full_name, 40),
    lists.Column("Табельный номер", lambda seat: seat.person.personnel_number, 14),
    lists.Column("Место", lambda seat: seat.get_role_display(), 30),
    lists.Column("С", lambda seat: seat.since, 12, lists.Kind.DAY),
    lists.Column("По", lambda seat: seat.until, 12, lists.Kind.DAY),
)


@access("protocols.view_council")
def council(request: HttpRequest) -> HttpResponseBase:
    """The council as of a day, the seats of other days, the history."""
    form = AsOfForm(request.GET if request.GET.get("on") else {"on": clock.today()})
    day = (form.cleaned_data["on"] if form.is_valid() else None) or clock.today()
    seats = sorted(CouncilSeat.objects.select_related("person"), key=_in_order)
    if lists.is_asked(request):
        sitting = [seat for seat in seats if seat.is_held_on(day)]
        return lists.workbook_answer(f"council-{day}", worded(f"Малый совет на {day:%d.%m.%Y}"), LISTED, sitting)
    context = {
        "form": form,
        "day": day,
        "sitting": [seat for seat in seats if seat.is_held_on(day)],
        "others": [seat for seat in seats if not seat.is_held_on(day)],
        "voting": CouncilSeat.objects.on(day).voting().values("person").distinct().count(),
        "may_appoint": permitted(user_of(request), "protocols.appoint"),
        "history": told(council_history()[:SHOWN_ENTRIES]),
    }
    return render(request, "protocols/council.html", context)


def _in_order(seat: CouncilSeat) -> tuple[int, str, Any]:
    return list(SeatRole).index(SeatRole(seat.role)), by_name(seat), seat.since


def _page(title: str, lead: str, button: str) -> Page:
    back = reverse("protocols:council")
    return Page(title, lead, back, button, CLAUSE, ((worded("Малый совет"), back),))


@access("protocols.appoint")
def choose(request: HttpRequest) -> HttpResponse:
    """Look for the person who takes a seat."""
    form = PersonSearchForm(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    context = {"form": form, "asked": asked, "found": people_found(asked)}
    return render(request, "protocols/choose_person.html", context)


@access("protocols.appoint")
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """A seat for the person chosen."""
    person = get_object_or_404(Person, pk=pk)
    form = NewSeatForm(request.POST or None, person=person)

    def save() -> str:
        made = services.seat_person(by=user_of(request), person=person, **form.values)
        return f"Введён в состав: {made}."

    page = _page(worded("Ввести в состав малого совета"), f"{person}, таб. №\u00a0{person.personnel_number}", "Ввести")
    return edit_page(request, form, save, page, refusals=(Refused,))


@access("protocols.appoint")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The dates, the position and the act of a seat."""
    seat = CouncilSeat.objects.select_related("person").filter(pk=pk).first()
    if seat is None:
        raise Http404(f"seat {pk}")
    form = SeatForm(request.POST or None, instance=seat)

    def save() -> str:
        services.change_seat(seat, by=user_of(request), version=form.shown_version, **form.values)
        return "Место в совете изменено."

    page = _page(worded("Изменить место в малом совете"), str(seat), "Сохранить")
    return edit_page(request, form, save, page, refusals=(Refused,))
