"""States of a term."""

from django.db.models import TextChoices


class DeadlineState(TextChoices):
    """A term is open until its step is done; "overdue" is open past its due day, and never hidden."""

    OPEN = "open", "идёт"
    MET = "met", "выполнен в срок"
    MET_LATE = "met_late", "выполнен с опозданием"
    CANCELLED = "cancelled", "отменён"
    UNTRACKED = "untracked", "не отслеживался"


OVERDUE = "overdue"
OVERDUE_LABEL = "просрочен"
