"""What must hold of approved protocols (clauses 1.6 and 2.5)."""

from collections.abc import Iterable

from protocols.documents import PROTOCOL, RENDER, stored
from protocols.enums import SETTLED
from protocols.models import Protocol
from protocols.sitting import Sitting
from ranking_portal.workflow.integrity import invariant
from ranking_portal.workflow.models import OutboxMessage


@invariant("Утверждённый протокол: кворум, голоса, не больше коэффициентов, чем позволено")
def decided_lawfully() -> Iterable[str]:
    """Everybody present has voted on every question, the results are carried, no more than the limit is granted."""
    for protocol in Protocol.objects.filter(state__in=SETTLED).select_related("cycle", "chair"):
        sitting = Sitting(protocol)
        if not sitting.has_quorum:
            yield f"{protocol}: нет кворума"
        if not all(sitting.is_voted(question) for question in sitting.questions):
            yield f"{protocol}: голосование не закончено"
        if sitting.results_question is None or not sitting.is_carried(sitting.results_question):
            yield f"{protocol}: результаты не утверждены"
        if len(sitting.granted) > protocol.limit:
            yield f"{protocol}: коэффициентов {len(sitting.granted)}, позволено {protocol.limit}"


@invariant("У утверждённого протокола есть документ, или он ждёт своей очереди")
def has_its_paper() -> Iterable[str]:
    """The paper is stored, or the message that orders it has not been delivered yet."""
    for protocol in Protocol.objects.filter(state__in=SETTLED):
        waiting = OutboxMessage.objects.filter(kind=RENDER, payload__ref=protocol.ref, done_at=None)
        if stored(protocol.ref, PROTOCOL) is None and not waiting.exists():
            yield str(protocol)
