"""What the pages of organizations and people tell of the register."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from projects.models import InfrastructureParticipant, ProjectYear, TeamMember
from projects.queries import bodies_headed, heads, visible_cards
from ranking_portal.accounts.access import permitted
from ranking_portal.directory.mentions import Mention, mentions_from
from ranking_portal.directory.models import Organization, Person


def _of_card(group: str, card: ProjectYear, role: str) -> Mention:
    year, code = card.cycle.year, card.project.code
    note = f"{code} · {year}\u00a0год" + (f" · {role}" if role else "")
    return Mention(group, card.name, note, reverse("projects:card", args=(code, year)))


@mentions_from
def projects_of(user: Any, subject: Organization | Person) -> Iterable[Mention]:
    """Projects that the body answers for, or that the person heads: those that the user may see."""
    mine = {"responsible": subject} if isinstance(subject, Organization) else {"head": subject}
    for card in visible_cards(user).filter(**mine).order_by("-cycle__year", "project__code"):
        yield _of_card("Проекты", card, "" if isinstance(subject, Organization) else "руководитель")


@mentions_from
def teams_of(user: Any, subject: Organization | Person) -> Iterable[Mention]:
    """Teams and infrastructure work of a person, where the user may see such rows."""
    if not isinstance(subject, Person):
        return
    sees_all, headed = permitted(user, "projects.view_all_people"), bodies_headed(user)
    years = set(subject.posts.filter(organization__in=headed).values_list("year", flat=True))
    members = TeamMember.objects.filter(person=subject).select_related("card__project", "card__cycle")
    for member in members.order_by("-card__cycle__year", "card__project__code"):
        if sees_all or member.card.cycle.year in years or heads(user, member.card):
            yield _of_card("Команды проектов", member.card, member.get_role_display())
    mine = InfrastructureParticipant.objects.filter(person=subject).select_related("cycle").order_by("-cycle__year")
    for row in mine:
        if sees_all or row.cycle.year in years:
            url = reverse("projects:infrastructure", args=(row.cycle.year,))
            yield Mention("Инфраструктурное участие", row.function, f"{row.cycle.year}\u00a0год", url)
