"""The letter with the register of proposals for payment, A4 (clause 2.6; GOST R 7.0.97-2016)."""

from bonus_fund import former_sums
from bonus_fund.models import ForwardingRegister
from bonus_fund.presenting_checks import assumptions
from bonus_fund.presenting_registers import parts_of, register_totals
from protocols import letters
from protocols.models import Dispatch
from protocols.queries import agreement_note
from ranking_portal import clock, words
from ranking_portal.paper import Paper
from ranking_portal.regulation.bodies import ADMINISTRATION_LINES
from ranking_portal.regulation.services import edition_for


def letter(dispatch: Dispatch) -> Paper:
    """The Committee's letter to the Administration, the register behind it."""
    related = "distribution__recalculation__protocol__cycle"
    register = ForwardingRegister.objects.select_related(related).get(pk=dispatch.subject_key)
    parts = parts_of(register)
    protocol = register.distribution.recalculation.protocol
    infrastructure = any(not part.proposal.is_team for part in parts)
    context = {
        "to": ADMINISTRATION_LINES,
        "about": "О направлении предложений по премированию",
        "register": register,
        "parts": parts,
        "totals": register_totals(register),
        "remainder": sum(part.remainder for part in parts),
        "deemed": words.long_day(dispatch.deemed_on) if dispatch.deemed_on else "",
        "formerly": former_sums.told(register.distribution),
        "not_agreed": agreement_note(protocol, dispatch.sent_on or clock.today()),
        "assumptions": assumptions(edition_for(register.year), infrastructure=infrastructure),
    }
    return letters.letter(dispatch, "bonus_fund/paper_register.html", context)
