"""The facts of a year from the database: one query a table, whatever the number of projects."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from projects import models as register
from projects.enums import Direction, TeamRole
from projects.models import Cycle, ProjectYear
from projects.quality import facts
from projects.quality.facts import Year
from ranking_portal import clock
from ranking_portal.directory.models import Organization, Person, Post


def year_of(cycle: Cycle, cards: QuerySet[ProjectYear] | None = None) -> Year:
    """Facts of a cycle, or of some of its cards only; staff, people and organizations are always whole."""
    year, chosen = cycle.year, ProjectYear.objects.filter(cycle=cycle) if cards is None else cards
    shown = chosen.order_by("project__code").values_list("pk", "project__code", "name", "head", "starts_on", "ends_on")
    of = Q(card__cycle=cycle) if cards is None else Q(card__in=cards.order_by().values("pk"))

    def rows(model: Any, *columns: str) -> Iterable[Any]:
        found = model.objects.filter(of).order_by("pk").values_list("card", "pk", *columns)
        return found.iterator(chunk_size=5000)  # type: ignore[no-any-return]

    helpers = register.InfrastructureParticipant.objects.filter(cycle=cycle) if cards is None else ()
    posts = Post.objects.filter(year=year).order_by("pk").values_list("pk", "person", "organization__short_name")
    return Year(
        number=year,
        today=clock.today(),
        cards=tuple(facts.Card(*row) for row in shown),
        funding=tuple(facts.Funding(*row) for row in rows(register.Funding, "appropriation_kopecks", "spent_kopecks")),
        contracts=tuple(
            facts.Contract(*row) for row in rows(register.Contract, "number", "price_kopecks", "concluded_on")
        ),
        objects=tuple(facts.Named(*row) for row in rows(register.ConstructionObject, "name")),
        partnerships=tuple(facts.Named(*row) for row in rows(register.Partnership, "number")),
        targets=tuple(
            facts.Target(card, pk, name, direction == Direction.UP, plan, fact)
            for card, pk, name, direction, plan, fact in rows(register.Target, "name", "direction", "plan", "fact")
        ),
        steps=tuple(facts.Duty(*row) for row in rows(register.Step, "name", "due_on", "done_on")),
        reports=tuple(facts.Duty(*row) for row in rows(register.Report, "period", "due_on", "submitted_on")),
        requests=tuple(facts.Duty(*row) for row in rows(register.ChangeRequest, "number", "due_on", "sent_on")),
        members=tuple(
            facts.Member(card, pk, person, role, role == TeamRole.HEAD, since, until)
            for card, pk, person, role, since, until in rows(register.TeamMember, "person", "role", "since", "until")
        ),
        helpers=tuple(facts.Helper(row.pk, row.person_id, row.function, row.since, row.until) for row in helpers),
        posts=tuple(facts.Post(*row) for row in posts),
        people=tuple((pk, facts.Person(number, name)) for pk, number, name in _people(year)),
        organizations=tuple(
            facts.Organization(*row)
            for row in Organization.objects.order_by("pk").values_list("pk", "short_name", "full_name")
        ),
    )


def _people(year: int) -> QuerySet[Person, Any]:
    """Those who serve, head or take part in the year."""
    of_year = (
        Q(pk__in=Post.objects.filter(year=year).values("person"))
        | Q(pk__in=ProjectYear.objects.filter(cycle__year=year).values("head"))
        | Q(pk__in=register.TeamMember.objects.filter(card__cycle__year=year).values("person"))
        | Q(pk__in=register.InfrastructureParticipant.objects.filter(cycle__year=year).values("person"))
    )
    return Person.objects.filter(of_year).order_by("pk").values_list("pk", "personnel_number", "full_name")
