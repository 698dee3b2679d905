"""Organizations and people: who takes part, who holds which post, who heads what on which day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from ranking_portal.directory.enums import OrganizationKind, PostCategory


class Organization(models.Model):
    """A body, a municipality or an institution; renamed or merged ones keep their name and point to a successor."""

    short_name = models.CharField("краткое наименование", max_length=200, unique=True)
    full_name = models.CharField("полное наименование", max_length=500)
    kind = models.CharField("вид", max_length=32, choices=OrganizationKind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="вышестоящая организация"
    )
    since = models.DateField("действует с", null=True, blank=True)
    until = models.DateField("действует по", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="правопреемник"
    )

    class Meta:
        ordering = ("short_name",)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OrganizationKind.values), name="organization_kind"),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="organization_dates",
            ),
        )

    def __str__(self) -> str:
        return self.short_name


class Person(models.Model):
    """A person by personnel number and name: a number given to another name is another person, with his own rights."""

    personnel_number = models.CharField("табельный номер", max_length=32)
    full_name = models.CharField("фамилия, имя, отчество", max_length=255)

    class Meta:
        ordering = ("full_name", "personnel_number")
        constraints = (models.UniqueConstraint(fields=("personnel_number", "full_name"), name="person_once"),)

    def __str__(self) -> str:
        return self.full_name

    @property
    def short_name(self) -> str:
        """Surname and initials joined by non-breaking spaces: "Петрова А. С."."""
        surname, *rest = self.full_name.split()
        return "\u00a0".join([surname, *(f"{name[0]}." for name in rest)])


class Post(models.Model):
    """Where a person served in a year. Pay is never kept: nothing in the law's section 2 needs it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="человек")
    year = models.PositiveSmallIntegerField("год")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts", verbose_name="орган")
    title = models.CharField("должность", max_length=255)
    category = models.CharField("категория должности", max_length=16, choices=PostCategory)

    class Meta:
        ordering = ("person__full_name",)
        constraints = (
            models.UniqueConstraint(fields=("person", "year"), name="post_once_a_year"),
            models.CheckConstraint(condition=Q(category__in=PostCategory.values), name="post_category"),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.title} ({self.year})"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Appointments by day."""

    def on(self, day: date) -> Self:
        """Those in force on the day, both ends included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Appointment(models.Model):
    """Who heads a body, or acts for a head of a body or of a project, from which day and by which order.

    `office` is a text key ("body:КЗ", "project:E3:2025"): people stand below projects and do not know them.
    """

    office = models.CharField("должность (ключ)", max_length=240)
    office_label = models.CharField("должность", max_length=500)
    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name="человек")
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)
    acting = models.BooleanField("исполняющий обязанности", default=False)
    order = models.CharField("приказ (номер и дата)", max_length=255)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("office", "-since")
        indexes = (models.Index(fields=("office", "since")),)
        constraints = (
            models.UniqueConstraint(fields=("office", "person", "since"), name="appointment_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="appointment_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.office_label}: {self.person}"


def body_office(short_name: str) -> str:
    """Key of the office of the head of a body."""
    return f"body:{short_name}"
