"""What the scheduler runs: terms that somebody is to be told of are marked and told, in one transaction a batch.

It selects by state, so that nothing is lost by a crash or a stop, and marks what it has told, so that nothing is told
twice, however many run at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import RoleGrant, User
from ranking_portal.accounts.offices import holders_of
from ranking_portal.deadlines import calendars, reminding, wording
from ranking_portal.deadlines.calendar import WorkingCalendar
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.links import Addresses
from ranking_portal.deadlines.models import Deadline, Reminder
from ranking_portal.deadlines.reminding import Term
from ranking_portal.deadlines.rounds import close_round, make_round
from ranking_portal.journal import services as journal
from ranking_portal.workflow.telling import Told, tell

BATCH = 500
# Who must act has no account that could be told: the office is, once a term.
UNREACHABLE = "unreachable"
ESCALATED_TO = {
    reminding.TO_OFFICE: Role.OFFICE,
    reminding.TO_COMMITTEE: Role.ECONOMY_COMMITTEE,
    UNREACHABLE: Role.OFFICE,
}


@dataclass(frozen=True)
class Enforced:
    """What a run has done: parts of the round by title, terms looked at, reminders and escalations told."""

    rounds: dict[str, int]
    marked: int
    reminded: int
    escalated: int


def enforce(limit: int | None = None) -> Enforced:
    """Do what the day has made due, then mark and tell of terms; `limit` bounds how many are looked at.

    A part of the round that fails is told of when the terms are done: no term goes unseen because of it.
    """
    try:
        rounds = make_round()
    finally:
        marked, reminded, escalated = _mark_all(clock.today(), limit)
    return Enforced(rounds | close_round(), marked, reminded, escalated)


def _mark_all(day: date, limit: int | None) -> tuple[int, int, int]:
    """Mark and tell batch by batch; how many terms were looked at, reminders and escalations made."""
    marked = reminded = escalated = 0
    addresses = Addresses()
    while limit is None or marked < limit:
        with journal.transaction():
            batch = _take(day, BATCH if limit is None else min(BATCH, limit - marked))
            if not batch:
                break
            made = _mark(batch, day, addresses)
        marked += len(batch)
        escalated += sum(row.kind in ESCALATED_TO for row in made)
        reminded += sum(row.kind not in ESCALATED_TO for row in made)
    return marked, reminded, escalated


def _take(day: date, size: int) -> list[Deadline]:
    """Open terms to look at today that nobody else holds."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = Deadline.objects.select_for_update(skip_locked=skip, no_key=True)
    return list(rows.filter(state=DeadlineState.OPEN, next_check_on__lte=day).order_by("pk")[:size])


def _mark(batch: list[Deadline], day: date, addresses: Addresses) -> list[Reminder]:
    """Tell of the terms of a batch and note the day to look at each again."""
    calendar, people = calendars.working_calendar(), _Recipients(batch, day)
    told, already, acquainted = _told_before(batch, day)
    made, messages = [], defaultdict(list)
    for deadline in batch:
        term = Term(deadline.due_on, deadline.act_by, deadline.working_days is None)
        known, strongest = told[deadline.pk], {}
        for kind in _kinds(deadline, term, day, calendar, known, people):
            known.add(kind)
            for user in people.of(deadline, kind):
                if (deadline.pk, kind, user) not in already:
                    made.append(Reminder(deadline=deadline, kind=kind, day=day, recipient_id=user))
                    strongest[user] = kind
        for user in _newcomers(deadline, day, calendar, people) - acquainted[deadline.pk] - strongest.keys():
            made.append(Reminder(deadline=deadline, kind=reminding.OPENED, day=day, recipient_id=user))
            strongest[user] = reminding.OPENED
        # Whoever must act and also watches over others hears of the term once: what is told last is the gravest.
        for user, kind in strongest.items():
            messages[user].append(_told(deadline, kind, day, calendar, addresses))
        deadline.next_check_on = reminding.next_day(term, day, calendar, known)
    Reminder.objects.bulk_create(made)
    Deadline.objects.bulk_update(batch, ("next_check_on",))
    tell(messages)
    return made


def _told_before(
    batch: list[Deadline], day: date
) -> tuple[dict[int, set[str]], set[tuple[int, str, int]], dict[int, set[int]]]:
    """Kinds ever told of each term; what was told to whom this very day (a term may be looked at again on its day);
    accounts that know of each term.
    """
    rows = Reminder.objects.filter(deadline__in=batch).order_by()
    told: dict[int, set[str]] = defaultdict(set)
    for key, kind in rows.values_list("deadline_id", "kind").distinct():
        told[key].add(kind)
    acquainted: dict[int, set[int]] = defaultdict(set)
    for key, user in rows.values_list("deadline_id", "recipient_id").distinct():
        acquainted[key].add(user)
    return told, set(rows.filter(day=day).values_list("deadline_id", "kind", "recipient_id")), acquainted


def _newcomers(deadline: Deadline, day: date, calendar: WorkingCalendar, people: "_Recipients") -> set[int]:
    """Who must act on a term that still runs: of them, those who do not know of it yet hold the office since lately."""
    runs = day <= deadline.due_on and calendar.is_working(day)
    return set(people.who_must_act(deadline)) if runs else set()


def _kinds(
    deadline: Deadline, term: Term, day: date, calendar: WorkingCalendar, known: set[str], people: "_Recipients"
) -> list[str]:
    kinds = reminding.due(term, day, calendar, known)
    if kinds and not people.who_must_act(deadline) and UNREACHABLE not in known:
        kinds.append(UNREACHABLE)
    return kinds


def _told(deadline: Deadline, kind: str, day: date, calendar: WorkingCalendar, addresses: Addresses) -> Told:
    return Told(
        key=f"deadline:{deadline.pk}:{kind}:{day.isoformat()}",
        kind=kind,
        title=f"{deadline.title} ({deadline.object_label})",
        text=wording.reminder(deadline, kind, day, calendar),
        url=addresses.of(deadline),
        clause=deadline.clause,
        urgent=kind in ESCALATED_TO,
        deadline=deadline.pk,
    )


class _Recipients:
    """Accounts of those who must act on the terms of a batch, and of those who are told when they do not."""

    def __init__(self, batch: Iterable[Deadline], day: date) -> None:
        offices = {row.office for row in batch if row.office}
        holders = holders_of(offices, day)
        people = {person for held in holders.values() for person in held}
        accounts = dict(User.objects.filter(person__in=people, is_active=True).values_list("person_id", "pk"))
        self._offices = {
            office: sorted(accounts[person] for person in held if person in accounts)
            for office, held in holders.items()
        }
        self._roles: dict[str, list[int]] = defaultdict(list)
        granted = RoleGrant.objects.on(day).filter(Q(user__is_active=True)).order_by("user_id")
        for role, user in granted.values_list("role", "user_id").distinct():
            self._roles[role].append(user)

    def who_must_act(self, deadline: Deadline) -> list[int]:
        """Holders of the very office, or everybody of the role where the term names none."""
        return self._offices[deadline.office] if deadline.office else self._roles[deadline.who]

    def of(self, deadline: Deadline, kind: str) -> list[int]:
        """Whom a reminder of the kind goes to."""
        return self._roles[ESCALATED_TO[kind]] if kind in ESCALATED_TO else self.who_must_act(deadline)
