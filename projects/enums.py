"""Words of the register, as the workbook spells them."""

from django.db.models import TextChoices


class ParticipationKind(TextChoices):
    """How an organization takes part (clause 2.2, item 1)."""

    RESPONSIBLE = "responsible", "ответственный исполнитель"
    CO_EXECUTOR = "co_executor", "соисполнитель"
    STEP_EXECUTOR = "step_executor", "исполнитель мероприятия"


class ContractKind(TextChoices):
    """Whose contract it is (clause 2.2, item 2)."""

    STATE = "state", "государственный"
    MUNICIPAL = "municipal", "муниципальный"


class WorkKind(TextChoices):
    """What is done at an object of construction."""

    CONSTRUCTION = "construction", "строительство"
    RECONSTRUCTION = "reconstruction", "реконструкция"
    MAJOR_REPAIR = "major_repair", "капитальный ремонт"


class PartnershipForm(TextChoices):
    """Forms of public-private partnership."""

    PARTNERSHIP = "partnership", "соглашение о ГЧП"
    CONCESSION = "concession", "концессионное соглашение"


class UniqueKind(TextChoices):
    """Kinds of unique results (clause 2.2, item 3)."""

    TECHNOLOGY = "technology", "новая технология"
    IT_PRODUCT = "it_product", "уникальный IT-продукт"
    CONSTRUCTION = "construction", "объект строительства"
    OTHER = "other", "иное"


class Direction(TextChoices):
    """Which way a target is reached (clause 2.2)."""

    UP = "up", "рост"
    DOWN = "down", "снижение"


class StepKind(TextChoices):
    """Rows of the plan (clause 2.2, item 4)."""

    ACTIVITY = "activity", "мероприятие"
    MILESTONE = "milestone", "контрольная точка"


class TeamRole(TextChoices):
    """Roles in a project's team."""

    HEAD = "head", "руководитель проекта"
    ADMINISTRATOR = "administrator", "администратор проекта"
    MEMBER = "member", "участник проекта"
