"""Opening and closing terms by the events of the workflow and the edition's table of obligations."""

from datetime import date

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines import calendars
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal import services as journal
from ranking_portal.regulation.edition import Edition, Obligation
from ranking_portal.regulation.services import edition_for
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.events import Event

NEXT_WORKING_DAY = "next_working_day"
YEAR_OPENED = "projects.cycle.opened"


def open_deadline(edition: Edition, obligation: Obligation, event: Event) -> Deadline | None:
    """Open the obligation's term from the event's legal day; None where it has no term or stands open already.

    A term that had passed before the year was opened in the portal is left untracked rather than late.
    """
    assert event.year is not None
    already = Deadline.objects.filter(year=event.year, code=obligation.code, object_key=event.scope)
    if obligation.has_no_term or already.filter(state=DeadlineState.OPEN).exists():
        return None
    deadline = _counted(edition, obligation, event)
    opened_on = _year_opened_on(edition, event)
    if opened_on is None or deadline.due_on >= opened_on:
        return _begun(deadline)
    if already.filter(state=DeadlineState.UNTRACKED, done_on=None).exists():
        return None
    return perform(_begun(deadline), "leave_untracked", by=SYSTEM)


def _begun(deadline: Deadline) -> Deadline:
    deadline.save()
    details = {"due_on": deadline.due_on, "event_on": deadline.event_on}
    journal.record(SYSTEM.actor, "Срок открыт", obj=deadline, clause=deadline.clause, details=details)
    return deadline


def _year_opened_on(edition: Edition, event: Event) -> date | None:
    """The day on which the year was opened in the portal, by the terms that its opening began; None: by none."""
    if event.name == YEAR_OPENED:
        return event.on
    codes = [obligation.code for obligation in edition.obligations if obligation.opens_on == YEAR_OPENED]
    rows = Deadline.objects.filter(year=event.year or 0, code__in=codes)
    return rows.order_by("event_on").values_list("event_on", flat=True).first()


def _counted(edition: Edition, obligation: Obligation, event: Event) -> Deadline:
    assert event.year is not None
    calendar = calendars.working_calendar()
    fixed = edition.due_date(obligation, event.year)
    if fixed is not None:
        due, provisional = fixed, False
        if edition.choice("fixed_date_on_day_off") == NEXT_WORKING_DAY:
            due, provisional = calendar.next_working_on_or_after(fixed), calendar.is_provisional(fixed.year)
        act_by = calendar.last_working_on_or_before(due)
    else:
        assert obligation.working_days is not None
        term = calendar.term(event.on, obligation.working_days)
        due, act_by, provisional = term.due, term.due, term.provisional
    return Deadline(
        year=event.year,
        code=obligation.code,
        clause=obligation.clause,
        title=obligation.title,
        object_key=event.scope,
        object_label=event.data.get("object_label") or label_of(event.scope, event.year),
        who=obligation.who,
        office=office_of(obligation.who, event.scope, event.year),
        event_on=event.on,
        opened_at=clock.now(),
        due_on=due,
        act_by=act_by,
        working_days=obligation.working_days,
        provisional=provisional,
    )


def label_of(scope: str, year: int) -> str:
    """What a term is about, in words: "2025 год", "проект E3", "КЗ"."""
    kind, _, name = scope.partition(":")
    return {"project": f"проект {name}", "authority": name, "proposal": f"предложение № {name}"}.get(
        kind, f"{year} год"
    )


def office_of(who: str, scope: str, year: int) -> str:
    """The office that must act: the head of the very project or body; "" where a whole role must."""
    kind, _, name = scope.partition(":")
    if who == Role.PROJECT_HEAD and kind == "project":
        return f"project:{name}:{year}"
    if who == Role.AUTHORITY_HEAD and kind == "authority":
        return f"body:{name}"
    return ""


def close_deadlines(code: str, event: Event) -> None:
    """Close the open terms of the obligation that the event concerns: in time, or late by so many working days."""
    for deadline in _open(code, event):
        if event.on <= deadline.due_on:
            perform(deadline, "meet", by=SYSTEM, on=event.on, closed_at=clock.now())
        else:
            late = late_by(deadline.due_on, event.on)
            perform(deadline, "meet_late", by=SYSTEM, on=event.on, closed_at=clock.now(), late_working_days=late)
    _note_untracked(code, event)


def reopen(closed_by: str, event: Event) -> None:
    """What closed a term has been undone: the term runs on as a new row, from the same day to the same last day.

    `closed_by` names the event that is undone; a lateness written down before stays on its row.
    """
    assert event.year is not None
    codes = [row.code for row in edition_for(event.year).obligations if row.closed_by == closed_by]
    for code in codes:
        _run_on(code, event, (DeadlineState.MET, DeadlineState.MET_LATE), "открыт снова: отправленное отозвано")


def restore(code: str, event: Event) -> None:
    """What cancelled a term is itself undone: the term that was cancelled last runs on to the same last day."""
    _run_on(code, event, (DeadlineState.CANCELLED,), "открыт снова: отменившее его возвращено")


def _run_on(code: str, event: Event, ended: tuple[str, ...], note: str) -> None:
    rows = Deadline.objects.filter(year=event.year or 0, code=code, object_key=event.scope)
    last = rows.filter(state__in=ended).order_by("-pk").first()
    if last is None or rows.filter(state=DeadlineState.OPEN).exists():
        return
    kept = ("year", "code", "clause", "title", "object_key", "object_label", "who", "office", "event_on", "due_on")
    same = {name: getattr(last, name) for name in (*kept, "act_by", "working_days", "provisional")}
    _begun(Deadline(**same, opened_at=clock.now(), note=note))


def _note_untracked(code: str, event: Event) -> None:
    untracked = Deadline.objects.filter(
        year=event.year or 0, code=code, object_key=event.scope, state=DeadlineState.UNTRACKED, done_on__isnull=True
    )
    untracked.update(done_on=event.on, closed_at=clock.now())


def cancel_deadlines(code: str, event: Event, reason: str) -> None:
    """Cancel the open terms of the obligation that the event concerns."""
    for deadline in _open(code, event):
        perform(deadline, "cancel", by=SYSTEM, closed_at=clock.now(), note=reason)


def _open(code: str, event: Event) -> list[Deadline]:
    rows = Deadline.objects.filter(year=event.year or 0, code=code, state=DeadlineState.OPEN)
    return list(rows.filter(object_key=event.scope) if event.scope else rows)


def late_by(due_on: date, day: date) -> int:
    """Working days from the due day to the day; at least 1 where the day is later (a day off is late too)."""
    if day <= due_on:
        return 0
    return max(1, calendars.working_calendar().working_days_after(due_on, day))
