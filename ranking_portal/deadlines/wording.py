"""A reminder in words: what, by when, how much is left, under which clause."""

from datetime import date

from ranking_portal import words
from ranking_portal.deadlines import reminding, services
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.models import Deadline


def left(days: int) -> str:
    """How much is left: "остался 1 рабочий день", "осталось 3 рабочих дня"."""
    return f"{words.agree(days, 'остался', 'осталось', 'осталось')} {words.working_days(days)}"


def reminder(deadline: Deadline, kind: str, day: date, calendar: WorkingCalendar) -> str:
    """One sentence for the letter and the inbox."""
    due, clause = words.long_day(deadline.due_on), f"пункт\u00a0{deadline.clause}"
    if kind == "unreachable":
        return f"Срок {due} ({clause}): у того, кто должен исполнить, нет учётной записи — сообщите ему сами."
    if day > deadline.due_on:
        late = words.working_days(services.late_by(deadline.due_on, day))
        who = {
            reminding.TO_OFFICE: "Срок пропущен другим участником. ",
            reminding.TO_COMMITTEE: "Срок пропущен и до сих пор не исполнен. ",
        }.get(kind, "")
        return (
            f"{who}Срок был {due} ({clause}), просрочен на {late}. Исполнить можно и сейчас, с отметкой об опоздании."
        )
    if day == deadline.due_on:
        return f"Срок — сегодня, {due} ({clause})."
    rest = left(calendar.working_days_after(day, deadline.act_by))
    if day == deadline.act_by:
        return f"Срок — {due}, {words.weekday(deadline.due_on)} ({clause}); сегодня последний рабочий день до него."
    apart = deadline.act_by != deadline.due_on
    by = f" (последний рабочий день — {words.long_day(deadline.act_by)})" if apart else ""
    return f"Срок — {due}{by}, {rest} ({clause})."
