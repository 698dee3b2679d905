"""Organizations and people in the search over everything."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from ranking_portal.accounts.access import permitted
from ranking_portal.directory import queries
from ranking_portal.ui.search import Found, finder

MOST = 20


@finder
def organizations(user: Any, words: str) -> Iterable[Found]:
    """Organizations by either name."""
    if not permitted(user, "directory.view_some"):
        return
    rows = queries.organizations(user, sees_all=permitted(user, "directory.view"))
    for row in rows.filter(queries.matching(words, "short_name", "full_name"))[:MOST]:
        note = row.full_name if row.full_name != row.short_name else row.get_kind_display()
        yield Found("Организации", row.short_name, note, reverse("directory:organization", args=(row.pk,)))


@finder
def people(user: Any, words: str) -> Iterable[Found]:
    """People by name and number, for those only who may see them."""
    if not permitted(user, "directory.view_people"):
        return
    rows = queries.people(user, sees_all=permitted(user, "directory.view_all_people"))
    for row in rows.filter(queries.matching(words, "full_name", "personnel_number"))[:MOST]:
        note = f"табельный №\u00a0{row.personnel_number}"
        yield Found("Люди", row.full_name, note, reverse("directory:person", args=(row.pk,)))
