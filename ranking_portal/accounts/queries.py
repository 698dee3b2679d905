"""Accounts as the pages list them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from ranking_portal import clock
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.offices import Office
from ranking_portal.directory.models import Appointment, Person, Post
from ranking_portal.directory.queries import by_letter, matching

MOST_PEOPLE = 30


def accounts(chosen: Mapping[str, Any]) -> QuerySet[User]:
    """Accounts by words, role in force today and the right to sign in; grants in force in `granted`."""
    in_force = RoleGrant.objects.on(clock.today())
    rows = User.objects.filter(matching(chosen.get("q", ""), "full_name", "username"))
    if chosen.get("role"):
        rows = rows.filter(pk__in=in_force.filter(role=chosen["role"]).values("user"))
    if chosen.get("state"):
        rows = rows.filter(is_active=chosen["state"] == "on")
    granted = Prefetch("grants", queryset=in_force, to_attr="granted")
    return rows.select_related("person").prefetch_related(granted).order_by(by_letter("full_name"), "pk")


def people_found(words: str) -> list[Person]:
    """People by name or personnel number, with their posts (newest first); nobody where nothing was asked."""
    if not words.strip():
        return []
    rows = Person.objects.filter(matching(words, "full_name", "personnel_number")).select_related("user")
    posts = Prefetch("posts", queryset=Post.objects.select_related("organization").order_by("-year"))
    return list(rows.prefetch_related(posts).order_by(by_letter("full_name"), "personnel_number")[:MOST_PEOPLE])


@dataclass(frozen=True)
class HeldOffice:
    """An office with what it stands on: an appointment with its order and dates, or the card of a project."""

    office: Office
    appointment: Appointment | None

    @property
    def basis(self) -> str:
        """Words for what gives the office."""
        return self.appointment.order if self.appointment else "руководитель по карточке проекта в реестре"


def held_offices(user: User) -> list[HeldOffice]:
    """Offices of the user today, each with its basis."""
    if not user.offices:
        return []
    appointments = {held.office: held for held in Appointment.objects.on(clock.today()).filter(person=user.person_id)}
    return [HeldOffice(office, appointments.get(office.key)) for office in user.offices]
