"""States and words of the council's room."""

from django.db.models import TextChoices

from ranking_portal.region import worded


class SeatRole(TextChoices):
    """Who sits in the small council."""

    CHAIR = "chair", "председатель"
    DEPUTY = "deputy", "заместитель председателя"
    MEMBER = "member", "член совета"
    SECRETARY = "secretary", "секретарь"


# The secretary records; he votes only if he is a member too (by another seat).
VOTING_ROLES = (SeatRole.CHAIR, SeatRole.DEPUTY, SeatRole.MEMBER)
PRESIDING_ROLES = (SeatRole.CHAIR, SeatRole.DEPUTY)


class SittingForm(TextChoices):
    """How the council sits."""

    IN_PERSON = "in_person", "очная"
    IN_ABSENTIA = "in_absentia", "заочная"


class ProtocolState(TextChoices):
    """A protocol from its draft to the Governor's agreement."""

    DRAFT = "draft", "подготовка"
    VOTING = "voting", "идёт голосование"
    APPROVED = "approved", "утверждён"
    WITH_GOVERNOR = "with_governor", worded("на согласовании у Губернатора")
    AGREED = "agreed", worded("согласован Губернатором")
    RETURNED = "returned", worded("возвращён Губернатором")
    SUPERSEDED = "superseded", "заменён новой редакцией"


# Approved by the council and not replaced yet: its coefficients are those of the year (clause 2.6 waits for nobody).
IN_FORCE = (ProtocolState.APPROVED, ProtocolState.WITH_GOVERNOR, ProtocolState.AGREED, ProtocolState.RETURNED)
# What the council has approved never changes; a correction is a new edition.
SETTLED = (*IN_FORCE, ProtocolState.SUPERSEDED)


class GovernorDecision(TextChoices):
    """What the Governor has answered to the results (clause 2.6)."""

    AGREED = "agreed", "согласовано"
    RETURNED = "returned", "возвращено"


class DispatchState(TextChoices):
    """A document from the draft of its letter to its receipt."""

    PREPARED = "prepared", "готово к отправке"
    SENT = "sent", "отправлено"
    RECEIVED = "received", "получено"
    CANCELLED = "cancelled", "не отправлено"


# It has left: the addressee has it, or will.
ARRIVES = (DispatchState.SENT, DispatchState.RECEIVED)


class QuestionKind(TextChoices):
    """What a question of the agenda decides."""

    RESULTS = "results", "результаты ранжирования"
    COEFFICIENT = "coefficient", "коэффициент 1 проекту"
    OTHER = "other", "иной вопрос"


class Choice(TextChoices):
    """A vote."""

    FOR = "for", "за"
    AGAINST = "against", "против"
    ABSTAINED = "abstained", "воздержался"
