"""When an office passes to another, he is told of its open terms on his first day, not at their next reminder."""

from datetime import date
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from ranking_portal import clock
from ranking_portal.deadlines.enums import DeadlineState
from ranking_portal.deadlines.models import Deadline
from ranking_portal.directory.models import Appointment


def look_again(office: str, day: date) -> None:
    """Look at the open terms of an office from the day on: somebody else may hold it then."""
    day = max(day, clock.today())
    Deadline.objects.filter(office=office, state=DeadlineState.OPEN, next_check_on__gt=day).update(next_check_on=day)


@receiver(post_save, sender=Appointment)
def appointed(instance: Appointment, **kwargs: Any) -> None:
    """The directory stands below and knows no terms: its rows are listened to."""
    look_again(instance.office, instance.since)
