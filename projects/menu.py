"""The register in the side menu, and the years that have been opened."""

from django.db.models import Exists, OuterRef, Q

from projects.models import Cycle, ProjectYear, Step, Target
from ranking_portal.journal.standing import until_told
from ranking_portal.ui import navigation


@navigation.years_from
@until_told
def opened_years() -> list[int]:
    """Fiscal years with a cycle, newest first."""
    return list(Cycle.objects.order_by("-year").values_list("year", flat=True))


def register_state(year: int) -> str:
    """Done where cards have facts; now where the year is open and still waits for them."""
    has_facts = (
        Q(funding__isnull=False)
        | Exists(Step.objects.filter(card=OuterRef("pk")))
        | Exists(Target.objects.filter(card=OuterRef("pk")))
    )
    filled = ProjectYear.objects.filter(has_facts, cycle__year=year).exists()
    return navigation.DONE if filled else navigation.NOW


navigation.add_step(
    navigation.MenuStep(
        1,
        "Реестр проектов",
        "projects:list",
        "projects.view_some",
        ("/projects/", "/imports/", "/infrastructure/", "/quality/"),
        register_state,
    )
)
