"""Registers of outgoing and incoming documents: what a user sees of them, on a page or as a workbook."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from django.db.models import Case, CharField, QuerySet, Value, When
from xlsxwriter.worksheet import Worksheet

from protocols.dispatch_kinds import all_kinds, kind_of
from protocols.enums import DispatchState
from protocols.forms.dispatch import RegisterFilter
from protocols.models import Dispatch, Incoming
from protocols.queries import visible_dispatches, visible_incoming
from ranking_portal.directory.queries import matching

OUTGOING, INCOMING = "outgoing", "incoming"
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CAPTION, HEADER, FIRST = 0, 2, 3
Column = tuple[str, int]
COLUMNS: dict[str, tuple[Column, ...]] = {
    OUTGOING: (
        ("Исходящий №", 16),
        ("Отправлено", 12),
        ("Документ", 52),
        ("От кого", 28),
        ("Кому", 52),
        ("О чём", 44),
        ("Финансовый год", 12),
        ("Состояние", 20),
        ("Получено", 12),
        ("Как получено", 34),
        ("Кто отправил", 30),
    ),
    INCOMING: (
        ("Входящий №", 12),
        ("Год регистрации", 12),
        ("Поступило", 12),
        ("Что поступило", 70),
        ("От кого", 52),
        ("Финансовый год", 12),
    ),
}


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


def workbook_of(register: Register) -> bytes:
    """The register as an XLSX: dates as dates, numbers as numbers, texts that can never become formulas."""
    buffer = io.BytesIO()
    outgoing = register.tab == OUTGOING
    title = "Исходящие" if outgoing else "Входящие"
    columns = COLUMNS[register.tab]
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        day = book.add_format({"num_format": "dd.mm.yyyy", "align": "left"})
        sheet = book.add_worksheet(title)
        sheet.write_string(CAPTION, 0, f"{title} документы портала ранжирования проектов", bold)
        for column, (name, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(HEADER, column, name, head)
        last = FIRST - 1
        for last, row in enumerate(register.rows.iterator(chunk_size=1000), FIRST):
            _write(sheet, last, _outgoing(row) if outgoing else _incoming(row), day)
        sheet.freeze_panes(FIRST, 1)
        sheet.autofilter(HEADER, 0, max(last, HEADER), len(columns) - 1)
    return buffer.getvalue()


def _outgoing(row: Dispatch) -> Iterable[Any]:
    kind = row.about
    received = how_received(row)
    state = row.get_state_display()
    sender = kind.sender.label
    about = (row.addressee, row.subject_label, row.year, state)
    return (row.number, row.sent_on, kind.title, sender, *about, row.received_on, received, row.sent_by)


def _incoming(row: Incoming) -> Iterable[Any]:
    return row.number, row.calendar_year, row.received_on, row.title, row.sender, row.year


def _write(sheet: Worksheet, at: int, values: Iterable[Any], day: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            sheet.write_datetime(at, column, value, day)
        elif isinstance(value, int):
            sheet.write_number(at, column, value)
        elif value:
            sheet.write_string(at, column, str(value))
