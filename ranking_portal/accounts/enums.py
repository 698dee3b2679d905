"""Roles of the portal."""

from django.db.models import TextChoices

from ranking_portal.region import worded


class Role(TextChoices):
    """Who uses the portal; heads are never granted by hand, they follow from the office held."""

    OFFICE = "office", worded("Центральный проектный офис")
    PROJECT_HEAD = "project_head", "руководитель проекта"
    AUTHORITY_HEAD = "authority_head", "руководитель органа исполнительной власти"
    COUNCIL_SECRETARY = "council_secretary", worded("секретарь малого совета")
    COUNCIL_MEMBER = "council_member", worded("член малого совета")
    GOVERNOR_OFFICE = "governor_office", worded("аппарат Губернатора")
    ADMINISTRATION = "administration", worded("Управление делами Правительства")
    ECONOMY_COMMITTEE = "economy_committee", worded("Комитет экономического развития и инвестиционной деятельности")
    FINANCE_COMMITTEE = "finance_committee", worded("Комитет финансов")
    AUDITOR = "auditor", "контроль"
    ADMIN = "admin", "администратор портала"


DERIVED_ROLES = frozenset({Role.PROJECT_HEAD, Role.AUTHORITY_HEAD})
GRANTABLE_ROLES = tuple(role for role in Role if role not in DERIVED_ROLES)
