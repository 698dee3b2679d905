"""Makers of test objects, in the field's words."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from projects import enums
from projects import models as register
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.directory.enums import OrganizationKind, PostCategory
from ranking_portal.directory.models import Appointment, Organization, Person, Post, body_office

PASSWORD = "длинный-пароль-для-проверки"
LONG_AGO = date(2020, 1, 1)


class OrganizationFactory(DjangoModelFactory[Organization]):
    """An executive body."""

    class Meta:
        model = Organization

    short_name = factory.Sequence(lambda n: f"КОМ-{n}")
    full_name = factory.LazyAttribute(lambda o: f"Комитет {o.short_name} Ленинградской области")
    kind = OrganizationKind.AUTHORITY


class PersonFactory(DjangoModelFactory[Person]):
    """A person of the register."""

    class Meta:
        model = Person

    personnel_number = factory.Sequence(lambda n: f"{n:06}")
    full_name = factory.Sequence(lambda n: f"Иванов Пётр Номерович-{n}")


class PostFactory(DjangoModelFactory[Post]):
    """A civil servant's post in 2025."""

    class Meta:
        model = Post

    person = factory.SubFactory(PersonFactory)
    year = 2025
    organization = factory.SubFactory(OrganizationFactory)
    title = "Консультант"
    category = PostCategory.CIVIL_SERVICE


class CycleFactory(DjangoModelFactory[register.Cycle]):
    """The cycle of a year, made without its events."""

    class Meta:
        model = register.Cycle
        django_get_or_create = ("year",)

    year = 2025
    opened_at = factory.LazyFunction(clock.now)


class ProjectFactory(DjangoModelFactory[register.Project]):
    """A project."""

    class Meta:
        model = register.Project

    code = factory.Sequence(lambda n: f"T{n}")


class CardFactory(DjangoModelFactory[register.ProjectYear]):
    """The card of a project in 2025, with a head."""

    class Meta:
        model = register.ProjectYear

    cycle = factory.SubFactory(CycleFactory)
    project = factory.SubFactory(ProjectFactory)
    name = factory.LazyAttribute(lambda card: f"Проект {card.project.code}")
    national_project = "Образование"
    responsible = factory.SubFactory(OrganizationFactory)
    head = factory.SubFactory(PersonFactory)
    starts_on = date(2021, 1, 1)
    ends_on = date(2030, 12, 31)


def complete_card(code: str = "", *, year: int = 2025, contracts: int = 1, **fields: Any) -> register.ProjectYear:
    """A card that lacks nothing: money, a reached target, a step done in time, a report, contracts."""
    naming = {"project__code": code} if code else {}
    card: register.ProjectYear = CardFactory.create(cycle__year=year, **naming, **fields)
    register.Funding.objects.create(card=card, appropriation_kopecks=100_000_00, recipients=10)
    register.Target.objects.create(
        card=card, name="Доля довольных жителей", unit="процент", direction=enums.Direction.UP, plan=50, fact=60
    )
    register.Step.objects.create(
        card=card, kind=enums.StepKind.MILESTONE, name="Пункт 1", due_on=date(year, 6, 1), done_on=date(year, 5, 30)
    )
    register.Report.objects.create(
        card=card, period=f"01.{year}", due_on=date(year, 2, 5), submitted_on=date(year, 2, 4)
    )
    for number in range(contracts):
        register.Contract.objects.create(
            card=card,
            number=f"{card.project.code}-{number}",
            kind=enums.ContractKind.STATE,
            subject="Работы",
            price_kopecks=1_000_00,
            concluded_on=date(year, 3, 1),
            customer=card.responsible,
        )
    register.Participation.objects.create(
        card=card, organization=card.responsible, kind=enums.ParticipationKind.RESPONSIBLE
    )
    return card


def user_with(*roles: Role, person: Person | None = None, **fields: Any) -> User:
    """A user with roles granted since long ago."""
    number = User.objects.count() + 1
    name = fields.pop("full_name", person.full_name if person else f"Сотрудник Номер {number}")
    user = User.objects.create_user(f"user{number}", PASSWORD, full_name=name, person=person, **fields)
    for role in roles:
        RoleGrant.objects.create(user=user, role=role, since=LONG_AGO, order="приказ № 1")
    return user


def project_head(card: register.ProjectYear) -> User:
    """The account of the head of a project."""
    assert card.head is not None
    return user_with(person=card.head)


def body_head(organization: Organization, since: date = LONG_AGO) -> User:
    """The account of the head of a body, appointed by an order."""
    person = PersonFactory.create()
    Appointment.objects.create(
        office=body_office(organization.short_name),
        office_label=f"руководитель: {organization}",
        person=person,
        since=since,
        order="распоряжение № 1",
    )
    return user_with(person=person)
