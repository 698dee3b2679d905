"""What of the register a user may see: lists, cards, search and downloads all start from here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from projects.enums import Direction
from projects.models import Contract, Cycle, InfrastructureParticipant, ProjectYear, Step, Target, TeamMember
from projects.models.register import project_office
from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import Role
from ranking_portal.directory.models import Post
from ranking_portal.directory.queries import bodies_of

REACHED = Q(direction=Direction.UP, fact__gte=F("plan")) | Q(direction=Direction.DOWN, fact__lte=F("plan"))
NOTHING = Q(pk__in=())


def bodies_headed(user: Any) -> frozenset[int]:
    """Keys of the bodies that the user heads today, with those they succeeded."""
    return bodies_of(user.office_keys(Role.AUTHORITY_HEAD))


def heads(user: Any, card: ProjectYear) -> bool:
    """Whether the user heads this very project in this very year."""
    return project_office(card.project.code, card.cycle.year) in user.office_keys(Role.PROJECT_HEAD)


def visible_cards(user: Any, year: int | None = None) -> QuerySet[ProjectYear]:
    """Cards the user may see, of one year or of all.

    A head sees his project; the head of a body sees projects of the body and those in whose teams its people are.
    """
    cards = ProjectYear.objects.select_related("project", "cycle", "responsible", "head")
    if year is not None:
        cards = cards.filter(cycle__year=year)
    if permitted(user, "projects.view_register"):
        return cards
    return cards.filter(_headed_by(user) | _concern(bodies_headed(user)))


def headed_cards(user: Any, year: int) -> QuerySet[ProjectYear]:
    """Cards of the projects that the user heads in a year."""
    return ProjectYear.objects.filter(_headed_by(user), cycle__year=year)


def _headed_by(user: Any) -> Q:
    own = NOTHING
    for key in user.office_keys(Role.PROJECT_HEAD):
        code, _, year = key.partition(":")[2].rpartition(":")
        own |= Q(project__code=code, cycle__year=int(year))
    return own


def _concern(bodies: frozenset[int]) -> Q:
    if not bodies:
        return NOTHING
    people_of_theirs = Post.objects.filter(organization__in=bodies, year=OuterRef("card__cycle__year"))
    members = TeamMember.objects.filter(Exists(people_of_theirs.filter(person=OuterRef("person"))))
    return Q(responsible__in=bodies) | Q(pk__in=members.values("card"))


def team_rows(user: Any, card: ProjectYear) -> QuerySet[TeamMember]:
    """Members of a project's team whom the user may see (personal data)."""
    rows = TeamMember.objects.filter(card=card).select_related("person", "source_import")
    if permitted(user, "projects.view_all_people") or heads(user, card):
        return rows
    return rows.filter(person__in=_people_of(bodies_headed(user), card.cycle.year))


def team_rows_of(user: Any, cards: QuerySet[ProjectYear], year: int) -> QuerySet[TeamMember]:
    """Members of the teams of some cards of a year whom the user may see (personal data)."""
    rows = TeamMember.objects.filter(card__in=cards.order_by().values("pk"))
    if permitted(user, "projects.view_all_people"):
        return rows
    own = Q(card__in=headed_cards(user, year).values("pk"))
    return rows.filter(own | Q(person__in=_people_of(bodies_headed(user), year)))


def infrastructure_rows(user: Any, cycle: Cycle) -> QuerySet[InfrastructureParticipant]:
    """Infrastructure participants of a year whom the user may see (personal data)."""
    rows = InfrastructureParticipant.objects.filter(cycle=cycle).select_related("person", "source_import")
    if permitted(user, "projects.view_all_people"):
        return rows
    return rows.filter(person__in=_people_of(bodies_headed(user), cycle.year))


def _people_of(bodies: frozenset[int], year: int) -> Subquery:
    return Subquery(Post.objects.filter(organization__in=bodies, year=year).values("person"))


def _count(model: type[Model], *conditions: Q) -> Coalesce:
    """Number of a card's facts, as a subquery: joins of several lists would multiply each other."""
    rows = model._default_manager.filter(*conditions, card=OuterRef("pk")).order_by()
    return Coalesce(Subquery(rows.values("card").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def with_progress(cards: QuerySet[ProjectYear], today: date) -> QuerySet[ProjectYear]:
    """Cards with what the list shows: money, targets reached of all, steps in time of those due, contracts."""
    due = Q(due_on__lte=today)
    return cards.select_related("funding").annotate(
        targets_all=_count(Target),
        targets_reached=_count(Target, REACHED),
        steps_all=_count(Step),
        steps_due=_count(Step, due),
        steps_in_time=_count(Step, due, Q(done_on__lte=F("due_on"))),
        contracts_all=_count(Contract),
    )


def facts_counted(card: ProjectYear, models: Iterable[type[Model]]) -> list[int]:
    """How many facts of each kind the card has: one query for all of them."""
    counts = {f"n{place}": _count(model) for place, model in enumerate(models)}
    row = ProjectYear.objects.filter(pk=card.pk).annotate(**counts).values_list(*counts).get()
    return [int(number) for number in row]


def lacking_facts(cards: QuerySet[ProjectYear]) -> QuerySet[ProjectYear]:
    """Cards that cannot be ranked yet: no appropriation row, no target, or no step of the year."""
    return cards.filter(
        Q(funding__isnull=True)
        | ~Exists(Target.objects.filter(card=OuterRef("pk")))
        | ~Exists(Step.objects.filter(card=OuterRef("pk")))
    )
