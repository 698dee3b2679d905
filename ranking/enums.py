"""States and kinds of the ranking room."""

from django.db.models import TextChoices

from ranking_portal.region import worded


class MethodologyState(TextChoices):
    """An order under clause 2.1 on its way."""

    DRAFT = "draft", "черновик"
    AGREED = "agreed", worded("согласована Комитетом финансов")
    APPROVED = "approved", "утверждена"
    IN_FORCE = "in_force", "действует"
    SUPERSEDED = "superseded", "заменена"


class RankingKind(TextChoices):
    """The two rankings of clause 2.3."""

    PRIMARY = "primary", "первичное"
    CLARIFYING = "clarifying", "уточняющее"


class RankingState(TextChoices):
    """A ranking is calculated as often as needed and confirmed once."""

    DRAFT = "draft", "черновик"
    CALCULATED = "calculated", "рассчитано, не подтверждено"
    CONFIRMED = "confirmed", "подтверждено"
