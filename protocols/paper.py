"""What the paper of a protocol says, in the order of the form (GOST R 7.0.97-2016)."""

import json
from dataclasses import replace
from typing import Any

from protocols.coefficients import Coefficient, number
from protocols.enums import QuestionKind
from protocols.models import Protocol
from protocols.presenting import NOT_CARRIED, QuestionRow, question_rows
from protocols.sitting import Sitting
from ranking.presenting import CRITERIA, rows_of
from ranking.services.rankings import projects_of
from ranking_portal import words
from ranking_portal.deadlines import calendars
from ranking_portal.region import REGION, worded
from ranking_portal.regulation.edition import Edition
from ranking_portal.regulation.services import edition_for

NBSP = words.NBSP
DEMONSTRATION = "демонстрац"


def initials_first(full_name: str) -> str:
    """A name as it stands under a signature: "А. С. Петрова"."""
    surname, *rest = full_name.split()
    return NBSP.join([*(f"{name[0]}." for name in rest), surname])


def typographic(text: str) -> str:
    """Texts of the register as printed: a dash for " - ", one closing quotation mark where two would meet."""
    return text.replace(" - ", f"{NBSP}— ").replace("»»", "»")


def protocol_context(protocol: Protocol) -> dict[str, Any]:
    """Everything that the template prints."""
    sitting, ranking = Sitting(protocol), protocol.ranking
    edition = edition_for(protocol.cycle.year)
    rows = rows_of(projects_of(ranking), ranking.names, coefficients_decided(sitting))
    agenda = question_rows(sitting)
    rows = [
        replace(row, name=typographic(row.name), reasons=tuple(typographic(one) for one in row.reasons)) for row in rows
    ]
    placed = [row for row in rows if row.eligible is not False]
    refused = [row for row in rows if row.eligible is False]
    asked = [_proposal(one, ranking.names) for one in agenda if one.question.kind == QuestionKind.COEFFICIENT]
    return {
        "protocol": protocol,
        "year": protocol.cycle.year,
        "approved_day": words.long_day(protocol.approved_on) if protocol.approved_on else "",
        "reference": f"{protocol.held_on:%d.%m.%Y} №{NBSP}{protocol.number or '____'}",
        "day": words.long_day(protocol.held_on),
        "in_absentia": protocol.is_in_absentia,
        "chair_signs": initials_first(protocol.chair.person.full_name),
        "secretary_signs": initials_first(protocol.secretary.person.full_name),
        "present": sitting.present,
        "absent": [seat for seat in sitting.members if seat not in sitting.present],
        "present_count": words.counted(len(sitting.present), "член", "члена", "членов"),
        "members_count": len(sitting.members),
        "has_quorum": sitting.has_quorum,
        "invited": [line.strip() for line in protocol.invited.splitlines() if line.strip()],
        "results": next((one for one in agenda if one.question.kind == QuestionKind.RESULTS), None),
        "asked": asked,
        # In a draft that has not been voted yet, every proposal stands as it would be decided.
        "given": [one for one in asked if one["asked"].outcome != NOT_CARRIED],
        "declined": [one for one in asked if one["asked"].outcome == NOT_CARRIED],
        "undecided": any(not one["asked"].outcome for one in asked),
        "others": [_other(one) for one in agenda if one.question.kind == QuestionKind.OTHER],
        "rows": placed,
        "refused": refused,
        "zero_count": len(placed) - sum(one["asked"].outcome != NOT_CARRIED for one in asked),
        "ranking_day": words.long_day(ranking.as_of),
        "kind_genitive": "первичного" if ranking.kind == "primary" else "уточняющего",
        "criteria": CRITERIA,
        "printed": REGION.criteria,
        "methodology": ranking.methodology,
        **equal_to(protocol),
        "limit": words.counted(protocol.limit, "проекту", "проектам", "проектам"),
        "edition": edition,
        "terms": _terms(protocol, edition),
        "assumptions": assumptions(protocol, edition, any_asked=bool(asked)),
    }


def equal_to(protocol: Protocol) -> dict[str, str]:
    """After "коэффициент ранжирования": ", равный 1," within a sentence and without the last comma at its end."""
    told = f" {protocol.which}" if protocol.is_graded else f", равный{NBSP}{protocol.which}"
    return {"equal_to": told if protocol.is_graded else f"{told},", "is_equal_to": told}


def coefficients_decided(sitting: Sitting) -> dict[str, Coefficient]:
    """The coefficient that was given, or 0, for every eligible project of the sitting's ranking (clause 2.4)."""
    granted = {candidate.project.code: number(candidate.coefficient) for candidate in sitting.granted}
    rows = projects_of(sitting.protocol.ranking)
    return {row["code"]: granted.get(row["code"], 0) for row in rows if row["eligible"] is True}


def _proposal(asked: QuestionRow, names: str) -> dict[str, Any]:
    candidate = asked.question.candidate
    called = json.loads(names).get(candidate.project.code, {})
    name = typographic(f"«{called.get('name', '')}»")
    return {"asked": asked, "candidate": candidate, "name": name, "body": called.get("body", "")}


def _other(row: QuestionRow) -> dict[str, Any]:
    """A question of the council's own: as the agenda names it, and as the speaker was heard on it."""
    title, speaker = row.question.title.rstrip("."), row.question.speaker.rstrip(".")
    about = title[0].lower() + title[1:] if title.split()[:1] in (["О"], ["Об"], ["Обо"]) else title
    heard = f"{row.question.speaker}{NBSP}— {about}" if speaker else title
    return {"row": row, "title": f"{title}.", "heard": f"{heard}."}


def _terms(protocol: Protocol, edition: Edition) -> dict[str, str]:
    """Until when the protocol goes to the Administration and to the Governor (clause 2.6)."""
    found = {}
    days = edition.obligation("protocol_to_administration").working_days
    if days is not None:
        in_days = words.counted(days, "рабочего дня", "рабочих дней", "рабочих дней")
        term = calendars.working_calendar().term(protocol.approved_on or protocol.held_on, days)
        found = {"administration_days": in_days, "administration": words.long_day(term.due)}
    governor = edition.due_date(edition.obligation("results_to_governor"), protocol.cycle.year)
    return found | ({"governor": words.long_day(governor)} if governor else {})


def assumptions(protocol: Protocol, edition: Edition, *, any_asked: bool) -> list[str]:
    """On which open decisions the paper rests, one sentence each."""
    found = []
    methodology = protocol.ranking.methodology
    if DEMONSTRATION in methodology.title.casefold() or methodology.order_number.casefold().startswith("демо"):
        found.append("Баллы рассчитаны по демонстрационной методике.")
    grounds = [ground for ground in edition.grounds if ground.open]
    if any_asked and grounds:
        told = " ".join(f"{ground.clause}: {ground.text}" for ground in grounds)
        found.append(worded(f"Текст подпунктов пункта{NBSP}1.6 приведён в изложении портала.") + f" {told}")
    if edition.parameter("quorum").open or edition.parameter("majority").open:
        present = "проголосовавших" if protocol.is_in_absentia else "присутствующих"
        found.append(
            f"Кворум (более {protocol.quorum_share} состава) и большинство (более {protocol.majority_share} {present}) "
            "заданы параметрами редакции Порядка."
        )
    return found
