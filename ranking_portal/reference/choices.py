"""Choosing people and organizations in forms, however many of them there are."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, QuerySet, Value, When

from ranking_portal.directory import queries
from ranking_portal.directory.models import Organization, Person
from ranking_portal.searchchoice import SearchChoice

PERSON_WORDS = ("full_name", "personnel_number", "posts__organization__short_name", "posts__organization__full_name")
BRACKETS = str.maketrans("()", "  ")


def _letters(words: str) -> str:
    """The words without the sign that no text of the database may have."""
    return words.replace("\x00", "")


def people_matching(rows: "QuerySet[Person]", words: str) -> "QuerySet[Person]":
    """People by name, personnel number or a body they serve in: first that very number, then that surname."""
    asked = _letters(words).translate(BRACKETS).strip()
    found = Person.objects.filter(queries.matching(asked, *PERSON_WORDS)).values("pk")
    beginning = "^" + re.sub("[её]", "[её]", re.escape(asked.lower()))
    likely = Case(
        When(personnel_number=asked, then=Value(0)),
        When(full_name__iregex=beginning, then=Value(1)),
        default=Value(2),
    )
    return rows.filter(pk__in=found).order_by(likely, queries.by_letter("full_name"), "personnel_number")


def organizations_matching(rows: "QuerySet[Organization]", words: str) -> "QuerySet[Organization]":
    """Organizations by either name; the one with that very short name first."""
    words = _letters(words)
    by_name = Case(When(short_name=words.strip(), then=Value(0)), default=Value(1))
    found = rows.filter(queries.matching(words, "short_name", "full_name"))
    return found.order_by(by_name, queries.by_letter("short_name"))


def person_label(person: Person) -> str:
    """Name and personnel number: namesakes differ by number."""
    return f"{person.full_name} ({person.personnel_number})"


class PersonChoice(SearchChoice):
    """A choice among people."""

    address = "directory:people-found"
    hint = "Фамилия, табельный номер или орган"

    def matching(self, words: str) -> "QuerySet[Any]":
        """People that the words fit."""
        return people_matching(self.rows, words)

    def names_of(self, row: Any) -> Iterable[str]:
        """Name, number, or both."""
        return row.full_name, row.personnel_number, person_label(row)

    def label_from_instance(self, obj: Any) -> str:
        """Name and personnel number."""
        return person_label(obj)


class OrganizationChoice(SearchChoice):
    """A choice among organizations; `kind` narrows it."""

    address = "directory:organizations-found"
    hint = "Краткое или полное имя"

    def __init__(self, *, kind: str = "", **kwargs: Any) -> None:
        rows = Organization.objects.filter(kind=kind) if kind else Organization.objects.all()
        super().__init__(rows, query=f"kind={kind}" if kind else "", **kwargs)

    def matching(self, words: str) -> "QuerySet[Any]":
        """Organizations that the words fit."""
        return organizations_matching(self.rows, words)

    def names_of(self, row: Any) -> Iterable[str]:
        """Either name."""
        return row.short_name, row.full_name
