"""Who may receive a bonus: members of teams and infrastructure participants of a year."""

from django.db import models
from django.db.models import F, Q

from projects.enums import TeamRole
from projects.models.facts import Fact
from projects.models.register import Cycle
from ranking_portal.directory.models import Person


class TeamMember(Fact):
    """A member of a project's team; without an end he stays to 31 December."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name="сотрудник")
    role = models.CharField("роль", max_length=16, choices=TeamRole)
    since = models.DateField("участвует с")
    until = models.DateField("участвует по", null=True, blank=True)

    class Meta:
        verbose_name = "член команды"
        ordering = ("role", "person__full_name", "since")
        constraints = (
            models.UniqueConstraint(fields=("card", "person", "role", "since"), name="team_member_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="team_member_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class InfrastructureParticipant(models.Model):
    """An infrastructure participant of the projects of a year (clause 2.6)."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="infrastructure", verbose_name="год")
    person = models.ForeignKey(Person, models.PROTECT, related_name="infrastructure", verbose_name="сотрудник")
    function = models.CharField("функция", max_length=255)
    since = models.DateField("участвует с")
    until = models.DateField("участвует по", null=True, blank=True)
    source_import = models.ForeignKey("projects.Import", models.SET_NULL, null=True, blank=True, editable=False)
    source_row = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "инфраструктурный участник"
        ordering = ("person__full_name", "since")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "person", "function", "since"), name="infrastructure_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="infrastructure_dates"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.function}"
