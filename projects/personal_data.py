"""What the register of projects keeps of people: teams, infrastructure, heads, and the books it came from."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from projects import uploads
from projects.models import Accepted, Import, ImportPage, InfrastructureParticipant, ProjectYear, TeamMember
from ranking_portal.personal_fields import (
    ERASED,
    Leaving,
    Term,
    by_year,
    called,
    erases,
    holds,
    nothing_personal,
    people_until,
)
from ranking_portal.region import worded

GROUND = worded("пункты 2.2, 2.6 Порядка; п. 2 ч. 1 ст. 6 Федерального закона № 152-ФЗ")
teams = {
    "purpose": worded("знать, кто вправе получить премию (пункт 2.6), и считать его дни (раздел 3)"),
    "ground": GROUND,
    "term": Term.TAKING_PART,
    "seen_by": worded("офис, Комитет, Управление делами, контроль; руководители – свой проект и свой орган"),
}
holds(
    "projects.ProjectYear",
    {"head": "руководитель проекта", "project": "проект", "cycle": "год"},
    title="Руководители проектов",
    whose="руководители проектов",
    purpose=worded("знать, кто отвечает за проект и подписывает предложение (пункт 2.6)"),
    ground=GROUND,
    term=Term.TAKING_PART,
    seen_by="все роли; руководители – свои проекты",
    person="head",
)
holds(
    "projects.TeamMember",
    {"card": "проект и год", "person": "сотрудник", "role": "роль", "since": "участвует с", "until": "участвует по"},
    title="Команды проектов",
    whose="члены команд",
    person="person",
    **teams,
)
holds(
    "projects.InfrastructureParticipant",
    {"cycle": "год", "person": "сотрудник", "function": "функция", "since": "участвует с", "until": "участвует по"},
    title="Инфраструктурные участники",
    whose="инфраструктурные участники",
    person="person",
    **teams,
)
books = {
    "whose": "люди, названные в загруженных книгах; те, кто загружал",
    "purpose": "проверить, откуда взялись сведения, и отменить загрузку",
    "ground": GROUND,
    "term": Term.TAKING_PART,
    "seen_by": "офис, контроль",
}
holds(
    "projects.Import",
    {
        "file_name": "имя файла",
        "upload": "файл до проверки",
        "file": "копия книги (без оплаты труда)",
        "actor": "кто загрузил (номер учётной записи)",
        "actor_label": "кто загрузил",
        "confirmed_by": "кто подтвердил (номер учётной записи)",
        "at": "когда",
        "errors": "ошибки со значениями из книги",
        "warnings": "замечания",
        "reasons": "почему не загружена",
    },
    title="Загрузки",
    **books,
)
holds("projects.ImportPage", {"rows": "строки книги и прежние значения"}, title="Строки загрузок", **books)
holds(
    "projects.Accepted",
    {"reason": "причина", "actor": "кто принял (номер)", "actor_label": "кто принял", "at": "когда"},
    title="Принятые сомнения",
    **books,
)
called("projects.Project", "code")
called("projects.Cycle", "year")
called("projects.ProjectYear", "project__code", "cycle__year")
nothing_personal(
    "projects.ProjectYear",
    *("name", "national_project", "responsible", "starts_on", "ends_on"),
    *("source_import", "source_row"),
)
nothing_personal("projects.TeamMember", "source_import", "source_row")
nothing_personal("projects.InfrastructureParticipant", "source_import", "source_row")
nothing_personal(
    "projects.Import",
    *("state", "profile", "year", "cycle", "sha256", "shown", "finished_at", "counts", "errors_found"),
    *("rows_total", "rows_done", "leased_until", "attempts"),
)
nothing_personal("projects.ImportPage", "made", "part", "sheet", "number")
nothing_personal("projects.Accepted", "cycle", "rule", "target", "digest")
nothing_personal("projects.Project", "code")
nothing_personal("projects.Contract", "number", "subject")
nothing_personal("projects.ConstructionObject", "name")
nothing_personal("projects.Partnership", "number", "partner")
nothing_personal("projects.UniqueResult", "description", "justification")
nothing_personal("projects.Target", "name", "unit")
nothing_personal("projects.Step", "name")
nothing_personal("projects.Report", "period")
nothing_personal("projects.ChangeRequest", "number", "content")
nothing_personal("projects.HeaderChoice", "profile", "sheet", "header", "path")


@people_until
def taking_part() -> Iterator[QuerySet[Any, Any]]:
    """Members, participants and heads: until the decisions about their year have been taken."""
    yield by_year(TeamMember.objects.all(), "person_id", "card__cycle__year")
    yield by_year(InfrastructureParticipant.objects.all(), "person_id", "cycle__year")
    yield by_year(ProjectYear.objects.all(), "head_id", "cycle__year")


@erases
def forget(leaving: Leaving) -> None:
    """Functions of those who have gone, who loaded what, and the books of the years before the day."""
    for row in InfrastructureParticipant.objects.filter(person__in=leaving.people):
        row.function = f"{ERASED} {row.pk}"
        row.save(update_fields=("function",))
    actors = [f"user:{account}" for account in leaving.accounts]
    Import.objects.filter(actor__in=actors).update(actor_label=ERASED)
    Accepted.objects.filter(actor__in=actors).update(actor_label=ERASED)
    for made in Import.objects.filter(at__year__lt=leaving.before.year).exclude(file="", upload="", errors=[]):
        forget_book(made)


def forget_book(made: Import) -> None:
    """The import stays as a line of the list; its book, the rows read from it and what they held before are gone."""
    ImportPage.objects.filter(made=made).delete()
    if made.upload:
        uploads.forget(made.upload)
    if made.file:
        made.file.delete(save=False)
    made.file, made.sha256, made.upload, made.errors, made.warnings = "", "", "", [], []
    made.save()
