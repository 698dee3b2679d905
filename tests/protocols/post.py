"""Letters about a protocol, in the words of the tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from protocols.letters import TO_ADMINISTRATION, TO_GOVERNOR
from protocols.models import Dispatch, Protocol
from protocols.services import dispatching
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.regulation.services import edition_for, load
from ranking_portal.workflow.engine import perform


def to_administration(protocol: Protocol) -> Dispatch:
    """The letter with the protocol."""
    return dispatching.of_subject(protocol, TO_ADMINISTRATION)[-1]


def to_governor(protocol: Protocol) -> Dispatch:
    """The letter with the results."""
    return dispatching.of_subject(protocol, TO_GOVERNOR)[-1]


def send(dispatch: Dispatch, by: User, number: str = "01-12/15", on: date | None = None) -> Dispatch:
    """It leaves under the number."""
    return perform(dispatch, "send", by=by, on=on, number=number)


def send_both(protocol: Protocol, by: User, on: date | None = None) -> Protocol:
    """Both letters leave; the protocol as it then is."""
    send(to_administration(protocol), by, "01-12/15", on)
    send(to_governor(protocol), by, "01-12/16", on)
    return Protocol.objects.get(pk=protocol.pk)


def set_parameter(code: str, value: Any) -> None:
    """The office brings in a version of the edition with another value of the parameter."""
    edition = edition_for(2025)
    entries = tuple(replace(one, value=value) if one.code == code else one for one in edition.parameters)
    load(replace(edition, parameters=entries).as_plain(), SYSTEM)
