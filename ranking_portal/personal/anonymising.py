"""Whose data have served their time, and forgetting them (152-FZ, art. 5 part 7).

Rows stay for what points to them: sums, rankings, protocols and the chain of the journal are what they were. What has
been approved keeps its names for the term of papers.
"""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError

from ranking_portal import clock
from ranking_portal.accounts.access import require
from ranking_portal.accounts.models import User
from ranking_portal.accounts.personal_data import LOGIN
from ranking_portal.accounts.principals import Principal
from ranking_portal.accounts.signin.proof import require_fresh
from ranking_portal.directory.models import Person
from ranking_portal.directory.personal_data import ANONYMOUS_NUMBER
from ranking_portal.journal import services as journal
from ranking_portal.journal.services import ref_of
from ranking_portal.personal_fields import Leaving, erase, last_days

PERMISSION = "personal.anonymise"
ACTION = "Персональные данные обезличены"
# Shorter names and numbers would be found in words that are about something else.
SHORTEST_WORD = 4


@dataclass(frozen=True)
class Due:
    """Somebody whose time is over: a person with his account, where he has one, or an account of nobody.

    `last` is the last day he took part or signed in; None where nothing of the kind is known.
    """

    subject: Person | User
    account: User | None
    last: date | None


def latest() -> date:
    """The latest day that may be named: the term of keeping before today."""
    today = clock.today()
    year = today.year - settings.PERSONAL_DATA_YEARS
    # A term of years that began on 29 February ends on the 28th.
    return today.replace(year=year, day=28) if (today.month, today.day) == (2, 29) else today.replace(year=year)


def due(before: date) -> list[Due]:
    """Everybody who took part, and whose account was used, for the last time before the day.

    Raises ValidationError where the term of keeping has not run out by that day.
    """
    if before > latest():
        raise ValidationError(
            f"Срок хранения ещё не истёк: назовите день не позже {latest():%d.%m.%Y} "
            f"(лет хранения: {settings.PERSONAL_DATA_YEARS})."
        )
    people, accounts = last_days(), last_days(of_accounts=True)
    found = []
    for person in Person.objects.exclude(personnel_number__startswith=ANONYMOUS_NUMBER).select_related("user"):
        account: User | None = getattr(person, "user", None)
        found.append(Due(person, account, _later(people.get(person.pk), accounts.get(account.pk) if account else None)))
    for account in User.objects.filter(person=None).exclude(username__startswith=LOGIN):
        found.append(Due(account, account, accounts.get(account.pk)))
    return [one for one in found if one.last is None or one.last < before]


def anonymise(before: date, *, by: Principal, expected: int | None = None) -> list[Due]:
    """Forget everybody who is due, all or nothing; who they were is given back.

    Raises PermissionDenied, ProofNeeded; ValidationError for too late a day, and where not `expected` as many are due.
    """
    require(by, PERMISSION)
    require_fresh(is_system=by.is_system)
    with journal.transaction():
        leaving = due(before)
        if expected is not None and expected != len(leaving):
            raise ValidationError("Пока страница была открыта, список изменился. Посмотрите его ещё раз.")
        people = {one.subject.pk: _words(one) for one in leaving if isinstance(one.subject, Person)}
        accounts = {one.account.pk: _words(one) for one in leaving if one.account}
        erase(Leaving(before, people, accounts))
        for one in leaving:
            ref = ref_of(one.subject)
            label = f"человек №\u00a0{one.subject.pk}" if isinstance(one.subject, Person) else ""
            journal.record(by.actor, ACTION, ref=ref, label=label, details={"until": before})
        if not leaving:
            journal.record(by.actor, "Обезличены старые письма и книги: людей в списке нет", details={"until": before})
    return leaving


def _later(one: date | None, other: date | None) -> date | None:
    return max((day for day in (one, other) if day), default=None)


def _words(one: Due) -> frozenset[str]:
    """Everything by which he may be named in a text."""
    found = {one.subject.full_name}
    if isinstance(one.subject, Person):
        found |= {one.subject.personnel_number, one.subject.short_name, one.subject.short_name.replace("\u00a0", " ")}
    if one.account:
        found |= {one.account.full_name, one.account.username, one.account.email}
    return frozenset(word for word in found if len(word) >= SHORTEST_WORD)
