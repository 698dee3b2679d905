"""What the council and papers keep of people. What has been approved keeps its names: see the terms."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from protocols.models import Attendance, CouncilSeat
from ranking_portal.personal_fields import (
    ERASED,
    Leaving,
    Term,
    by_day,
    by_year,
    called,
    erases,
    holds,
    nothing_personal,
    people_until,
)
from ranking_portal.region import worded

GROUND = worded("пункты 2.5, 2.6 Порядка; п. 2 ч. 1 ст. 6 Федерального закона № 152-ФЗ")
COUNCIL = worded("малый совет, офис, контроль")
holds(
    "protocols.CouncilSeat",
    {
        "person": "человек",
        "role": "роль",
        "position": "должность",
        "since": "с",
        "until": "по",
        "order": "основание",
    },
    title=worded("Состав малого совета"),
    whose=worded("члены малого совета и секретарь"),
    purpose=worded("знать, кто вправе голосовать (пункт 2.5)"),
    ground=GROUND,
    term=Term.TAKING_PART,
    seen_by=worded("малый совет, офис, аппарат Губернатора, Комитет, контроль"),
    person="person",
)
sitting = {
    "whose": worded("члены малого совета"),
    "purpose": worded("кворум и итог голосования (пункт 2.5)"),
    "ground": GROUND,
    "term": Term.PAPER,
    "seen_by": COUNCIL,
}
holds(
    "protocols.Attendance",
    {"protocol": "протокол", "seat": "кто присутствовал"},
    title="Присутствие на заседаниях",
    person="seat__person",
    **sitting,
)
holds(
    "protocols.Vote",
    {"question": "вопрос", "seat": "кто голосовал", "choice": "как"},
    title="Поимённые голоса",
    person="seat__person",
    **sitting,
)
holds(
    "protocols.Protocol",
    {"invited": "приглашённые", "chair": "председатель", "secretary": "секретарь", "settled_members": "состав"},
    title="Протоколы",
    **sitting,
)
holds("protocols.Question", {"speaker": "докладчик"}, title="Вопросы повестки", **sitting)
papers = {
    "whose": "те, кто отправлял, получал и прикладывал документы",
    "purpose": worded("знать, кто и когда отправил и получил документ (пункт 2.6)"),
    "ground": GROUND,
    "term": Term.PAPER,
    "seen_by": "те, кто видит сам документ",
}
holds(
    "protocols.Dispatch",
    {
        "addressee": "кому",
        "office": "должность получателя",
        "sent_by": "кто отправил",
        "acknowledged_by": "кто получил",
    },
    title="Письма и извещения",
    **papers,
)
holds("protocols.Incoming", {"sender": "от кого"}, title="Входящие документы", **papers)
holds("protocols.Scan", {"file": "скан", "name": "имя файла", "added_by": "кто приложил"}, title="Сканы", **papers)
holds(
    "protocols.Signature",
    {"file": "файл подписи (сертификат с именем подписавшего)", "name": "имя файла", "added_by": "кто приложил"},
    title="Электронные подписи",
    **papers,
)
holds("protocols.Document", {"file": "документ с именами", "title": "название"}, title="Документы", **papers)
called("protocols.CouncilSeat", "person__full_name")
called("protocols.Protocol", "number", "held_on")
called("protocols.Question", "title")
nothing_personal(
    "protocols.Protocol",
    *("state", "cycle", "ranking", "edition", "previous", "number", "held_on", "place", "form", "limit"),
    *("quorum_share", "majority_share", "approved_on", "passed_on", "decision", "decided_on", "decision_number"),
    *("decision_remark", "created_at", "coefficients"),
)
nothing_personal("protocols.Question", "protocol", "position", "kind", "title", "decision")
nothing_personal("protocols.Candidate", "justification", "coefficient")
nothing_personal(
    "protocols.Dispatch",
    *("state", "kind", "year", "subject_ref", "subject_key", "subject_label", "scope", "turn", "number"),
    *("number_key", "sent_on", "sent_at", "deemed_on", "received_on", "received_at", "is_deemed", "acknowledged_at"),
)
nothing_personal(
    "protocols.Incoming",
    *("number", "calendar_year", "year", "received_on", "recorded_at", "kind", "title", "subject_ref", "url"),
    "tells_sums",
)
nothing_personal("protocols.Scan", "ref", "sha256", "ordinal", "size", "reason", "added_at")
nothing_personal("protocols.Signature", "ref", "sha256", "document", "ordinal", "size", "added_at")
nothing_personal("protocols.Document", "ref", "sha256", "kind", "token", "created_at", "journal_number", "journal_hash")


@people_until
def in_the_council() -> Iterator[QuerySet[Any, Any]]:
    """Seats until their last day, sittings until the end of their year's decisions."""
    yield by_day(CouncilSeat.objects.all(), "person_id", "until")
    yield by_year(Attendance.objects.all(), "seat__person_id", "protocol__cycle__year")


@erases
def forget(leaving: Leaving) -> None:
    """The seat stays, for the votes given from it; what names its holder goes."""
    CouncilSeat.objects.filter(person__in=leaving.people).update(position=ERASED, order=ERASED)
