"""What stands in the way of sending and receiving a document (clause 2.6)."""

from datetime import date
from typing import Any

from ranking_portal import clock
from ranking_portal.deadlines import calendars
from ranking_portal.regulation.services import edition_for


def may_be_sent(dispatch: Any, *, number: str | None = None, **_: Any) -> list[str]:
    """An outgoing number of its own; not before the day of what it is about; what its kind adds."""
    reasons = list(dispatch.about.against(dispatch))
    since, day = dispatch.about.since(dispatch), dispatch.step_on
    if since is not None and day is not None and day < since:
        reasons.append(f"Отправить раньше {since:%d.%m.%Y} нельзя: это день документа, о котором письмо.")
    if number is not None and day is not None:
        reasons += _number_problems(dispatch, number.strip(), day)
    return reasons


def _number_problems(dispatch: Any, number: str, day: date) -> list[str]:
    if not number:
        return ["Укажите исходящий номер."]
    other = taken(dispatch, number_key(dispatch, number))
    return [f"Исходящий номер {number} в {day.year} году занят: {other.about.title}."] if other else []


def number_key(dispatch: Any, number: str) -> str:
    """The number in the sender's register of the calendar year of the sending, whatever the case of letters."""
    return f"{dispatch.about.sender}:{dispatch.step_on.year}:{number.casefold()}"


def taken(dispatch: Any, key: str | None) -> Any:
    """Another document that left under the same number, None where there is none."""
    return type(dispatch).objects.filter(number_key=key).exclude(pk=dispatch.pk).first() if key else None


def may_be_received(dispatch: Any, **_: Any) -> list[str]:
    """Not before it was sent; after the day on which receipt was deemed, that day stands."""
    if dispatch.step_on is not None and dispatch.step_on < dispatch.sent_on:
        return [f"Документ отправлен {dispatch.sent_on:%d.%m.%Y}: получить его раньше нельзя."]
    day = dispatch.step_on or clock.today()
    if is_past(dispatch, day):
        return [f"Документ считается полученным {dispatch.deemed_on:%d.%m.%Y}: срок уже идёт с этого дня."]
    return []


def may_be_deemed(dispatch: Any, **_: Any) -> list[str]:
    """Only where the edition deems it, and only when the day has ended."""
    if dispatch.deemed_on is None:
        return ["Без отметки адресата получение не считается состоявшимся."]
    if not is_past(dispatch, clock.today()):
        return [f"День {dispatch.deemed_on:%d.%m.%Y} ещё не закончился."]
    return []


def is_past(dispatch: Any, day: date) -> bool:
    """Whether the day at whose end receipt is deemed has ended before `day`."""
    return dispatch.deemed_on is not None and day > dispatch.deemed_on


def deemed_day(dispatch: Any) -> date | None:
    """The day at whose end the sent document is deemed received, as the edition of its year counts it."""
    edition = edition_for(dispatch.year)
    if not edition.boolean("deemed_receipt"):
        return None
    days = edition.integer("deemed_receipt_days")
    return calendars.working_calendar().term(dispatch.sent_on, days).due
