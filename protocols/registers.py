"""Registers of outgoing and incoming documents: what a user sees of them, on a page or as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When
from django.http import FileResponse

from protocols.dispatch_kinds import all_kinds, kind_of
from protocols.enums import DispatchState
from protocols.forms.dispatch import RegisterFilter
from protocols.models import Dispatch
from protocols.queries import visible_dispatches, visible_incoming
from ranking_portal import lists
from ranking_portal.directory.queries import matching
from ranking_portal.lists import Column, Kind

OUTGOING, INCOMING = "outgoing", "incoming"


@dataclass(frozen=True)
class Register:
    """The lines chosen from those the user may see, and the form that chose them."""

    tab: str
    rows: QuerySet[Any]
    form: RegisterFilter
    filtered: bool


def register_of(user: Any, given: Any) -> Register:
    """The register that the query string asks for."""
    if given.get("tab") == INCOMING:
        return _chosen(INCOMING, visible_incoming(user), given)
    return _chosen(OUTGOING, _titled(visible_dispatches(user)), given)


def _titled(rows: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    """With the kind's title as a column, so that it is sought as it is read."""
    titles = [When(kind=kind.code, then=Value(kind.title)) for kind in all_kinds()]
    return rows.annotate(title=Case(*titles, default=Value(""), output_field=CharField()))


def _chosen(tab: str, seen: QuerySet[Any], given: Any) -> Register:
    plain = seen.order_by()
    years = sorted(set(plain.values_list("year", flat=True)), reverse=True)
    codes = sorted(set(plain.values_list("kind", flat=True)))
    if tab == OUTGOING:
        kinds, states = [(code, kind_of(code).title) for code in codes], DispatchState.choices
        searched: Sequence[str] = ("number", "title", "addressee", "subject_label")
    else:
        kinds, states = [], []
        searched = ("number", "title", "sender")
    form = RegisterFilter(given, kinds=kinds, states=states, years=years)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = seen
    if chosen.get("q"):
        rows = rows.filter(matching(chosen["q"], *searched))
    for name in ("kind", "state", "year"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    return Register(tab, rows, form, any(chosen.get(name) for name in ("q", "kind", "state", "year")))


def how_received(dispatch: Dispatch) -> str:
    """How the addressee got it, in words; "" while he has not."""
    if dispatch.received_on is None:
        return ""
    if not dispatch.is_deemed:
        return "подтверждено адресатом"
    return "считается полученным" + (", подтверждено позже" if dispatch.acknowledged_at else "")


COLUMNS = {
    OUTGOING: (
        Column("Исходящий №", lambda row: row.number, 16),
        Column("Отправлено", lambda row: row.sent_on, 12, Kind.DAY),
        Column("Документ", lambda row: row.about.title, 52),
        Column("От кого", lambda row: row.about.sender.label, 28),
        Column("Кому", lambda row: row.addressee, 52),
        Column("О чём", lambda row: row.subject_label, 44),
        Column("Финансовый год", lambda row: row.year, 12, Kind.NUMBER),
        Column("Состояние", lambda row: row.get_state_display(), 20),
        Column("Получено", lambda row: row.received_on, 12, Kind.DAY),
        Column("Как получено", how_received, 34),
        Column("Кто отправил", lambda row: row.sent_by, 30),
    ),
    INCOMING: (
        Column("Входящий №", lambda row: row.number, 12, Kind.NUMBER),
        Column("Год регистрации", lambda row: row.calendar_year, 12, Kind.NUMBER),
        Column("Поступило", lambda row: row.received_on, 12, Kind.DAY),
        Column("Что поступило", lambda row: row.title, 70),
        Column("От кого", lambda row: row.sender, 52),
        Column("Финансовый год", lambda row: row.year, 12, Kind.NUMBER),
    ),
}


def workbook_answer(register: Register, name: str) -> FileResponse:
    """The register to keep as a workbook."""
    title = "Исходящие" if register.tab == OUTGOING else "Входящие"
    rows = register.rows.iterator(chunk_size=1000)
    return lists.workbook_answer(name, f"{title} документы портала ранжирования проектов", COLUMNS[register.tab], rows)
