"""Registers of forwarded sums for neighbouring systems, to the kopeck (clause 2.6). Only under a scope of their own.

Nothing of personnel numbers and of pay: who is paid is told by name, body and post, as in the register itself.
"""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from bonus_fund.enums import DistributionState, ProposalKind
from bonus_fund.models import BonusLine, ForwardingRegister
from bonus_fund.presenting_registers import Part, letter_of, parts_of
from ranking_portal.api.schemas import (
    Kopecks,
    OfYearAndProject,
    Ordinal,
    Page,
    Path,
    Query,
    Year,
    answers,
    page,
)
from ranking_portal.api.sections import Section, add_section
from ranking_portal.api.services import tell_read
from ranking_portal.api.tokens import client_of

router = Router()


class RegisterOut(Schema):
    """A register of sums that the Committee has forwarded for payment."""

    year: Year
    ordinal: Ordinal = Field(description="Номер реестра в году")
    forwarded_on: date
    total_kopecks: Kopecks
    replaced: bool = Field(description="Размеры фондов с тех пор заменены: суммы новых реестров – вместо этих")


class LetterOut(Schema):
    """The letter under which the register left."""

    number: str
    sent_on: date
    received_on: date | None
    deemed: bool = Field(description="Получение признано состоявшимся, а не подтверждено")


class LineOut(Schema):
    """A bonus."""

    number: int = Field(description="Номер строки в реестре")
    person: str
    body: str
    post: str
    amount_kopecks: Kopecks
    justification: str
    formerly_kopecks: int | None = Field(description="Передано за то же прежним реестром, который этот заменяет")


class PartOut(Schema):
    """A proposal of the register: a project's team, or infrastructure participants of a body."""

    kind: ProposalKind = Field(description="team – команда проекта, infrastructure – инфраструктурные участники")
    object: str = Field(description="Код проекта или краткое имя органа")
    title: str
    clause: str
    fund_kopecks: Kopecks
    amount_kopecks: Kopecks
    remainder_kopecks: int = Field(description="Не предложено из фонда, копейки: не передаётся другим")
    lines: list[LineOut]


class WholeRegisterOut(RegisterOut):
    """A register with its parts and lines."""

    letter: LetterOut
    parts: list[PartOut]


def _registers() -> "QuerySet[ForwardingRegister]":
    return ForwardingRegister.objects.select_related("distribution")


def _told(register: ForwardingRegister) -> RegisterOut:
    return RegisterOut(
        year=register.year,
        ordinal=register.ordinal,
        forwarded_on=register.forwarded_on,
        total_kopecks=register.total_kopecks,
        replaced=register.distribution.state == DistributionState.SUPERSEDED,
    )


def _letter(register: ForwardingRegister) -> LetterOut:
    sent = letter_of(register)
    assert sent.sent_on is not None
    return LetterOut(number=sent.number, sent_on=sent.sent_on, received_on=sent.received_on, deemed=sent.is_deemed)


def _part(part: Part) -> PartOut:
    return PartOut(
        kind=ProposalKind(part.proposal.kind),
        object=part.proposal.object_name,
        title=part.title,
        clause=part.clause,
        fund_kopecks=part.proposal.fund_kopecks,
        amount_kopecks=part.amount,
        remainder_kopecks=part.remainder,
        lines=[_line(number, line) for number, line in part.numbered],
    )


def _line(number: int, line: BonusLine) -> LineOut:
    return LineOut(
        number=number,
        person=line.person_name,
        body=line.authority,
        post=line.post_title,
        amount_kopecks=line.amount_kopecks,
        justification=line.justification,
        formerly_kopecks=line.formerly,
    )


@router.get("", response=answers(Page[RegisterOut]), url_name="forwarded", summary="Реестры переданных сумм")
def forwarded(request: HttpRequest, asked: Query[OfYearAndProject]) -> Page[RegisterOut]:
    """Реестры без строк, новые первыми. С `code` – те, где есть команда проекта."""
    rows = _registers()
    if asked.year is not None:
        rows = rows.filter(year=asked.year)
    if asked.code is not None:
        rows = rows.filter(proposals__scope=f"project:{asked.code}").distinct()
    return page(rows, asked, _told)


@router.get(
    "/{int:year}/{int:ordinal}",
    response=answers(WholeRegisterOut),
    url_name="forwarded-register",
    summary="Реестр со строками",
)
def register(request: HttpRequest, year: Path[Year], ordinal: Path[Ordinal]) -> WholeRegisterOut:
    """Суммы по командам и органам, строка за строкой; сумма строк равна total_kopecks."""
    found = _registers().filter(year=year, ordinal=ordinal).first()
    if found is None:
        raise Http404(f"register {year} {ordinal}")
    parts = [_part(part) for part in parts_of(found)]
    # Names and their sums have left the portal: as with a file, the journal says who took them.
    tell_read(client_of(request), f"{found}", request.path)
    return WholeRegisterOut(**dict(_told(found)), letter=_letter(found), parts=parts)


add_section(
    Section(
        50,
        "forwarded",
        "/forwarded",
        "Переданные суммы",
        "реестры сумм, переданных к выплате: фамилия, орган, должность, сумма премии",
        "bonus_fund.view_funds",
        router,
    )
)
