"""Heads of projects hold an office by the register itself."""

from collections.abc import Iterable
from datetime import date

from projects.models import ProjectYear
from projects.models.register import project_office
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.offices import Office, office_source


@office_source
def heads_of_projects(person_id: int, day: date) -> Iterable[Office]:
    """Every project-year whose card names the person as its head; cards of past years still have steps to take."""
    headed = ProjectYear.objects.filter(head_id=person_id).values_list("project__code", "cycle__year")
    for code, year in headed:
        yield Office(Role.PROJECT_HEAD, project_office(code, year), office_label(code, year))


def office_label(code: str, year: int) -> str:
    """The office in words: "руководитель проекта E3 (2025)"."""
    return f"руководитель проекта {code} ({year})"
