"""Whose the object is decides: each rule that looks at a protocol, a letter, a ranking, a fund or a proposal.

The objects tell only what the rules ask; the pages and steps that lean on these rules have tests of their own.
"""

from types import SimpleNamespace as Told
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from bonus_fund.enums import RecalculationState
from protocols.enums import DispatchState, ProtocolState
from ranking_portal.accounts.access import permitted
from ranking_portal.accounts.enums import Role
from tests.access.holders import HOLDERS, Holder, holder

ANOTHER = "office:2"
HEADS = {Role.PROJECT_HEAD, Role.AUTHORITY_HEAD}
SEE_ALL = {
    *(Role.OFFICE, Role.COUNCIL_SECRETARY, Role.COUNCIL_MEMBER, Role.GOVERNOR_OFFICE, Role.ADMINISTRATION),
    *(Role.ECONOMY_COMMITTEE, Role.FINANCE_COMMITTEE, Role.AUDITOR, "system"),
}
SEE_SUMS = {Role.OFFICE, Role.ADMINISTRATION, Role.ECONOMY_COMMITTEE, Role.AUDITOR, "system"}


def who(permission: str, obj: Any, **about: Any) -> set[str]:
    """Roles whose holder has the permission for the object."""
    return {name for name in HOLDERS if permitted(holder(name, **about), permission, obj)}


@pytest.mark.parametrize("state", ProtocolState.values)
def test_heads_read_a_protocol_once_it_is_approved(state: str) -> None:
    settled = state not in (ProtocolState.DRAFT, ProtocolState.VOTING)
    assert who("protocols.view", Told(state=state)) == (SEE_ALL | HEADS if settled else SEE_ALL)


@pytest.mark.parametrize(("state", "read"), [("confirmed", SEE_ALL | HEADS), ("draft", SEE_ALL)])
def test_heads_read_a_ranking_once_it_is_confirmed(state: str, read: set[str]) -> None:
    assert who("ranking.view", Told(state=state)) == read


def test_the_chair_of_the_very_sitting_approves_its_protocol() -> None:
    protocol = Told(chair=Told(person_id=7))
    assert who("protocols.approve", protocol, person_id=7) == {Role.COUNCIL_MEMBER}
    assert who("protocols.approve", protocol, person_id=8) == set()
    assert who("protocols.approve", Told(chair=Told(person_id=None)), person_id=None) == set()


def test_a_member_votes_for_his_own_seat_and_the_secretary_for_any() -> None:
    subject = Told(), Told(person_id=7)
    assert who("protocols.vote_for_seat", subject, person_id=7) == {Role.COUNCIL_MEMBER, Role.COUNCIL_SECRETARY}
    assert who("protocols.vote_for_seat", subject, person_id=8) == {Role.COUNCIL_SECRETARY}
    assert who("protocols.vote_for_seat", (Told(), Told(person_id=None)), person_id=None) == {Role.COUNCIL_SECRETARY}


def _letter(state: str = DispatchState.SENT, office: str = "", **about: Any) -> Any:
    kind = {"sender": Role.OFFICE, "addressee": Role.AUTHORITY_HEAD, "tells_sums": False} | about
    return Told(state=state, office=office, about=Told(**kind))


def test_a_letter_is_sent_by_its_sender_and_acknowledged_by_its_addressee() -> None:
    letter = _letter(sender=Role.ECONOMY_COMMITTEE)
    assert who("protocols.send", letter) == {Role.ECONOMY_COMMITTEE}
    assert who("protocols.acknowledge", letter) == {Role.AUTHORITY_HEAD}


def test_a_letter_to_one_office_is_acknowledged_there_alone() -> None:
    assert who("protocols.acknowledge", _letter(office="office:1")) == {Role.AUTHORITY_HEAD}
    assert who("protocols.acknowledge", _letter(office=ANOTHER)) == set()


@pytest.mark.parametrize("permission", ["protocols.view_dispatch", "protocols.read_letter"])
@pytest.mark.parametrize("state", DispatchState.values)
def test_the_addressee_sees_a_letter_from_the_moment_it_has_left(permission: str, state: str) -> None:
    told = state in (DispatchState.SENT, DispatchState.RECEIVED)
    seen = who(permission, _letter(state, tells_sums=True))
    assert seen == {Role.OFFICE, Role.AUDITOR, "system"} | ({Role.AUTHORITY_HEAD} if told else set())


def test_whoever_keeps_accounts_sees_that_a_letter_went_but_no_sums() -> None:
    assert Role.ADMIN in who("protocols.view_dispatch", _letter())
    assert Role.ADMIN not in who("protocols.view_dispatch", _letter(tells_sums=True))
    assert Role.ADMIN not in who("protocols.read_letter", _letter())


