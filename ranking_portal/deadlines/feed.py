"""A person's terms as a calendar at a secret address: making it, revoking it, and what stands in it (RFC 5545)."""

import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from ranking_portal import clock, words
from ranking_portal.accounts.access import require
from ranking_portal.accounts.models import User
from ranking_portal.deadlines import calendars, queries
from ranking_portal.deadlines.calendar import ONE_DAY, WorkingCalendar
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.links import Addresses
from ranking_portal.deadlines.models import CalendarFeed, Deadline
from ranking_portal.journal import services as journal

KEPT_DAYS = 400
TOKEN_BYTES = 32
# Names of events never change, wherever the portal moves: a calendar knows an event by its name.
DOMAIN = "ranking-portal"
MORNING = timedelta(hours=9)
DONE = {
    DeadlineState.MET: "Сделано",
    DeadlineState.MET_LATE: "Сделано с опозданием",
    DeadlineState.CANCELLED: "Отменено",
    DeadlineState.UNTRACKED: "Не отслеживалось",
}


def feed_of(user: User) -> CalendarFeed | None:
    """The address that the user has made, None where he has none."""
    return CalendarFeed.objects.filter(user=user).first()


def renew(user: User) -> CalendarFeed:
    """Make an address, or another in place of the old one, which stops answering at once.

    The journal tells that it was done; the secret itself stands in the table alone.
    """
    require(user, "deadlines.view")
    with journal.transaction():
        fresh = {"token": secrets.token_urlsafe(TOKEN_BYTES), "created_at": clock.now()}
        made, created = CalendarFeed.objects.update_or_create(user=user, defaults=fresh)
        action = "Создан адрес своего календаря" if created else "Адрес своего календаря заменён"
        journal.record(user.actor, action, ref=f"accounts.user:{user.pk}", label=user.full_name)
        return made


def revoke(user: User) -> None:
    """Delete the address: it stops answering at once."""
    with journal.transaction():
        if CalendarFeed.objects.filter(user=user).delete()[0]:
            action = "Адрес своего календаря удалён"
            journal.record(user.actor, action, ref=f"accounts.user:{user.pk}", label=user.full_name)


def owner_of(token: str) -> User | None:
    """Whose calendar stands at the address; None for an unknown or revoked one, or an account switched off."""
    found = CalendarFeed.objects.filter(token=token, user__is_active=True).select_related("user").first()
    return found.user if found else None


def terms_of(user: User) -> Iterable[Deadline]:
    """Terms of the user himself, open ones and those of the last year or so."""
    since = clock.today() - timedelta(days=KEPT_DAYS)
    return queries.own(user).filter(due_on__gte=since).order_by("due_on", "pk")


def ics(user: User, home: str) -> bytes:
    """The calendar; `home` is the portal's public address, without a slash at its end."""
    made = Calendar()
    made.add("prodid", "-//Портал ранжирования региональных проектов//RU")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Сроки портала ранжирования")
    made.add("x-wr-timezone", str(clock.ZONE))
    made.add("x-published-ttl", "PT1H")
    calendar, addresses = calendars.working_calendar(), Addresses()
    for deadline in terms_of(user):
        made.add_component(_event(deadline, f"{home}{addresses.of(deadline)}", calendar))
    return bytes(made.to_ical())


def _event(deadline: Deadline, url: str, calendar: WorkingCalendar) -> Event:
    event = Event()
    event.add("uid", f"deadline-{deadline.pk}@{DOMAIN}")
    event.add("dtstamp", _stamp(deadline))
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + ONE_DAY)
    event.add("summary", _summary(deadline))
    event.add("description", _description(deadline))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if deadline.state == DeadlineState.CANCELLED else "CONFIRMED")
    if deadline.state == DeadlineState.OPEN:
        before = calendar.last_working_on_or_before(deadline.act_by - ONE_DAY)
        for day in (before, deadline.act_by):
            event.add_component(_alarm(day - deadline.due_on + MORNING, _summary(deadline)))
    return event


def _stamp(deadline: Deadline) -> datetime:
    """When the term last changed, as far as it is known: a calendar need not read anew what stands as it stood."""
    return deadline.closed_at or deadline.opened_at


def _summary(deadline: Deadline) -> str:
    told = f"{deadline.title} ({deadline.object_label})"
    if deadline.state == DeadlineState.OPEN:
        return f"Просрочено: {told}" if clock.today() > deadline.due_on else told
    return f"{DONE[DeadlineState(deadline.state)]}: {told}"


def _description(deadline: Deadline) -> str:
    lines = [f"Пункт {deadline.clause}. Срок — {_told(deadline.due_on)}."]
    if deadline.act_by != deadline.due_on:
        lines.append(f"Это нерабочий день: последний рабочий день перед ним — {_told(deadline.act_by)}.")
    if deadline.provisional:
        lines.append("Срок предварительный: перенос выходных этого года ещё не утверждён.")
    if deadline.done_on:
        lines.append(f"Сделано {_told(deadline.done_on)}.")
    if deadline.note:
        lines.append(f"{deadline.note.capitalize()}.")
    return "\n".join(lines)


def _told(day: date) -> str:
    return f"{words.long_day(day)}, {words.weekday(day)}"


def _alarm(trigger: timedelta, text: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", trigger)
    alarm.add("description", text)
    return alarm
