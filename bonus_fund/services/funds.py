"""The general fund: awaited, entered, sent, corrected, replaced (clause 2.6)."""

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.files.base import File
from django.db.models import Max

from bonus_fund import kinds
from bonus_fund.enums import RecalculationState
from bonus_fund.models import FundDistribution, FundRecalculation
from bonus_fund.models.recalculation import OPEN_TO_WORK
from protocols.enums import IN_FORCE
from protocols.models import Protocol
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import SYSTEM, Principal
from ranking_portal.journal import services as journal
from ranking_portal.journal.keeping import Kept, keeps
from ranking_portal.region import worded
from ranking_portal.regulation.bodies import ADMINISTRATION, OFFICE
from ranking_portal.versions import check_version
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused

SUMS = ("team_kopecks", "infrastructure_kopecks", "former_team_kopecks", "former_infrastructure_kopecks")
ENTERED = (*SUMS, "basis_title", "comment")


def open_fund(protocol: Protocol, received_on: Any) -> FundRecalculation:
    """The Administration has received the protocol: its recalculation is awaited. What stood before is named."""
    rows = FundRecalculation.objects.filter(year=protocol.cycle.year).order_by("-edition")
    accepted = rows.exclude(accepted_on=None).first()
    # A correction in the making was the last link of the chain; one given up is no link of it.
    ends = rows.filter(next=None)
    previous = ends.exclude(accepted_on=None).first() or ends.first()
    return _opened(protocol, previous, accepted or previous, received_on)


def _opened(
    protocol: Protocol, previous: FundRecalculation | None, former: FundRecalculation | None, received_on: Any
) -> FundRecalculation:
    """`previous` is the link before it, `former` the one whose sums are recalculated."""
    editions = FundRecalculation.objects.filter(year=protocol.cycle.year).aggregate(last=Max("edition"))
    made: FundRecalculation = FundRecalculation.objects.create(
        protocol=protocol,
        year=protocol.cycle.year,
        edition=(editions["last"] or 0) + 1,
        previous=previous,
        former_team_kopecks=former.team_kopecks if former else None,
        former_infrastructure_kopecks=former.infrastructure_kopecks if former else None,
        received_on=received_on,
        opened_at=clock.now(),
    )
    return made


def next_edition(fund: FundRecalculation) -> FundRecalculation | None:
    """What follows the fund: its correction, the fund of a new protocol."""
    return FundRecalculation.objects.filter(previous=fund).first()


def awaits_announcement(fund: FundRecalculation | None) -> bool:
    """An accepted fund whose sizes nobody has been told yet."""
    if fund is None or fund.state != RecalculationState.ACCEPTED:
        return False
    return FundDistribution.objects.filter(recalculation=fund, announced_on=None).exists()


def correct(fund: FundRecalculation, *, by: Principal) -> FundRecalculation:
    """The Administration corrects an accepted fund: a new edition that names it, replaced only when accepted itself."""
    require(by, "bonus_fund.recalculate", fund)
    with journal.transaction():
        fresh = FundRecalculation.locked(fund.pk)
        if fresh.state != RecalculationState.ACCEPTED:
            raise Refused(f"Исправляют принятый общий фонд; сейчас «{fresh.get_state_display()}».")
        if next_edition(fresh) is not None:
            raise Refused("Исправление этого фонда уже готовится.")
        if fresh.protocol.state not in IN_FORCE:
            raise Refused("Протокол заменён новой редакцией: общий фонд пересчитывают по ней.")
        made = _opened(fresh.protocol, fresh, fresh, clock.today())
        details = {"previous": str(fresh)}
        journal.record(by.actor, "Начато исправление общего фонда", obj=made, clause=worded("2.6"), details=details)
        return perform(made, "take", by=by)


def enter(
    fund: FundRecalculation,
    *,
    by: Principal,
    version: str | None = None,
    basis: "File[Any] | None" = None,
    **entered: Any,
) -> FundRecalculation:
    """Write the sums (kopecks), the basis and the comment; an awaited fund is taken into work by that.

    Raises Refused where it is no longer with the Administration, ChangedMeanwhile.
    """
    require(by, "bonus_fund.recalculate", fund)
    with journal.transaction():
        fresh = FundRecalculation.locked(fund.pk)
        if fresh.state not in OPEN_TO_WORK:
            raise Refused(f"Суммы не изменить: общий фонд сейчас «{fresh.get_state_display()}».")
        if version is not None:
            check_version(fresh, version)
        if fresh.state == RecalculationState.AWAITED:
            fresh = perform(fresh, "take", by=by)
        before = {name: getattr(fresh, name) for name in ENTERED}
        for name in ENTERED:
            setattr(fresh, name, entered.get(name, before[name]))
        changed = {
            name: [before[name], getattr(fresh, name)] for name in ENTERED if before[name] != getattr(fresh, name)
        }
        if basis is not None:
            changed["basis"] = [fresh.basis_sha256, _keep_basis(fresh, basis)]
        fresh.save()
        if changed:
            journal.record(by.actor, "Внесён общий фонд", obj=fresh, clause=worded("2.6"), details=changed)
        return fresh


def _keep_basis(fund: FundRecalculation, basis: "File[Any]") -> str:
    fund.basis_sha256 = hashlib.sha256(b"".join(basis.chunks())).hexdigest()
    fund.basis_name = str(basis.name)[:255]
    fund.basis = basis
    return fund.basis_sha256


@keeps
def kept_bases() -> Iterator[Kept]:
    """Documents that general funds rest on, each with the hash it was entered with."""
    for fund in FundRecalculation.objects.exclude(basis="").order_by("pk"):
        yield Kept(f"{fund}: {fund.basis_name}", fund.ref, fund.basis_sha256, fund.basis)


def tell_office(fund: FundRecalculation, by: Principal) -> None:
    """The submitted size leaves for the office as a document under its number, and is registered there."""
    made = dispatching.prepare(kinds.GENERAL_FUND, fund, addressee=OFFICE, label=str(fund), turn=fund.submission)
    assert fund.submitted_on is not None
    perform(made, "send", by=by, on=fund.submitted_on, number=fund.outgoing_number)
    dispatching.register_incoming(
        kinds.GENERAL_FUND.code,
        fund,
        title=f"{kinds.GENERAL_FUND.title}: {fund}, исх. № {fund.outgoing_number}",
        sender=ADMINISTRATION,
        url=kinds.GENERAL_FUND.url(made),
        on=fund.submitted_on,
        tells_sums=True,
    )


def acknowledge_size(fund: FundRecalculation, by: Principal) -> None:
    """Whoever accepts or returns the size has it in hand: its letter is acknowledged, unless it was deemed received."""
    for letter in dispatching.of_subject(fund, kinds.GENERAL_FUND):
        if letter.turn == fund.submission and letter.acknowledged_at is None:
            dispatching.acknowledge(letter, by=by)


def replace(fund: FundRecalculation) -> None:
    """A newer one has taken its place."""
    if fund.state != RecalculationState.SUPERSEDED:
        perform(fund, "supersede", by=SYSTEM)
