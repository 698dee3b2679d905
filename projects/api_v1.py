"""Projects of a year for neighbouring systems: what the register's pages show of them. People but the head: nobody."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from projects.enums import ContractKind, Direction, StepKind
from projects.models import ProjectYear
from projects.queries import with_progress
from ranking_portal import clock
from ranking_portal.api.schemas import Code, Kopecks, Number, OfYearAndProject, Page, Path, Query, Year, answers, page
from ranking_portal.api.sections import Section, add_section

router = Router()


class BodyOut(Schema):
    """An executive body."""

    short_name: str
    full_name: str


class FundingOut(Schema):
    """Money and recipients of the year."""

    appropriation_kopecks: Kopecks
    spent_kopecks: Kopecks
    recipients: int = Field(description="Физические лица – получатели, человек")


class ProgressOut(Schema):
    """How far the year has come by today."""

    targets: int = Field(description="Целевых показателей")
    targets_reached: int
    steps: int = Field(description="Пунктов плана-графика")
    steps_due: int = Field(description="Из них наступил срок")
    steps_in_time: int = Field(description="Из них исполнены в срок")
    contracts: int


class ProjectOut(Schema):
    """A project in a year."""

    year: Year
    code: Code
    name: str
    national_project: str
    body: BodyOut
    head: str | None = Field(description="Руководитель проекта: фамилия, имя, отчество")
    starts_on: date | None
    ends_on: date | None
    funding: FundingOut | None = Field(description="null – ассигнования не внесены")
    progress: ProgressOut


class TargetOut(Schema):
    """A target of the project (clause 2.2)."""

    name: str
    unit: str
    direction: Direction = Field(description="up – рост, down – снижение")
    plan: Number
    fact: Number | None


class ContractOut(Schema):
    """A state or municipal contract (clause 2.2, item 2)."""

    number: str
    kind: ContractKind = Field(description="state – государственный, municipal – муниципальный")
    subject: str
    price_kopecks: Kopecks
    concluded_on: date | None
    customer: str


class StepOut(Schema):
    """An activity or a milestone of the plan (clause 2.2, item 4)."""

    kind: StepKind = Field(description="activity – мероприятие, milestone – контрольная точка")
    name: str
    due_on: date
    done_on: date | None


class WholeProjectOut(ProjectOut):
    """A project in a year with its facts."""

    targets: list[TargetOut]
    contracts: list[ContractOut]
    steps: list[StepOut]


def _cards() -> "QuerySet[ProjectYear]":
    rows = ProjectYear.objects.select_related("project", "cycle", "responsible", "head")
    return with_progress(rows, clock.today()).order_by("-cycle__year", "project__code")


def _told(card: ProjectYear) -> ProjectOut:
    funding = getattr(card, "funding", None)
    return ProjectOut(
        year=card.cycle.year,
        code=card.project.code,
        name=card.name,
        national_project=card.national_project,
        body=BodyOut(short_name=card.responsible.short_name, full_name=card.responsible.full_name),
        head=card.head.full_name if card.head else None,
        starts_on=card.starts_on,
        ends_on=card.ends_on,
        funding=FundingOut.from_orm(funding) if funding else None,
        progress=ProgressOut(
            targets=card.targets_all,  # type: ignore[attr-defined]
            targets_reached=card.targets_reached,  # type: ignore[attr-defined]
            steps=card.steps_all,  # type: ignore[attr-defined]
            steps_due=card.steps_due,  # type: ignore[attr-defined]
            steps_in_time=card.steps_in_time,  # type: ignore[attr-defined]
            contracts=card.contracts_all,  # type: ignore[attr-defined]
        ),
    )


@router.get("", response=answers(Page[ProjectOut]), url_name="projects", summary="Проекты по годам")
def projects(request: HttpRequest, asked: Query[OfYearAndProject]) -> Page[ProjectOut]:
    """Карточки проектов: новые годы первыми, внутри года по коду."""
    rows = _cards()
    if asked.year is not None:
        rows = rows.filter(cycle__year=asked.year)
    if asked.code is not None:
        rows = rows.filter(project__code=asked.code)
    return page(rows, asked, _told)


@router.get("/{int:year}/{code}", response=answers(WholeProjectOut), url_name="project", summary="Проект в году")
def project(request: HttpRequest, year: Path[Year], code: Path[Code]) -> WholeProjectOut:
    """Карточка проекта с показателями, контрактами и планом-графиком."""
    card = _cards().filter(cycle__year=year, project__code=code).first()
    if card is None:
        raise Http404(f"{code} {year}")
    contracts = card.contracts.select_related("customer")
    return WholeProjectOut(
        **dict(_told(card)),
        targets=[
            TargetOut(
                name=one.name,
                unit=one.unit,
                direction=Direction(one.direction),
                plan=str(one.plan),
                fact=None if one.fact is None else str(one.fact),
            )
            for one in card.targets.all()
        ],
        contracts=[
            ContractOut(
                number=one.number,
                kind=ContractKind(one.kind),
                subject=one.subject,
                price_kopecks=one.price_kopecks,
                concluded_on=one.concluded_on,
                customer=one.customer.short_name,
            )
            for one in contracts
        ],
        steps=[
            StepOut(kind=StepKind(one.kind), name=one.name, due_on=one.due_on, done_on=one.done_on)
            for one in card.steps.all()
        ],
    )


add_section(
    Section(
        10,
        "projects",
        "/projects",
        "Проекты",
        "карточки проектов по годам: орган, руководитель, ассигнования, показатели, контракты, план-график",
        "projects.view_register",
        router,
    )
)
