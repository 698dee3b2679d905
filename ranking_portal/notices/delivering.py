"""What has been told goes into the inbox; letters carry it as each person has chosen."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.encoding import iri_to_uri

from ranking_portal import clock, words
from ranking_portal.accounts.models import User
from ranking_portal.deadlines import calendars
from ranking_portal.deadlines.rounds import each_round
from ranking_portal.journal import services as journal
from ranking_portal.notices.enums import Way
from ranking_portal.notices.models import Letter, Notice, Preference
from ranking_portal.workflow import outbox
from ranking_portal.workflow.telling import TELL

LETTER = "notices.letter"
# The morning's letter goes from this hour on; a run at midnight wakes nobody.
MORNING = time(8)
LONGEST_TITLE = 1000


@outbox.delivers(TELL)
def receive(payload: dict[str, Any], message_id: UUID) -> None:
    """Put what is told into the inbox, once; urgent things, and all for those who want it so, go by letter at once."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    if user is None:
        return
    now = clock.now()
    made = [
        Notice(
            recipient=user,
            key=one["key"],
            kind=one["kind"],
            title=one["title"][:LONGEST_TITLE],
            text=one["text"],
            url=one["url"],
            clause=one["clause"],
            urgent=one["urgent"],
            at=now,
        )
        for one in payload["told"]
    ]
    Notice.objects.bulk_create(made, ignore_conflicts=True)
    fresh = Notice.objects.filter(recipient=user, key__in=[one.key for one in made], letter=None)
    at_once = fresh if way_of(user) == Way.AT_ONCE else fresh.filter(urgent=True)
    post_letter(user, list(at_once), is_digest=False)


def way_of(user: User) -> str:
    """How the person wants to be told."""
    chosen = Preference.objects.filter(user=user).values_list("way", flat=True).first()
    return chosen or Way.DIGEST


def post_letter(user: User, notices: list[Notice], *, is_digest: bool) -> Letter | None:
    """Make a letter of the notices and post it; None where there is nothing to say or no address to say it to."""
    if not notices or not user.email:
        return None
    with journal.transaction():
        letter = Letter.objects.create(
            recipient=user,
            day=clock.today(),
            is_digest=is_digest,
            subject=subject_of(newest(notices)),
            made_at=clock.now(),
        )
        Notice.objects.filter(pk__in=[one.pk for one in notices]).update(letter=letter)
        outbox.post(LETTER, {"letter": letter.pk})
        return letter


def newest(notices: Iterable[Notice]) -> list[Notice]:
    """What a letter says: of several notices about one term, the newest (fewer days are left); urgent first."""
    about = {one.about: one for one in sorted(notices, key=lambda one: one.pk)}
    return sorted(about.values(), key=lambda one: (not one.urgent, one.pk))


def subject_of(notices: list[Notice]) -> str:
    """The subject: the thing itself where it is one, how many where there are several."""
    if len(notices) == 1:
        # A subject is one line, whatever an edition's author has put into the title.
        return f"Портал ранжирования: {_one_line(notices[0].title)}"[:255]
    return f"Портал ранжирования: {words.counted(len(notices), 'напоминание', 'напоминания', 'напоминаний')}"


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines())


@outbox.delivers(LETTER, outside=True)
def send(payload: dict[str, Any], message_id: UUID) -> None:
    """Send a letter; sent again after a crash, it carries the same message id."""
    letter = Letter.objects.select_related("recipient").get(pk=payload["letter"])
    if letter.sent_at is not None:
        return
    message_of(letter, message_id).send()
    letter.sent_at = clock.now()
    letter.save(update_fields=("sent_at",))


def message_of(letter: Letter, message_id: UUID) -> EmailMultiAlternatives:
    """The letter as it leaves: plain text and HTML, each thing with the address of its button."""
    notices = newest(letter.notices.all())
    context = {
        "letter": letter,
        "notices": [{"notice": one, "address": address_of(one.url)} for one in notices],
        "inbox": address_of("/inbox/"),
    }
    text, html = (render_to_string(f"notices/letter.{kind}", context) for kind in ("txt", "html"))
    headers = {"Message-ID": f"<{message_id}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(letter.subject, text, to=[letter.recipient.email], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def address_of(path: str) -> str:
    """A path of the portal as a person outside it can open it."""
    return f"{settings.PORTAL_URL.rstrip('/')}{iri_to_uri(path)}"


@each_round("Утренние письма", closing=True)
def send_digests() -> int:
    """One letter a day to each person who has something untold, on working mornings; on days off, of last days only."""
    now, day = clock.now(), clock.today()
    if now.time() < MORNING:
        return 0
    waiting = Notice.objects.filter(letter=None, read_at=None, recipient__is_active=True).exclude(recipient__email="")
    waiting = waiting.exclude(recipient__notice_preference__way=Way.INBOX)
    if not calendars.working_calendar().is_working(day):
        waiting = waiting.filter(kind="on_day", key__endswith=f":{day.isoformat()}")
    users = User.objects.filter(pk__in=waiting.values("recipient"))
    users = users.exclude(pk__in=Letter.objects.filter(day=day, is_digest=True).values("recipient"))
    return sum(_digest(user, waiting.filter(recipient=user)) for user in users.order_by("pk"))


def _digest(user: User, notices: Iterable[Notice]) -> int:
    with journal.transaction():
        # Two at once: the second finds the letter of the day there.
        locked = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if Letter.objects.filter(recipient=locked, day=clock.today(), is_digest=True).exists():
            return 0
        return int(post_letter(locked, list(notices), is_digest=True) is not None)