def test_a_correction_is_given_up_only_where_the_former_fund_stands() -> None:
    def fund(previous: Any) -> Any:
        return Told(previous=previous)

    accepted, returned = Told(state=RecalculationState.ACCEPTED), Told(state=RecalculationState.RETURNED)
    assert who("bonus_fund.give_up_correction", fund(accepted)) == {Role.ADMINISTRATION}
    assert who("bonus_fund.give_up_correction", fund(returned)) == set()
    assert who("bonus_fund.give_up_correction", fund(None)) == set()


class Asked:
    """Agreements of a proposal, all of one body."""

    def __init__(self, body: str) -> None:
        self.body = body

    def filter(self, organization__short_name__in: list[str]) -> "Asked":
        """Those of the bodies."""
        return Asked(self.body if self.body in organization__short_name__in else "")

    def exists(self) -> bool:
        """Whether there are any."""
        return bool(self.body)


def _proposal(kind: str, office: str = "office:1", asked: str = "nobody") -> Any:
    return Told(kind=kind, office=office, agreements=Asked(asked))


@pytest.mark.parametrize(("kind", "head"), [("team", Role.PROJECT_HEAD), ("infrastructure", Role.AUTHORITY_HEAD)])
def test_a_proposal_is_its_own_heads(kind: str, head: Role) -> None:
    assert who("bonus_fund.propose", _proposal(kind)) == {head}
    assert who("bonus_fund.propose", _proposal(kind, ANOTHER)) == set()
    assert who("bonus_fund.propose_team", _proposal(kind)) == ({head} if kind == "team" else set())
    assert who("bonus_fund.add_scan", _proposal(kind)) == {head, Role.OFFICE}
    assert who("bonus_fund.view_whole_proposal", _proposal(kind)) == {head} | SEE_SUMS
    assert who("bonus_fund.view_whole_proposal", _proposal(kind, ANOTHER)) == SEE_SUMS


def test_a_head_of_a_body_that_is_asked_sees_the_proposal_but_not_the_whole() -> None:
    asked = _proposal("team", ANOTHER, asked="1")
    assert who("bonus_fund.view_proposal", asked) == {Role.AUTHORITY_HEAD} | SEE_SUMS
    assert who("bonus_fund.view_proposal", _proposal("team", ANOTHER, asked="2")) == SEE_SUMS
    assert who("bonus_fund.view_whole_proposal", asked) == SEE_SUMS


def test_an_agreement_is_given_by_the_body_that_is_asked() -> None:
    assert who("bonus_fund.agree", Told(office="office:1")) == {Role.AUTHORITY_HEAD}
    assert who("bonus_fund.agree", Told(office=ANOTHER)) == set()


@pytest.mark.parametrize("role", [one for one in Role if one != Role.ADMIN])
def test_who_has_the_protocols_in_his_menu_needs_no_link_to_the_council(role: Role) -> None:
    assert not permitted(Holder(frozenset({Role.ADMIN, role})), "protocols.view_council_only")


PEOPLE_ONLY = {
    **dict.fromkeys(
        (
            *("protocols.prepare", "protocols.record", "protocols.add_scan", "protocols.agree", "protocols.appoint"),
            *("bonus_fund.recalculate", "bonus_fund.give_up_correction", "bonus_fund.accept", "bonus_fund.distribute"),
            *("bonus_fund.register", "bonus_fund.check", "bonus_fund.forward"),
            *("api.manage_clients", "deadlines.edit_calendar", "notices.resend", "projects.accept_doubts"),
        )
    ),
    "protocols.vote_for_seat": (Told(), Told(person_id=1)),
    "protocols.approve": Told(chair=Told(person_id=1)),
    "protocols.send": _letter(),
    "protocols.acknowledge": _letter(),
    "bonus_fund.propose": _proposal("team"),
    "bonus_fund.propose_team": _proposal("team"),
    "bonus_fund.add_scan": _proposal("team"),
    "bonus_fund.agree": Told(office="office:1"),
}


@pytest.mark.parametrize("permission", PEOPLE_ONLY)
def test_votes_and_money_are_for_people_whatever_role_the_portal_would_have(permission: str) -> None:
    everything = frozenset(Role.values)
    assert permitted(Holder(everything), permission, PEOPLE_ONLY[permission])
    assert not permitted(Holder(everything, is_system=True), permission, PEOPLE_ONLY[permission])


@pytest.mark.parametrize(
    "permission", ["deadlines.keep", "protocols.deem", "protocols.supersede", "bonus_fund.supersede"]
)
def test_a_stranger_is_not_the_portal(permission: str) -> None:
    assert not permitted(AnonymousUser(), permission)
