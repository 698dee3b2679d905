"""Cycles of fiscal years, projects, and the card of a project in a year."""

from django.db import models
from django.db.models import F, Q

from ranking_portal.directory.models import Organization, Person


class Cycle(models.Model):
    """One fiscal year Y, which owns everything of its ranking and bonuses (clause 2.3)."""

    year = models.PositiveSmallIntegerField("финансовый год", unique=True)
    opened_at = models.DateTimeField("открыт")

    class Meta:
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year} год"


class Project(models.Model):
    """A regional project: its code stays the same through the years."""

    code = models.CharField("код", max_length=32, unique=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class ProjectYear(models.Model):
    """The card of a project in a year: its name, body and head then, and all its facts."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="cards", verbose_name="год")
    project = models.ForeignKey(Project, models.PROTECT, related_name="years", verbose_name="проект")
    name = models.CharField("наименование", max_length=500)
    national_project = models.CharField("национальный проект", max_length=255)
    responsible = models.ForeignKey(
        Organization, models.PROTECT, related_name="led_projects", verbose_name="ответственный орган"
    )
    head = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="headed_projects", verbose_name="руководитель"
    )
    starts_on = models.DateField("начало", null=True, blank=True)
    ends_on = models.DateField("окончание", null=True, blank=True)
    source_import = models.ForeignKey("projects.Import", models.SET_NULL, null=True, blank=True, editable=False)
    source_row = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("project__code",)
        constraints = (
            models.UniqueConstraint(fields=("cycle", "project"), name="project_once_a_year"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="project_year_dates",
            ),
        )

    def __str__(self) -> str:
        return f"{self.project.code} {self.name}"


def project_office(code: str, year: int) -> str:
    """Key of the office of the head of a project in a year."""
    return f"project:{code}:{year}"
