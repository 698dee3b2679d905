"""A reminder in words: what, by when, how much is left, under which clause."""

from datetime import date

from ranking_portal import words
from ranking_portal.accounts.enums import Role
from ranking_portal.deadlines import reminding, services
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.models import Deadline


def left(days: int) -> str:
    """How much is left: "остался 1 рабочий день", "осталось 3 рабочих дня"."""
    return f"{words.agree(days, 'остался', 'осталось', 'осталось')} {words.working_days(days)}"


def reminder(deadline: Deadline, kind: str, day: date, calendar: WorkingCalendar) -> str:
    """One or two sentences for the letter and the inbox; the clause stands beside them."""
    due = words.long_day(deadline.due_on)
    if kind == "unreachable":
        return f"Срок – {due}. У того, кто должен исполнить, нет учётной записи: сообщите ему сами."
    if day > deadline.due_on:
        late = words.working_days(services.late_by(deadline.due_on, day))
        return f"{_whose(deadline, kind)}Срок был {due}, просрочен на {late}. Исполнить можно и сейчас, с опозданием."
    if day == deadline.due_on:
        return f"Срок – сегодня, {due}."
    if day == deadline.act_by:
        return f"Срок – {due}, {words.weekday(deadline.due_on)}; сегодня последний рабочий день до него."
    rest = left(calendar.working_days_after(day, deadline.act_by))
    if deadline.provisional:
        rest += ", предварительно: перенос выходных дней ещё не утверждён"
    apart = deadline.act_by != deadline.due_on
    by = f" (последний рабочий день – {words.long_day(deadline.act_by)})" if apart else ""
    return f"Срок – {due}{by}, {rest}."


def _whose(deadline: Deadline, kind: str) -> str:
    """Whoever watches over others is told who has missed the term."""
    others = kind in reminding.ESCALATIONS and deadline.who != Role.OFFICE
    return f"Не исполнено: {Role(deadline.who).label}. " if others else ""
