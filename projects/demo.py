"""The register's part of the demonstration: workbooks of three years, heads of bodies and projects."""

from datetime import date
from typing import Any

from projects.demo_former import moved_back
from projects.importing import apply_file
from projects.models import Cycle, ProjectYear
from projects.services.cycles import open_cycle
from ranking_portal.demo.people import account
from ranking_portal.demo.story import DATA, scene
from ranking_portal.directory.models import Appointment, Post, body_office
from ranking_portal.journal import services as journal

HEAD_TITLE = "Председатель комитета"
SHOWN_PROJECT, SHOWN_YEAR = "E3", 2025


def _load(cast: dict[str, Any], year: int, content: bytes = b"") -> str:
    name = f"register-{year}.xlsx"
    apply_file(content or (DATA / name).read_bytes(), year, file_name=name, by=cast["office"])
    return f"открыт {year} год, загружен реестр: {ProjectYear.objects.filter(cycle__year=year).count()} проект"


@scene(date(2024, 12, 2))
def register_2024(cast: dict[str, Any]) -> str:
    """The register of the year that will be carried to its very end."""
    return _load(cast, 2024, moved_back((DATA / "register-2025.xlsx").read_bytes(), 2025))


@scene(date(2024, 12, 2))
def register_2025(cast: dict[str, Any]) -> str:
    """The register of the year whose results are looked at again in November 2026."""
    return _load(cast, 2025)


@scene(date(2024, 12, 3))
def heads_of_bodies(cast: dict[str, Any]) -> str:
    """Heads of executive bodies by their posts; accounts for two of the heads."""
    posts = Post.objects.filter(year=SHOWN_YEAR, title=HEAD_TITLE).select_related("person", "organization")
    with journal.transaction():
        for post in posts:
            made = Appointment.objects.create(
                office=body_office(post.organization.short_name),
                office_label=f"руководитель органа: {post.organization.short_name}",
                person=post.person,
                since=date(2024, 1, 1),
                order="распоряжение о назначении № 1-рп от 01.01.2024",
            )
            journal.record(
                cast["office"].actor, "Назначен руководитель органа", ref=made.office, label=made.office_label
            )
    card = ProjectYear.objects.select_related("head", "responsible").get(
        cycle__year=SHOWN_YEAR, project__code=SHOWN_PROJECT
    )
    account(cast, "head", person=card.head, told=f"руководитель проекта {card} ({SHOWN_YEAR} год)")
    body = posts.get(organization=card.responsible)
    if body.person_id != card.head_id:
        account(cast, "body", person=body.person, told=f"руководитель органа: {card.responsible.full_name}")
    return f"назначены руководители органов: {posts.count()}"


@scene(date(2025, 12, 1))
def register_2026(cast: dict[str, Any]) -> str:
    """The register of the year in work."""
    return _load(cast, 2026)


@scene(date(2026, 11, 16))
def year_ahead(cast: dict[str, Any]) -> str:
    """The year ahead is opened: its first term runs, its register is still to be loaded."""
    cycle, _ = open_cycle(2027, by=cast["office"])
    return f"открыт {cycle}; всего лет: {Cycle.objects.count()}"
