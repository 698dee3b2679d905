"""Organizations and people in the search over everything."""

from typing import Any

from django.urls import reverse

from ranking_portal.accounts.access import permitted
from ranking_portal.directory import queries
from ranking_portal.directory.models import Organization, Person
from ranking_portal.ui.search import Findable, Found, findable


def _organizations(user: Any) -> Any:
    return queries.organizations(user, sees_all=permitted(user, "directory.view"))


def _people(user: Any) -> Any:
    return queries.people(user, sees_all=permitted(user, "directory.view_all_people"))


def _organization(row: Organization) -> Found:
    note = row.full_name if row.full_name != row.short_name else row.get_kind_display()
    return Found("Организации", row.short_name, note, reverse("directory:organization", args=(row.pk,)))


def _person(row: Person) -> Found:
    note = f"табельный №\u00a0{row.personnel_number}"
    return Found("Люди", row.full_name, note, reverse("directory:person", args=(row.pk,)))


findable(
    Findable(
        "directory:organization",
        "directory.view_some",
        _organizations,
        _organization,
        columns=("short_name", "full_name"),
    )
)
findable(
    Findable(
        "directory:person",
        "directory.view_people",
        _people,
        _person,
        columns=("full_name", "personnel_number"),
        numbers=("personnel_number",),
    )
)
