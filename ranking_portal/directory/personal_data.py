"""What the directory keeps of people, and how it forgets them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from ranking_portal.directory.models import Appointment, Person, Post
from ranking_portal.journal.personal_data import told_until
from ranking_portal.personal_fields import (
    ERASED,
    Leaving,
    Term,
    by_day,
    by_year,
    called,
    erases,
    holds,
    nothing_personal,
    people_until,
)
from ranking_portal.region import worded

common = {
    "ground": worded("пункты 2.5, 2.6 Порядка; п. 2 ч. 1 ст. 6 Федерального закона № 152-ФЗ"),
    "term": Term.TAKING_PART,
    "seen_by": worded(
        "офис, Комитет, Управление делами, малый совет, контроль, администратор; руководители – только своих людей"
    ),
}
holds(
    "directory.Person",
    {"personnel_number": "табельный номер", "full_name": "фамилия, имя, отчество"},
    title="Люди",
    whose=worded("члены команд, инфраструктурные участники, руководители, члены малого совета"),
    purpose="различать людей, от имени которых и о которых принимают решения",
    person="pk",
    **common,
)
holds(
    "directory.Post",
    {
        "person": "человек",
        "year": "год",
        "organization": "орган",
        "title": "должность",
        "category": "категория должности",
    },
    title="Должности по годам",
    whose="те же люди",
    purpose=worded("знать, кто вправе получить премию и через какой орган (пункты 2.6, 3.4)"),
    person="person",
    **common,
)
holds(
    "directory.Appointment",
    {
        "office": "должность (ключ)",
        "office_label": "должность",
        "person": "человек",
        "since": "с",
        "until": "по",
        "acting": "исполняет обязанности",
        "order": "приказ",
    },
    title="Назначения",
    whose="руководители органов и исполняющие обязанности",
    purpose=worded("знать, кто подписывает и получает (пункт 2.6)"),
    person="person",
    **common,
)
called("directory.Person", "full_name")
called("directory.Organization", "short_name")
nothing_personal("directory.Organization", "short_name", "full_name")
ANONYMOUS_NUMBER = "обезличен-"


@people_until
def appointed() -> Iterator[QuerySet[Any, Any] | tuple[int, date]]:
    """Posts keep until the end of their year's decisions, appointments until their end, entering until that day."""
    yield by_year(Post.objects.all(), "person_id", "year")
    yield by_day(Appointment.objects.all(), "person_id", "until")
    yield from told_until(Person)


@erases
def forget(leaving: Leaving) -> None:
    """The row stays, for what points to it; the name, the number, the posts' titles and orders go."""
    for person in Person.objects.filter(pk__in=leaving.people):
        person.full_name, person.personnel_number = f"Обезличен №\u00a0{person.pk}", f"{ANONYMOUS_NUMBER}{person.pk}"
        person.save(update_fields=("full_name", "personnel_number"))
    Post.objects.filter(person__in=leaving.people).update(title=ERASED)
    Appointment.objects.filter(person__in=leaving.people).update(order=ERASED)
