"""What the journal is narrowed by."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from ranking_portal import clock
from ranking_portal.accounts.journal_middleware import DOWNLOADED, REFUSED
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import STRANGER, SYSTEM
from ranking_portal.directory.queries import by_letter, matching
from ranking_portal.fields import DayField
from ranking_portal.journal import marks, names
from ranking_portal.journal.models import Entry, Name

REF = re.compile(r"\w+\.\w+:\S+\Z")
SIGN_IN = (
    Q(action__startswith="Вход ")
    | Q(action__startswith="Сеанс ")
    | Q(action__in=("Выход из портала", "Неудачная попытка входа", "Внешний вход отклонён", "Использован запасной код"))
)
READ = Q(action__in=(DOWNLOADED, "Прочитано через API"))
RIGHTS = (Q(ref__startswith="accounts.") | Q(ref__startswith="api.")) & ~SIGN_IN & ~READ & ~Q(action=REFUSED)
# What a row is about, by what it tells and of whom.
KINDS: dict[str, tuple[str, Q]] = {
    "steps": ("шаги и решения", Q(details__contains='"state":[')),
    "facts": ("сведения реестра", Q(ref__startswith="projects.") | Q(ref__startswith="directory.")),
    "documents": ("документы и файлы", Q(details__contains='"sha256":')),
    "settings": ("правила и настройки", Q(ref__startswith="regulation.") | Q(ref__startswith="deadlines.calendar")),
    "rights": ("учётные записи и права", RIGHTS),
    "sign-in": ("входы и выходы", SIGN_IN),
    "refused": ("отказы в доступе", Q(action=REFUSED)),
    "downloads": ("скачанные файлы, чтение через API", READ),
}


class MarkForm(forms.Form):
    """The record that is printed on a document: its number and its hash, as they are typed from paper."""

    number = forms.CharField(label="Номер записи", max_length=40, help_text="После слова «запись»: 1 234.")
    digits = forms.CharField(
        label="Хеш",
        max_length=120,
        help_text="После слова «хеш»: пять групп по четыре знака. Пробелы и регистр не важны.",
    )

    def clean(self) -> dict[str, Any]:
        """Both together are a mark of the journal."""
        given = self.cleaned_data
        if {"number", "digits"} <= set(given):
            try:
                given["mark"] = marks.read(given["number"], given["digits"])
            except ValueError as error:
                self.add_error("number" if "Номер" in str(error) else "digits", str(error))
        return given


class JournalForm(forms.Form):
    """Who, of what kind, what, about which object, between which days (both included, Moscow time)."""

    who = forms.ChoiceField(label="Кто", required=False)
    kind = forms.ChoiceField(
        label="Вид", required=False, choices=[("", "все"), *((key, name) for key, (name, _) in KINDS.items())]
    )
    what = forms.CharField(label="Что", required=False, max_length=100)
    about = forms.CharField(label="Объект", required=False, max_length=128)
    since = DayField(label="С", required=False)
    until = DayField(label="По", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = User.objects.order_by(by_letter("full_name")).values_list("pk", "full_name")
        others = [(actor.key, actor.label) for actor in (SYSTEM.actor, STRANGER)]
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "все"), *others, *((f"user:{pk}", name) for pk, name in users)]

    def clean(self) -> dict[str, Any]:
        """The days follow each other."""
        given = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "Этот день раньше первого.")
        return given

    def entries(self) -> QuerySet[Entry]:
        """Entries asked for, newest first; none where the question is wrong."""
        rows: QuerySet[Entry] = Entry.objects.order_by("-pk")
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        rows = rows.filter(matching(asked["what"], "action"))
        # An object is named by its key ("ranking.ranking:5") or by words of its name.
        named_by_key = REF.match(asked["about"])
        rows = rows.filter(ref=asked["about"]) if named_by_key else rows.filter(_named(asked["about"]))
        if asked["who"]:
            rows = rows.filter(actor=asked["who"])
        if asked["kind"]:
            rows = rows.filter(KINDS[asked["kind"]][1])
        if asked["since"]:
            rows = rows.filter(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            rows = rows.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
        return rows


def _named(words: str) -> Q:
    """Objects whose names have all the words; names of accounts stand beside the journal, as marks in it."""
    named: Q = matching(words, "label")
    if words.strip():
        digests = Name.objects.filter(matching(words, "text")).values_list("digest", flat=True)
        named |= Q(label__in=[names.MARK + digest for digest in digests])
    return named


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), clock.ZONE)
