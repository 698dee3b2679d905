"""What the small council has decided, for neighbouring systems: approved protocols, no votes, no members."""

from datetime import date

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from protocols.enums import GovernorDecision, ProtocolState, QuestionKind, SittingForm
from protocols.models import Protocol
from protocols.presenting import CARRIED, QuestionRow, question_rows
from protocols.queries import approved_protocols
from protocols.sitting import Sitting
from ranking_portal.api.schemas import Code, Key, OfYearAndProject, Ordinal, Page, Path, Query, Year, answers, page
from ranking_portal.api.sections import Section, add_section
from ranking_portal.region import worded

router = Router()


class ProtocolOut(Schema):
    """A protocol that the council has approved."""

    id: Key
    year: Year
    edition: Ordinal = Field(description=worded("Редакция: исправление – новая редакция (пункт 2.6)"))
    replaces: Key | None = Field(description="Ключ прежней редакции")
    number: str
    held_on: date = Field(description="День заседания")
    form: SittingForm = Field(description="in_person – очная, in_absentia – заочная")
    state: ProtocolState = Field(description="approved, with_governor, agreed, returned, superseded")
    approved_on: date
    passed_on: date | None = Field(description=worded("Направлен Губернатору"))
    decision: GovernorDecision | None = Field(
        description="agreed – согласовано, returned – возвращено; null – решения нет"
    )
    decided_on: date | None
    decision_number: str | None
    ranking: Key = Field(description="Ключ ранжирования, результаты которого утверждены")


class QuestionOut(Schema):
    """A question of the agenda and what came of it."""

    label: str = Field(description="Номер в повестке: 1, 2.1, 3")
    kind: QuestionKind = Field(description="results – результаты, coefficient – коэффициент проекту, other – иное")
    title: str
    decision: str
    carried: bool = Field(description="Принято ли")


class CoefficientOut(Schema):
    """A project proposed for a coefficient (clauses 1.6, 2.4, 2.5)."""

    code: Code
    grounds: list[int] = Field(description=worded("Подпункты пункта 1.6: 2, 3"))
    justification: str
    coefficient: str = Field(description="Предложенный коэффициент: «1», «0.5»")
    granted: bool = Field(description="Присвоен ли он")


class WholeProtocolOut(ProtocolOut):
    """An approved protocol with its decisions."""

    questions: list[QuestionOut]
    coefficients: list[CoefficientOut]


def _told(protocol: Protocol) -> ProtocolOut:
    assert protocol.approved_on is not None
    return ProtocolOut(
        id=protocol.pk,
        year=protocol.cycle.year,
        edition=protocol.edition,
        replaces=protocol.previous_id,
        number=protocol.number,
        held_on=protocol.held_on,
        form=SittingForm(protocol.form),
        state=ProtocolState(protocol.state),
        approved_on=protocol.approved_on,
        passed_on=protocol.passed_on,
        decision=GovernorDecision(protocol.decision) if protocol.decision else None,
        decided_on=protocol.decided_on,
        decision_number=protocol.decision_number or None,
        ranking=protocol.ranking_id,
    )


def _question(row: QuestionRow) -> QuestionOut:
    asked = row.question
    return QuestionOut(
        label=row.label,
        kind=QuestionKind(asked.kind),
        title=asked.title,
        decision=asked.decision,
        carried=row.outcome == CARRIED,
    )


def _coefficient(row: QuestionRow) -> CoefficientOut:
    candidate = row.question.candidate
    return CoefficientOut(
        code=candidate.project.code,
        grounds=list(candidate.ground_numbers),
        justification=candidate.justification,
        coefficient=candidate.coefficient,
        granted=row.outcome == CARRIED,
    )


@router.get("", response=answers(Page[ProtocolOut]), url_name="protocols", summary="Утверждённые протоколы")
def protocols(request: HttpRequest, asked: Query[OfYearAndProject]) -> Page[ProtocolOut]:
    """Протоколы без решений, новые первыми. С `code` – те, где проект предлагался к коэффициенту 1."""
    rows = approved_protocols()
    if asked.year is not None:
        rows = rows.filter(cycle__year=asked.year)
    if asked.code is not None:
        rows = rows.filter(candidates__project__code=asked.code)
    return page(rows, asked, _told)


@router.get("/{int:key}", response=answers(WholeProtocolOut), url_name="protocol", summary="Протокол с решениями")
def protocol(request: HttpRequest, key: Path[Key]) -> WholeProtocolOut:
    """Решения по вопросам повестки и коэффициенты 1. Голоса и состав совета не передаются."""
    found = approved_protocols().filter(pk=key).first()
    if found is None:
        raise Http404(f"protocol {key}")
    rows = question_rows(Sitting(found))
    asked = [row for row in rows if row.question.kind == QuestionKind.COEFFICIENT]
    return WholeProtocolOut(
        **dict(_told(found)),
        questions=[_question(row) for row in rows],
        coefficients=[_coefficient(row) for row in asked],
    )


add_section(
    Section(
        30,
        "protocols",
        "/protocols",
        "Протоколы",
        worded("утверждённые протоколы малого совета: решения и коэффициенты 1, без голосов и состава"),
        "protocols.view_all",
        router,
    )
)
