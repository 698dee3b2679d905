"""What the journal keeps of people. Its chain names nobody: names and personal words lie beside it."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time

from django.db import models

from ranking_portal import clock
from ranking_portal.journal import names
from ranking_portal.journal.models import Entry, PersonalText
from ranking_portal.personal_fields import Leaving, Term, erases, holds, nothing_personal

# What was typed at the sign-in and what lists were narrowed by: of no use once their time is over.
PASSING = ("Неудачная попытка входа", "Отказано в доступе", "Скачан файл")
BATCH = 500

common = {
    "whose": "все, кто входил в портал; люди, о которых записи",
    "purpose": "доказать, кто и что сделал; расследовать нарушения",
    "ground": "п. 2 ч. 1 ст. 6, ст. 19 Федерального закона № 152-ФЗ",
    "term": Term.JOURNAL,
    "seen_by": "офис, контроль; администратор – без подробностей",
}
holds(
    "journal.Name",
    {"about": "чья учётная запись (номер)", "text": "фамилия, имя, отчество на день записи"},
    title="Имена в журнале",
    **common,
)
holds(
    "journal.PersonalText", {"text": "личные слова записи: имя, причина, что искали"}, title="Слова журнала", **common
)
holds(
    "journal.Entry",
    {
        "at": "когда",
        "actor": "кто (номер учётной записи)",
        "actor_label": "кто (метка имени)",
        "action": "что сделано",
        "ref": "ключ того, о чём запись",
        "label": "о чём запись (человек – табельным номером или меткой)",
        "details": "подробности без имён",
    },
    title="Записи журнала",
    **common,
)
nothing_personal("journal.Name", "salt", "digest")
nothing_personal("journal.PersonalText", "salt", "digest")
nothing_personal("journal.Entry", "clause", "previous_hash", "hash")
nothing_personal("journal.Head", "last_hash")
nothing_personal("journal.Check", "hash", "problems")


def told_until(model: type[models.Model]) -> Iterator[tuple[int, date]]:
    """The day of the last entry about each object of a model: its key and the day."""
    beginning = f"{model._meta.label_lower}:"
    rows = Entry.objects.filter(ref__startswith=beginning).order_by().values_list("ref").annotate(models.Max("at"))
    for ref, last in rows:
        yield int(ref.removeprefix(beginning)), last.astimezone(clock.ZONE).date()


@erases
def erase_words(leaving: Leaving) -> None:
    """Names of the accounts, texts that name one of the people, and what was typed long ago."""
    for account in leaving.accounts:
        names.erase(account)
    digests = set(_typed_before(leaving))
    if leaving.words:
        named = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(leaving.words)))
        digests |= {one.digest for one in PersonalText.objects.iterator() if named.search(one.text)}
    gone = sorted(digests)
    for start in range(0, len(gone), BATCH):
        PersonalText.objects.filter(digest__in=gone[start : start + BATCH]).delete()


def _typed_before(leaving: Leaving) -> Iterator[str]:
    begun = datetime.combine(leaving.before, time(), clock.ZONE)
    for details in Entry.objects.filter(action__in=PASSING, at__lt=begun).values_list("details", flat=True):
        for value in json.loads(details).values():
            if isinstance(value, dict) and set(value) == {"digest"}:
                yield value["digest"]
