"""Documents on their way: prepared by the portal, sent by a person, received or deemed received (clause 2.6)."""

from datetime import date
from typing import Any

from django.db.models import Max

from projects.models import Cycle
from protocols import dispatch_guards
from protocols.dispatch_kinds import DispatchKind
from protocols.enums import DispatchState
from protocols.models import Dispatch, Incoming
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import SYSTEM, Principal
from ranking_portal.deadlines.rounds import each_round
from ranking_portal.journal import services as journal
from ranking_portal.journal.services import ref_of
from ranking_portal.region import worded
from ranking_portal.workflow.engine import perform


def prepare(
    kind: DispatchKind,
    subject: Any,
    *,
    addressee: str,
    label: str,
    office: str = "",
    scope: str = "",
    turn: int = 1,
) -> Dispatch:
    """A document about `subject`, a row that belongs to a year, awaits its number and sender.

    `scope` is what its events concern; `turn` counts documents of one kind on one subject, sent anew after a return.
    """
    year = subject.cycle_year
    assert year is not None
    made: Dispatch = Dispatch.objects.create(
        kind=kind.code,
        year=year,
        subject_ref=ref_of(subject),
        subject_key=subject.pk,
        subject_label=label,
        scope=scope,
        addressee=addressee,
        office=office,
        turn=turn,
    )
    return made


def of_subject(subject: Any, kind: DispatchKind | None = None) -> list[Dispatch]:
    """Documents about the subject, in order of making."""
    rows = Dispatch.objects.filter(subject_ref=ref_of(subject)).order_by("pk")
    return list(rows.filter(kind=kind.code) if kind else rows)


def cancel_unsent(subject: Any) -> None:
    """What the subject's documents were about has been replaced: those not sent yet will not be."""
    with journal.transaction():
        for one in of_subject(subject):
            # Somebody may be sending it at this very moment: then it has left.
            if Dispatch.locked(one.pk).state == DispatchState.PREPARED:
                perform(one, "cancel", by=SYSTEM)


def acknowledge(dispatch: Dispatch, *, by: Principal, on: date | None = None) -> Dispatch:
    """The addressee has the document. Where receipt was deemed already, it is written down and moves nothing."""
    require(by, "protocols.acknowledge", dispatch)
    with journal.transaction():
        fresh = Dispatch.locked(dispatch.pk)
        if fresh.state == DispatchState.SENT and dispatch_guards.is_past(fresh, clock.today()):
            fresh = perform(fresh, "deem", by=SYSTEM, on=fresh.deemed_on)
        if fresh.state == DispatchState.SENT:
            fresh = perform(fresh, "receive", by=by, on=on)
        elif fresh.may_be_acknowledged:
            fresh.acknowledged_at, fresh.acknowledged_by = clock.now(), by.full_name
            fresh.save(update_fields=("acknowledged_at", "acknowledged_by"))
            details = {"received_on": fresh.received_on}
            journal.record(by.actor, "Получение подтверждено позже", obj=fresh, clause=worded("2.6"), details=details)
        return fresh


@each_round("Получение считается состоявшимся")
def deem_receipts() -> int:
    """Deem received what nobody has acknowledged in time, each as of its own day, however late this runs."""
    done = 0
    overdue = Dispatch.objects.filter(state=DispatchState.SENT, deemed_on__lt=clock.today())
    for pk in overdue.values_list("pk", flat=True):
        with journal.transaction():
            fresh = Dispatch.locked(pk)
            if fresh.state == DispatchState.SENT:
                perform(fresh, "deem", by=SYSTEM, on=fresh.deemed_on)
                done += 1
    return done


def register_incoming(
    kind: str, subject: Any, *, title: str, sender: str, url: str, on: date, tells_sums: bool = False
) -> Incoming:
    """A document has come to the office: it gets the next number of the calendar year. Call inside a transaction."""
    year = subject.cycle_year
    assert year is not None
    # Numbers go without gaps and repeats: whoever registers holds the row of the newest cycle meanwhile.
    list(Cycle.objects.select_for_update(no_key=True).order_by("-year")[:1])
    last = Incoming.objects.filter(calendar_year=on.year).aggregate(last=Max("number"))["last"] or 0
    return Incoming.objects.create(
        number=last + 1,
        calendar_year=on.year,
        year=year,
        received_on=on,
        recorded_at=clock.now(),
        kind=kind,
        title=title,
        sender=sender,
        subject_ref=ref_of(subject),
        url=url,
        tells_sums=tells_sums,
    )
