"""What the journal is narrowed by."""

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from ranking_portal import clock
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import STRANGER, SYSTEM
from ranking_portal.directory.queries import by_letter, matching
from ranking_portal.fields import DayField
from ranking_portal.journal.models import Entry

REF = re.compile(r"\w+\.\w+:\S+\Z")


class JournalForm(forms.Form):
    """Who, what, about which object, between which days (both included, Moscow time)."""

    who = forms.ChoiceField(label="Кто", required=False)
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
        rows = rows.filter(ref=asked["about"]) if named_by_key else rows.filter(matching(asked["about"], "label"))
        if asked["who"]:
            rows = rows.filter(actor=asked["who"])
        if asked["since"]:
            rows = rows.filter(at__gte=_midnight(asked["since"]))
        if asked["until"]:
            rows = rows.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
        return rows


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), clock.MOSCOW)
