"""Checked proposals leave for the Administration in a register; remarks line by line (clause 2.6)."""

from collections.abc import Iterable, Mapping
from datetime import date

from bonus_fund import kinds
from bonus_fund.enums import ProposalState
from bonus_fund.guards.proposals import checker_has_no_part
from bonus_fund.models import BonusLine, BonusProposal, ForwardingRegister
from projects.models import Cycle
from protocols.services import dispatching
from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.principals import Principal
from ranking_portal.journal import services as journal
from ranking_portal.region import worded
from ranking_portal.regulation.bodies import ADMINISTRATION
from ranking_portal.workflow import sealing
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused


def forward(
    proposals: Iterable[BonusProposal], *, number: str, by: Principal, on: date | None = None
) -> ForwardingRegister:
    """Forward checked proposals of one year together, all of them or none, under the register's outgoing number."""
    require(by, "bonus_fund.forward")
    chosen = sorted({one.pk: one for one in proposals}.values(), key=lambda one: one.pk)
    if not chosen:
        raise Refused("Выберите хотя бы одно проверенное предложение.")
    if len({one.distribution_id for one in chosen}) > 1:
        raise Refused("В один реестр входят предложения одного распределения.")
    day = on or clock.today()
    with journal.transaction():
        year = chosen[0].year
        Cycle.objects.select_for_update(no_key=True).get(year=year)
        forwarded = [perform(one, "forward", by=by, on=day) for one in chosen]
        total = sum(line.amount_kopecks for line in BonusLine.objects.filter(proposal__in=forwarded))
        made = ForwardingRegister.objects.create(
            distribution=forwarded[0].distribution,
            year=year,
            ordinal=ForwardingRegister.objects.filter(year=year).count() + 1,
            forwarded_on=day,
            made_at=clock.now(),
            made_by=by.full_name,
            total_kopecks=total,
        )
        made.proposals.set(forwarded)
        details = {"proposals": [one.pk for one in forwarded], "total": total, **sealing.told(made)}
        journal.record(by.actor, "Составлен реестр к выплате", obj=made, clause=worded("2.6"), details=details)
        letter = dispatching.prepare(kinds.FORWARDED, made, addressee=ADMINISTRATION, label=str(made))
        perform(letter, "send", by=by, on=day, number=number)
        return made


def remark_lines(proposal: BonusProposal, remarks: Mapping[int, str], *, by: Principal) -> None:
    """What the Committee remarks on single lines, by key of line. Raises Refused where it does not check it now."""
    require(by, "bonus_fund.check", proposal)
    with journal.transaction():
        fresh = BonusProposal.locked(proposal.pk)
        if fresh.state != ProposalState.UNDER_CHECK:
            raise Refused(f"Замечания пишут во время проверки; сейчас «{fresh.get_state_display()}».")
        fresh.step_by = by
        if reasons := checker_has_no_part(fresh):
            raise Refused(*reasons)
        changed = {}
        for line in fresh.lines.all():
            new = remarks.get(line.pk, line.remark).strip()
            if new != line.remark:
                changed[str(line.pk)] = new
                line.remark = new
                line.save(update_fields=("remark",))
        if changed:
            journal.record(by.actor, "Замечания к строкам", obj=fresh, clause=worded("2.6"), personal=changed)
