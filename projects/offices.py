"""Heads of projects hold an office by the register itself."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from projects.models import ProjectYear
from projects.models.register import project_office
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.offices import Office, holder_source, office_source
from ranking_portal.deadlines.bodies import bodies_from
from ranking_portal.deadlines.successions import look_again


@office_source
def heads_of_projects(person_id: int, day: date) -> Iterable[Office]:
    """Every project-year whose card names the person as its head; cards of past years still have steps to take."""
    headed = ProjectYear.objects.filter(head_id=person_id).values_list("project__code", "cycle__year")
    for code, year in headed:
        yield Office(Role.PROJECT_HEAD, project_office(code, year), office_label(code, year))


def office_label(code: str, year: int) -> str:
    """The office in words: "руководитель проекта E3 (2025)"."""
    return f"руководитель проекта {code} ({year})"


@receiver(post_save, sender=ProjectYear)
def card_saved(instance: ProjectYear, **kwargs: Any) -> None:
    """The card may name another head: he is told of the open terms of his project."""
    look_again(project_office(instance.project.code, instance.cycle.year), clock.today())


@bodies_from
def responsible_bodies(year: int) -> dict[str, str]:
    """The body responsible for each project of the year, by the key that terms know the project by."""
    rows = ProjectYear.objects.filter(cycle__year=year).values_list("project__code", "responsible__short_name")
    return {f"project:{code}": body for code, body in rows}


@holder_source
def people_of_offices(keys: frozenset[str], day: date) -> Iterable[tuple[str, int]]:
    """Heads of projects by the cards of their years."""
    codes = {key.split(":")[1] for key in keys if key.startswith("project:")}
    if not codes:
        return
    rows = ProjectYear.objects.filter(project__code__in=codes, head__isnull=False)
    for code, year, head in rows.values_list("project__code", "cycle__year", "head_id"):
        if head is not None and (key := project_office(code, year)) in keys:
            yield key, head
