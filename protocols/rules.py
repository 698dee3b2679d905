"""Who prepares, records, votes, approves, sees."""

from typing import Any

from protocols import scans
from protocols.dispatch_kinds import all_kinds
from protocols.enums import ARRIVES, SETTLED
from ranking.rules import SEE_ALL
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.predicates import (
    add_permission,
    has_role,
    is_admin,
    is_council_member,
    is_governor_office,
    is_human,
    is_office,
    is_secretary,
    predicate,
)
from ranking_portal.deadlines.rules import is_portal

__all__ = ["scans"]  # imported for what it registers

sees_all = has_role(*SEE_ALL)
keeps_registers = has_role(Role.OFFICE, Role.AUDITOR)
WRITES_AND_READS = (
    Role.OFFICE,
    Role.GOVERNOR_OFFICE,
    Role.ADMINISTRATION,
    Role.ECONOMY_COMMITTEE,
    Role.AUDITOR,
    Role.ADMIN,
    Role.PROJECT_HEAD,
    Role.AUTHORITY_HEAD,
)
is_head = has_role(Role.PROJECT_HEAD, Role.AUTHORITY_HEAD)


@predicate
def is_approved(user: Any, protocol: Any = None) -> bool:
    """An approved protocol; without an object, the page as such."""
    return protocol is None or protocol.state in SETTLED


@predicate
def presides(user: Any, protocol: Any = None) -> bool:
    """The chair of this very sitting."""
    return protocol is not None and user.person_id is not None and protocol.chair.person_id == user.person_id


@predicate
def holds_seat(user: Any, subject: Any = None) -> bool:
    """The seat (protocol, seat) is the user's own."""
    return subject is not None and user.person_id is not None and subject[1].person_id == user.person_id


@predicate
def is_sender(user: Any, dispatch: Any = None) -> bool:
    """Of the role that sends documents of this kind; without a document, of any sending role."""
    if dispatch is None:
        return bool({kind.sender for kind in all_kinds()} & user.roles)
    return dispatch.about.sender in user.roles


@predicate
def is_addressee(user: Any, dispatch: Any = None) -> bool:
    """Of the very office that the document goes to, or of the role where it names no office."""
    if dispatch is None:
        return bool({kind.addressee for kind in all_kinds()} & user.roles)
    if dispatch.office:
        return dispatch.office in user.office_keys(dispatch.about.addressee)
    return dispatch.about.addressee in user.roles


@predicate
def is_told(user: Any, dispatch: Any = None) -> bool:
    """The addressee, from the moment the document has left; without a document, of any role that gets some."""
    return bool(is_addressee(user, dispatch)) and (dispatch is None or dispatch.state in ARRIVES)


@predicate
def tells_no_sums(user: Any, dispatch: Any = None) -> bool:
    """A document without sums of money; without a document, the page as such."""
    return dispatch is None or not dispatch.about.tells_sums


add_permission("protocols.view", sees_all | (is_head & is_approved))
# Heads read what the council has decided; others' points, named votes and the paper with the annexes are not theirs.
add_permission("protocols.view_all", sees_all)
add_permission("protocols.prepare", is_human & (is_office | is_secretary))
# Votes are for people: neither the portal itself nor the office records them.
add_permission("protocols.record", is_human & is_secretary)
add_permission("protocols.vote_for_seat", is_human & (is_secretary | (is_council_member & holds_seat)))
add_permission("protocols.approve", is_human & is_council_member & presides)
add_permission("protocols.supersede", is_portal)
# What was signed is kept by those who prepare the paper.
add_permission("protocols.add_scan", is_human & (is_office | is_secretary))
add_permission("protocols.pass_to_governor", is_portal)
# Results go to the Governor's office, which agrees them or returns them (clause 2.6).
add_permission("protocols.agree", is_human & is_governor_office)
add_permission("protocols.send", is_human & is_sender)
add_permission("protocols.acknowledge", is_human & is_addressee)
add_permission("protocols.deem", is_portal)
# The registers: everybody his own letters; the letter itself is for those whom it concerns, not for who keeps accounts.
add_permission("protocols.view_dispatches", has_role(*WRITES_AND_READS))
add_permission("protocols.view_all_dispatches", keeps_registers)
add_permission("protocols.view_incoming", keeps_registers | is_admin)
add_permission("protocols.view_dispatch", keeps_registers | is_sender | is_told | (is_admin & tells_no_sums))
add_permission("protocols.read_letter", keeps_registers | is_sender | is_told)
add_permission("protocols.appoint", is_human & (is_office | is_secretary | is_admin))
add_permission("protocols.view_council", sees_all | is_admin)
# Who has no step of the protocol in the menu comes to the council by a link of its own.
add_permission("protocols.view_council_only", is_admin & ~(sees_all | is_head))
