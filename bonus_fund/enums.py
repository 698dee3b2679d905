"""States and words of the money's room (clause 2.6)."""

from django.db.models import TextChoices

from ranking_portal.region import worded


class RecalculationState(TextChoices):
    """The general fund on its way from the Administration to the office."""

    AWAITED = "awaited", "ожидается"
    IN_WORK = "in_work", "в работе"
    SUBMITTED = "submitted", worded("направлен в проектный офис")
    ACCEPTED = "accepted", "принят"
    RETURNED = "returned", "возвращён с замечанием"
    SUPERSEDED = "superseded", "заменён"


class DistributionState(TextChoices):
    """The fund shared out between projects and bodies."""

    DRAFT = "draft", "не рассчитано"
    COMPUTED = "computed", "рассчитано"
    ANNOUNCED = "announced", "объявлено"
    SUPERSEDED = "superseded", "заменено"


class ProposalKind(TextChoices):
    """Whose bonuses a proposal is about."""

    TEAM = "team", "команда проекта"
    INFRASTRUCTURE = "infrastructure", "инфраструктурные участники"


class ProposalState(TextChoices):
    """A proposal from its draft to its forwarding."""

    DRAFT = "draft", "черновик"
    IN_AGREEMENT = "in_agreement", "на согласовании в органах"
    AGREED = "agreed", "согласовано"
    SUBMITTED = "submitted", worded("направлено в проектный офис")
    UNDER_CHECK = "under_check", worded("на проверке в Комитете")
    RETURNED = "returned", "возвращено с замечаниями"
    CHECKED = "checked", "проверено"
    FORWARDED = "forwarded", worded("передано в Управление делами")
    WITHDRAWN = "withdrawn", "отозвано"
    SUPERSEDED = "superseded", "заменено"


class AgreementState(TextChoices):
    """What a body says of the lines of its people."""

    AWAITED = "awaited", "ждёт решения"
    AGREED = "agreed", "согласовано"
    REFUSED = "refused", "отказано"


# The one tone of a badge in each state, on every page.
PROPOSAL_TONES = {
    ProposalState.DRAFT: "grey",
    ProposalState.IN_AGREEMENT: "blue",
    ProposalState.AGREED: "ok",
    ProposalState.SUBMITTED: "blue",
    ProposalState.UNDER_CHECK: "blue",
    ProposalState.RETURNED: "bad",
    ProposalState.CHECKED: "ok",
    ProposalState.FORWARDED: "ok",
    ProposalState.WITHDRAWN: "warn",
    ProposalState.SUPERSEDED: "grey",
}
AGREEMENT_TONES = {AgreementState.AWAITED: "warn", AgreementState.AGREED: "ok", AgreementState.REFUSED: "bad"}
