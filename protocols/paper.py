"""What the paper of a protocol says, in the order of the form."""

from typing import Any

from protocols.enums import QuestionKind, SittingForm
from protocols.models import Protocol
from protocols.sitting import Sitting
from ranking.computation import Snapshot
from ranking.presenting import rows_of
from ranking.services.rankings import projects_of
from ranking_portal import words
from ranking_portal.deadlines import calendars
from ranking_portal.regulation.services import edition_for

NBSP = words.NBSP


def initials_first(full_name: str) -> str:
    """A name as it stands under a signature: "А. С. Петрова"."""
    surname, *rest = full_name.split()
    return NBSP.join([*(f"{name[0]}." for name in rest), surname])


def protocol_context(protocol: Protocol) -> dict[str, Any]:
    """Everything that the template prints."""
    sitting = Sitting(protocol)
    coefficients = _coefficients(sitting)
    rows = rows_of(projects_of(protocol.ranking), protocol.ranking.names, coefficients)
    decided = [_decision(sitting, question) for question in sitting.questions]
    granted = sitting.granted
    return {
        "protocol": protocol,
        "day": words.long_day(protocol.held_on),
        "in_absentia": protocol.form == SittingForm.IN_ABSENTIA,
        "chair": protocol.chair,
        "chair_signs": initials_first(protocol.chair.person.full_name),
        "secretary": protocol.secretary,
        "secretary_signs": initials_first(protocol.secretary.person.full_name),
        "present": [seat.person.short_name for seat in sitting.present],
        "present_count": words.counted(len(sitting.present), "член", "члена", "членов"),
        "members_count": len(sitting.members),
        "has_quorum": sitting.has_quorum,
        "invited": [line.strip() for line in protocol.invited.splitlines() if line.strip()],
        "results": next((one for one in decided if one["question"].kind == QuestionKind.RESULTS), None),
        "coefficients": [one for one in decided if one["question"].kind == QuestionKind.COEFFICIENT],
        "others": [one for one in decided if one["question"].kind == QuestionKind.OTHER],
        "granted": granted,
        "rows": [row for row in rows if row.eligible is not False],
        "refused": [row for row in rows if row.eligible is False],
        "ranking": protocol.ranking,
        "ranking_day": words.long_day(protocol.ranking.as_of),
        "kind_genitive": "первичного" if protocol.ranking.kind == "primary" else "уточняющего",
        "methodology": protocol.ranking.methodology,
        "limit": protocol.limit,
        "edition": edition_for(protocol.cycle.year),
        "terms": _terms(protocol),
    }


def _coefficients(sitting: Sitting) -> dict[str, int]:
    granted = {candidate.project.code for candidate in sitting.granted}
    rows = projects_of(sitting.protocol.ranking)
    return {row["code"]: int(row["code"] in granted) for row in rows if row["eligible"] is True}


def _decision(sitting: Sitting, question: Any) -> dict[str, Any]:
    candidate = getattr(question, "candidate", None)
    name = ""
    if candidate is not None:
        name = Snapshot.from_text(sitting.protocol.ranking.snapshot).names[candidate.project.code]["name"]
    return {
        "question": question,
        "candidate": candidate,
        "name": name,
        "tally": sitting.tally(question),
        "carried": sitting.is_carried(question),
    }


def _terms(protocol: Protocol) -> dict[str, str]:
    """Until when the protocol goes to the Administration and to the Governor (clause 2.6)."""
    edition, year = edition_for(protocol.cycle.year), protocol.cycle.year
    days = edition.obligation("protocol_to_administration").working_days or 1
    administration = calendars.working_calendar().term(protocol.approved_on or protocol.held_on, days)
    governor = edition.due_date(edition.obligation("results_to_governor"), year)
    return {
        "administration_days": words.working_days(days),
        "administration": words.long_day(administration.due),
        "governor": words.long_day(governor) if governor else "",
    }
