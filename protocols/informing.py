"""A letter has been sent: whoever must acknowledge it hears so at once in his inbox (clause 2.6). No sums are told."""

from protocols.models.dispatch import SENT, Dispatch
from ranking_portal import words
from ranking_portal.workflow.events import Event, reacts_to
from ranking_portal.workflow.telling import Told, accounts_of, tell_all

KIND = "letter"


@reacts_to(SENT)
def tell_addressee(event: Event) -> None:
    """Those who hold the office that it names, or else the role."""
    dispatch: Dispatch = event.obj
    about = dispatch.about
    named = {"offices": [dispatch.office]} if dispatch.office else {"roles": [about.addressee]}
    text = f"{dispatch.subject_label}. Подтвердите получение."
    if dispatch.deemed_on:
        text += f" Без подтверждения письмо считается полученным {words.long_day(dispatch.deemed_on)}."
    told = Told(f"dispatch:{dispatch.pk}", KIND, str(dispatch), text, about.url(dispatch), about.clause)
    tell_all(accounts_of(event.on, **named), told)
