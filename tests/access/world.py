"""The little world in which every address is tried by everyone: two projects, their heads, one account a role.

A new object that an address needs gets a key in `objects`: the keys stand in the column `object` of table.csv.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from projects.models import Accepted, Import, InfrastructureParticipant, Project, ProjectYear
from protocols.enums import SeatRole
from protocols.letters import TO_ADMINISTRATION
from protocols.models import CouncilSeat, Protocol
from protocols.services import agenda, dispatching, preparing
from ranking.enums import RankingKind
from ranking.models import Methodology, Ranking
from ranking.services import rankings
from ranking_portal import clock
from ranking_portal.accounts.enums import GRANTABLE_ROLES, Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.accounts.services import DAY
from ranking_portal.api.models import ApiClient
from ranking_portal.deadlines.models import CalendarOverride, Deadline
from ranking_portal.directory.models import Appointment, body_office
from ranking_portal.notices.models import Notice
from ranking_portal.regulation.models import StoredEdition
from ranking_portal.workflow import telling
from tests import factories
from tests.access.money import money
from tests.access.planted import plant
from tests.access.proposals import proposals
from tests.access.registers import registers
from tests.access.scans import scans
from tests.access.visitors import ANONYMOUS, HEADS, NOBODY, VISITORS
from tests.conftest import TODAY
from tests.preparing import papers_later
from tests.unguarded import without_barriers

METHODOLOGY = settings.BASE_DIR / "ranking_portal" / "demo" / "data" / "methodology-demo.yaml"


@dataclass
class World:
    """Browsers of the visitors, and the keyword arguments of addresses by the key of an object."""

    browsers: dict[str, Client] = field(default_factory=dict)
    objects: dict[str, dict[str, Any]] = field(default_factory=lambda: {"": {}})


@papers_later()
@without_barriers()
def build() -> World:
    """Everything, made once for a module of tests."""
    own, other = factories.complete_card("E3"), factories.complete_card("N4")
    users: dict[str, User] = {NOBODY: factories.user_with()}
    users |= {role.value: factories.user_with(role) for role in GRANTABLE_ROLES}
    people = (
        factories.project_head(own),
        factories.project_head(other),
        factories.body_head(own.responsible),
        factories.body_head(other.responsible),
    )
    users |= dict(zip(HEADS, people, strict=True))
    world = World()
    for name in VISITORS:
        world.browsers[name] = Client()
        if name != ANONYMOUS:
            world.browsers[name].force_login(users[name])
    world.objects |= _accounts(users[NOBODY]) | _law_and_directory(own, other) | _register(own, other) | _rankings()
    world.objects |= money(own, other)
    world.objects |= proposals(own)
    world.objects |= registers(world.objects["own draft"])
    world.objects |= scans(world.objects)
    plant(own, users[NOBODY], world.objects)
    return world


def _accounts(user: User) -> dict[str, dict[str, Any]]:
    grant = user.grants.create(role="auditor", since=TODAY + DAY)
    system = ApiClient.objects.create(name="Зарплата", created_at=clock.now(), created_by=user, valid_until=TODAY)
    notice = Notice.objects.create(recipient=user, key="access", kind="opened", title="Срок", text="", at=clock.now())
    passkey = Authenticator.objects.create(user=factories.user_with(), type="webauthn", data={"name": "Ключ"})
    message = telling.tell_all([user.pk], telling.Told("again", "opened", "Срок", "", "/"))
    return {
        "user": {"pk": user.pk},
        "api token": {"pk": system.pk},
        "api key": {"key": 1},
        "api register": {"year": 2025, "ordinal": 1},
        "unknown": {"rest": "people"},
        "grant": {"pk": user.pk, "grant_pk": grant.pk},
        "notice": {"pk": notice.pk},
        "message": {"pk": message[0].pk},
        "session": {"pk": 1},
        "outside sign-on": {"provider_id": "state"},
        "somebody's passkey": {"pk": passkey.pk},
    }


def _law_and_directory(own: ProjectYear, other: ProjectYear) -> dict[str, dict[str, Any]]:
    post = factories.PostFactory.create(person=own.head, organization=own.responsible)
    alien = factories.PostFactory.create(person=other.head, organization=other.responsible)
    appointment = Appointment.objects.get(office=body_office(own.responsible.short_name))
    override = CalendarOverride.objects.create(day=date(2030, 1, 14), working=False, act="указ № 1")
    deadline = Deadline.objects.create(
        year=2025,
        code="access",
        clause="2.6",
        title="Представить предложения",
        object_key="project:E3",
        object_label=str(own),
        who=Role.PROJECT_HEAD,
        office="project:E3:2025",
        event_on=TODAY,
        opened_at=clock.now(),
        due_on=TODAY,
        act_by=TODAY,
    )
    return {
        "year": {"year": 2025},
        "guide page": {"name": "office"},
        "calendar": {"calendar_year": 2026},
        "calendar day": {"pk": override.pk},
        "edition": {"pk": StoredEdition.objects.order_by("-pk").values_list("pk", flat=True)[0]},
        "own deadline": {"pk": deadline.pk},
        "own body": {"pk": own.responsible.pk},
        "other body": {"pk": other.responsible.pk},
        "appointment": {"pk": appointment.pk},
        "own person": {"pk": post.person.pk},
        "other person": {"pk": alien.person.pk},
        "post": {"pk": post.person.pk, "post_pk": post.pk},
    }


def _register(own: ProjectYear, other: ProjectYear) -> dict[str, dict[str, Any]]:
    cards = {key: {"code": card.project.code, "year": 2025} for key, card in (("own", own), ("other", other))}
    contract = own.contracts.get()
    assert own.head
    participant = InfrastructureParticipant.objects.create(
        cycle=own.cycle, person=own.head, function="Сопровождение", since=date(2025, 1, 1)
    )
    file = Import.objects.create(
        cycle=own.cycle, file_name="register.xlsx", actor="system", actor_label="Портал", at=clock.now()
    )
    settled = Accepted.objects.create(cycle=own.cycle, rule="no-head", digest="0" * 64, reason="ВРИО", at=clock.now())
    return {
        "accepted doubt": {"pk": settled.pk},
        "own card": cards["own"],
        "other card": cards["other"],
        "kind only": {"kind": "contract"},
        "kind of fact": cards["own"] | {"kind": "contract"},
        "fact": cards["own"] | {"kind": "contract", "pk": contract.pk},
        "participant": {"year": 2025, "pk": participant.pk},
        "import": {"pk": file.pk},
    }


def _rankings() -> dict[str, dict[str, Any]]:
    call_command("load_methodology", str(METHODOLOGY), "--in-force")
    primary = rankings.calculate(2025, RankingKind.PRIMARY, date(2024, 12, 20), by=SYSTEM)
    primary = rankings.confirm(primary, by=SYSTEM)
    settled = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 20), by=SYSTEM)
    settled = rankings.confirm(settled, by=SYSTEM)
    draft = rankings.calculate(2025, RankingKind.CLARIFYING, date(2026, 1, 26), by=SYSTEM)
    in_force = primary.methodology
    pending = Methodology.objects.create(title="Новая", content=in_force.content, created_at=clock.now())
    objects: dict[str, dict[str, Any]] = {
        "confirmed ranking": {"pk": primary.pk},
        "draft ranking": {"pk": draft.pk},
        "confirming": {"pk": draft.pk, "name": "confirm"},
        "two rankings": {"pk": primary.pk, "other": draft.pk},
        "own view": {"pk": primary.pk, "view_pk": 1},
        "own in ranking": {"pk": primary.pk, "code": "E3"},
        "other in ranking": {"pk": primary.pk, "code": "N4"},
        "methodology in force": {"pk": in_force.pk},
        "draft methodology": {"pk": pending.pk},
        "agreeing": {"pk": pending.pk, "name": "agree"},
    }
    return objects | draft_protocol(settled)


def draft_protocol(ranking: Ranking) -> dict[str, dict[str, Any]]:
    """A draft protocol: a chair, a secretary, a candidate, another question."""
    office = factories.user_with(Role.OFFICE)
    chair, secretary = (
        CouncilSeat.objects.create(
            person=factories.PersonFactory.create(), role=role, since=date(2020, 1, 1), order="распоряжение № 1"
        )
        for role in (SeatRole.CHAIR, SeatRole.SECRETARY)
    )
    sitting = {"number": "1", "held_on": TODAY, "place": "Санкт-Петербург", "chair": chair, "secretary": secretary}
    protocol = preparing.draft(ranking, by=office, **sitting)
    candidate = agenda.add_candidate(
        protocol, Project.objects.get(code="E3"), grounds=[2], justification="Сложность", by=office
    )
    question = agenda.add_question(protocol, title="Разное", speaker="", decision="Принять к сведению", by=office)
    return letters(protocol, office) | {
        "person": {"pk": chair.person_id},
        "seat": {"pk": chair.pk},
        "protocol": {"pk": protocol.pk},
        "opening": {"pk": protocol.pk, "name": "open_voting"},
        "candidate": {"pk": protocol.pk, "candidate_pk": candidate.pk},
        "question": {"pk": protocol.pk, "question_pk": question.pk},
        "no paper": {"token": "0" * 32},
    }


def letters(protocol: Protocol, office: User) -> dict[str, dict[str, Any]]:
    """A letter to the Administration that waits to be sent, and one that has left; its paper is not made yet (503)."""
    prepared, sent = (
        dispatching.prepare(TO_ADMINISTRATION, protocol, addressee="Управление делами", label="протокол", turn=turn)
        for turn in (1, 2)
    )
    # The protocol is a draft, so that the step itself would be refused.
    sent.step_on, sent.step_by = TODAY, office
    sent.send(number="1")
    sent.save()
    return {
        "prepared letter": {"pk": prepared.pk},
        "sent letter": {"pk": sent.pk},
        "sending": {"pk": prepared.pk, "name": "send"},
    }
