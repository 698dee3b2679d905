"""The council's part of the demonstration: its members, the sitting on the results of 2025, the approved protocol."""

from datetime import date
from typing import Any

from projects.models import Project
from protocols.enums import Choice, SeatRole
from protocols.services import agenda, council, preparing, sitting
from protocols.sitting import Sitting
from ranking.services.rankings import projects_of
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.demo.people import account
from ranking_portal.demo.story import scene
from ranking_portal.directory.enums import PostCategory
from ranking_portal.directory.models import Post
from ranking_portal.workflow.engine import perform

ROLES = (SeatRole.CHAIR, SeatRole.DEPUTY, *([SeatRole.MEMBER] * 7))
PRESENT = 7
PROPOSED = 4


@scene(date(2024, 12, 9))
def the_council(cast: dict[str, Any]) -> str:
    """Nine members from the holders of state offices, a secretary from the civil servants."""
    taken = User.objects.exclude(person=None).values("person")
    posts = Post.objects.filter(year=2025).exclude(person__in=taken).select_related("person", "organization")
    officials = posts.filter(category=PostCategory.STATE_OFFICE).order_by("person__personnel_number")[: len(ROLES)]
    act = {"since": date(2024, 1, 1), "until": None, "order": "распоряжение о составе малого совета № 2-рп"}
    seats = [
        council.seat_person(
            by=cast["office"], person=post.person, role=role, position=f"{post.title} ({post.organization})", **act
        )
        for post, role in zip(officials, ROLES, strict=True)
    ]
    clerk = posts.filter(category=PostCategory.CIVIL_SERVICE).order_by("person__personnel_number").first()
    assert clerk is not None
    secretary = council.seat_person(
        by=cast["office"], person=clerk.person, role=SeatRole.SECRETARY, position=clerk.title, **act
    )
    account(cast, "chair", Role.COUNCIL_MEMBER, person=seats[0].person, told="председатель малого совета")
    account(cast, "member", Role.COUNCIL_MEMBER, person=seats[2].person, told="член малого совета")
    account(cast, "secretary", Role.COUNCIL_SECRETARY, person=secretary.person, told="секретарь малого совета")
    cast["seats"] = seats
    cast["secretary-seat"] = secretary
    return f"малый совет: {len(seats)} членов и секретарь"


@scene(date(2026, 2, 10))
def draft(cast: dict[str, Any]) -> str:
    """The office prepares the draft and proposes the first four of the rating."""
    ranking = cast["clarifying-2025"]
    made = preparing.draft(
        ranking,
        by=cast["office"],
        number="1",
        held_on=date(2026, 2, 12),
        place="Санкт-Петербург",
        chair=cast["seats"][0],
        secretary=cast["secretary-seat"],
        invited="Петрова Анна Сергеевна, начальник Центрального проектного офиса",
    )
    best = [row["code"] for row in projects_of(ranking) if row["eligible"]][:PROPOSED]
    for number, code in enumerate(best):
        agenda.add_candidate(
            made,
            Project.objects.get(code=code),
            grounds=((2,), (2, 3), (3,), (3,))[number],
            justification="Наибольшая сумма баллов; результаты года подтверждены отчётами.",
            by=cast["office"],
        )
    cast["protocol"] = made
    return f"{made}: проект, предложено коэффициентов 1 — {len(best)}"


@scene(date(2026, 2, 12))
def sitting_2025(cast: dict[str, Any]) -> str:
    """The council sits, votes and approves."""
    secretary, protocol = cast["secretary"], cast["protocol"]
    sitting.mark_present(protocol, cast["seats"][:PRESENT], by=secretary)
    protocol = perform(protocol, "open_voting", by=secretary)
    for question in protocol.questions.order_by("position"):
        choices = {seat.pk: Choice.FOR.value for seat in cast["seats"][:PRESENT]}
        if question.position == PROPOSED:
            choices[cast["seats"][PRESENT - 1].pk] = Choice.ABSTAINED.value
        sitting.record_votes(question, choices, by=secretary)
    protocol = perform(protocol, "approve", by=cast["chair"])
    return f"{protocol} утверждён, коэффициент 1 получили проектов: {len(Sitting(protocol).granted)}"
