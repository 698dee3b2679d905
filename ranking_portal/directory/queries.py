"""What of the directory a user may see, and how it is searched."""

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from ranking_portal.directory.models import Appointment, Organization, Person, body_office
from ranking_portal.journal.standing import until_told

BODY_PREFIX = body_office("")
LONGEST_QUERY = 200


def search_words(text: str) -> list[str]:
    """Words of a search line, without what no name contains."""
    return "".join(sign if sign.isprintable() else " " for sign in text[:LONGEST_QUERY]).split()


def matching(text: str, *fields: str) -> Q:
    """Every word stands in some of the fields: any case of letters, ё as е.

    By regular expressions, because SQLite's own comparison knows no case of Cyrillic letters.
    """
    found = Q()
    for word in search_words(text):
        pattern = re.sub("[её]", "[её]", re.escape(word.lower()))
        found &= reduce(or_, (Q(**{f"{field}__iregex": pattern}) for field in fields))
    return found


def by_letter(field: str) -> Replace:
    """Order of a Russian name, in which ё is not thrown behind я."""
    return Replace(Replace(F(field), Value("ё"), Value("е")), Value("Ё"), Value("Е"))


def bodies_of(office_keys: Iterable[str]) -> frozenset[int]:
    """Keys of the bodies behind offices "body:<short name>", with those whose successors they are (merged, renamed)."""
    return _bodies_called(
        frozenset(key.removeprefix(BODY_PREFIX) for key in office_keys if key.startswith(BODY_PREFIX))
    )


@until_told
def _bodies_called(names: frozenset[str]) -> frozenset[int]:
    found: set[int] = set()
    layer = set(Organization.objects.filter(short_name__in=names).values_list("pk", flat=True)) if names else set()
    while layer:
        found |= layer
        layer = set(Organization.objects.filter(successor__in=layer).values_list("pk", flat=True)) - found
    return frozenset(found)


def organizations(user: Any, *, sees_all: bool) -> QuerySet[Organization]:
    """Organizations the user may see: all of them, or the bodies he heads and the one he serves in."""
    rows = Organization.objects.select_related("parent", "successor")
    if sees_all:
        return rows
    own = Q(pk__in=bodies_of(office.key for office in user.offices))
    if user.person_id:
        own |= Q(posts__person=user.person_id)
    return rows.filter(own).distinct()


def people(user: Any, *, sees_all: bool) -> QuerySet[Person]:
    """People the user may see: all of them, or those who serve in the bodies he heads and himself."""
    rows = Person.objects.all()
    if sees_all:
        return rows
    own = Q(posts__organization__in=bodies_of(office.key for office in user.offices))
    if user.person_id:
        own |= Q(pk=user.person_id)
    return rows.filter(own).distinct()


def heads_of(organization: Organization) -> QuerySet[Appointment]:
    """Who headed the body, newest first, acting heads among them."""
    return (
        Appointment.objects.filter(office=body_office(organization.short_name))
        .select_related("person")
        .order_by("-since", "-pk")
    )
