"""Kinds of organizations and of positions, by the words of clause 2.2(1) and 2.6."""

from django.db.models import TextChoices


class OrganizationKind(TextChoices):
    """The four kinds that criterion 1 counts (clause 2.2, item 1)."""

    AUTHORITY = "authority", "орган исполнительной власти"
    MUNICIPALITY = "municipality", "муниципальное образование"
    AUTHORITY_INSTITUTION = "authority_institution", "подведомственное учреждение органа исполнительной власти"
    MUNICIPAL_INSTITUTION = "municipal_institution", "подведомственное учреждение муниципального образования"


class PostCategory(TextChoices):
    """The three kinds of position whose holders may receive a bonus (clause 2.6)."""

    STATE_OFFICE = "state_office", "государственная должность"
    CIVIL_SERVICE = "civil_service", "государственная гражданская служба"
    OTHER = "other", "должность, не являющаяся должностью ГГС"
