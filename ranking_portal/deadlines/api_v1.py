"""Terms of the law for neighbouring systems: who must do what by which day, and what came of it."""

from datetime import date
from enum import StrEnum

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.api.schemas import NOT_ASKED, Key, OfYearAndProject, Page, Query, Year, answers, page
from ranking_portal.api.sections import Section, add_section
from ranking_portal.deadlines import calendars
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.enums import OVERDUE, DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.deadlines.presenting import object_name, shown
from ranking_portal.deadlines.queries import in_state

router = Router()
STATES = (
    "open – идёт, overdue – просрочен, met – выполнен в срок, met_late – с опозданием, cancelled – отменён, "
    "untracked – не отслеживался"
)


class TermState(StrEnum):
    """The state of a term today: open past its due day is overdue."""

    OPEN = DeadlineState.OPEN.value
    OVERDUE = OVERDUE
    MET = DeadlineState.MET.value
    MET_LATE = DeadlineState.MET_LATE.value
    CANCELLED = DeadlineState.CANCELLED.value
    UNTRACKED = DeadlineState.UNTRACKED.value


class DeadlinesAsked(OfYearAndProject):
    """Terms of a year, of a project, in a state today."""

    state: TermState = Field(NOT_ASKED, description=STATES)


class DeadlineOut(Schema):
    """One obligation."""

    id: Key
    year: Year
    code: str = Field(description="Обязательство в таблице редакции порядка")
    clause: str
    title: str
    object: str = Field(description="О чём: код проекта, краткое имя органа, год")
    object_label: str
    who: Role = Field(description="Роль того, кто исполняет")
    who_label: str
    event_on: date = Field(description="День события, от которого идёт срок")
    due_on: date = Field(description="Последний день срока")
    act_by: date = Field(description="Последний рабочий день срока")
    working_days: int | None = Field(description="Длина срока в рабочих днях; null – срок назван датой")
    state: TermState = Field(description=STATES)
    done_on: date | None
    late_working_days: int = Field(description="Опоздание в рабочих днях, по сегодня или по день исполнения")
    provisional: bool = Field(description="Посчитан по календарю, который ещё может измениться")


def _told(row: Deadline, calendar: WorkingCalendar, today: date) -> DeadlineOut:
    late = row.late_working_days if row.state != DeadlineState.OPEN else max(0, -shown(row, today, calendar).left)
    return DeadlineOut(
        id=row.pk,
        year=row.year,
        code=row.code,
        clause=row.clause,
        title=row.title,
        object=object_name(row),
        object_label=row.object_label,
        who=Role(row.who),
        who_label=Role(row.who).label,
        event_on=row.event_on,
        due_on=row.due_on,
        act_by=row.act_by,
        working_days=row.working_days,
        state=TermState(row.state_on(today)),
        done_on=row.done_on,
        late_working_days=late,
        provisional=row.provisional,
    )


@router.get("", response=answers(Page[DeadlineOut]), url_name="deadlines", summary="Сроки")
def deadlines(request: HttpRequest, asked: Query[DeadlinesAsked]) -> Page[DeadlineOut]:
    """Сроки порядка по дням. С `code` – сроки проекта."""
    today, calendar = clock.today(), calendars.working_calendar()
    rows: QuerySet[Deadline] = Deadline.objects.order_by("due_on", "code", "object_key", "pk")
    if asked.year is not None:
        rows = rows.filter(year=asked.year)
    if asked.code is not None:
        rows = rows.filter(object_key=f"project:{asked.code}")
    if asked.state is not None:
        rows = in_state(rows, asked.state, today)
    return page(rows, asked, lambda row: _told(row, calendar, today))


add_section(
    Section(
        40,
        "deadlines",
        "/deadlines",
        "Сроки",
        "сроки порядка: кто, что и к какому дню должен сделать, исполнено ли",
        "deadlines.view_all",
        router,
    )
)
