"""The Governor agrees the results or returns them; a return opens the next edition (clause 2.6)."""

from datetime import date, timedelta

import pytest

from protocols.enums import DispatchState, ProtocolState
from protocols.models import Incoming, Protocol
from protocols.models.protocol import ProtocolIsSettled
from protocols.queries import agreement_note, current_protocol, is_agreed
from protocols.services import dispatching, preparing
from ranking.coefficients import coefficients_of
from ranking_portal import clock
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.accounts.principals import SYSTEM
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.services import history
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import NotAllowed, Refused
from tests import factories
from tests.conftest import TODAY
from tests.protocols.council import Council
from tests.protocols.post import send_both, to_governor

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
SENT_ON, DECIDED_ON, NEXT_SITTING = TODAY + timedelta(days=1), TODAY + timedelta(days=4), TODAY + timedelta(days=7)
REMARK = "Обоснование по проекту A1 не раскрывает новизну."


@pytest.fixture
def governor(db: None) -> User:
    """A worker of the Governor's office."""
    return factories.user_with(Role.GOVERNOR_OFFICE)


@pytest.fixture
def protocol(small_council: Council, ranking) -> Protocol:
    """Approved on 9 February, with the Governor since the 10th."""
    approved = small_council.approved(ranking, "A1")
    with clock.at(SENT_ON):
        return send_both(approved, small_council.office)


def give_back(protocol: Protocol, by: User) -> Protocol:
    with clock.at(DECIDED_ON):
        return perform(protocol, "return_to_council", by=by, number="13-рез", remark=REMARK)


def test_agreed(protocol: Protocol, governor: User) -> None:
    with clock.at(DECIDED_ON):
        agreed = perform(protocol, "agree", by=governor, number=" 12-рез ")
    assert (agreed.state, agreed.decided_on, agreed.decision_number) == ("agreed", DECIDED_ON, "12-рез")
    assert current_protocol(2025) == agreed
    assert is_agreed(agreed)
    entry = Incoming.objects.get()
    assert (entry.number, entry.received_on, entry.sender) == (1, DECIDED_ON, "Губернатор Ленинградской области")
    assert entry.title == "Согласовано: результаты ранжирования за 2025 год, № 12-рез"
    assert Protocol.objects.count() == 1


def test_what_is_said_of_the_agreement_day_by_day(protocol: Protocol, governor: User, small_council) -> None:
    with clock.at(DECIDED_ON):
        agreed = perform(protocol, "agree", by=governor, number="12-рез")
    assert agreement_note(agreed) == ""
    assert agreement_note(agreed, SENT_ON) == "Результаты не согласованы Губернатором: направлены ему 10.02.2026."
    assert agreement_note(agreed, TODAY) == "Результаты не согласованы Губернатором: ещё не направлены ему."
    assert agreement_note(agreed, DECIDED_ON) == ""


def test_the_decision_is_the_governors_office_alone(protocol: Protocol, small_council, governor) -> None:
    for stranger in (small_council.office, small_council.chair, factories.user_with(Role.ADMINISTRATION), SYSTEM):
        for name in ("agree", "return_to_council"):
            with pytest.raises(NotAllowed):
                perform(protocol, name, by=stranger, number="1", remark=REMARK)
        if stranger is not SYSTEM:
            with pytest.raises(NotAllowed):
                perform(protocol, "pass_to_governor", by=stranger)
    assert Protocol.objects.get().state == ProtocolState.WITH_GOVERNOR


def test_nothing_is_decided_before_it_was_sent(small_council, ranking, governor) -> None:
    approved = small_council.approved(ranking)
    with pytest.raises(Refused, match="сейчас «утверждён»"):
        perform(approved, "agree", by=governor, number="1")
    with clock.at(SENT_ON):
        send_both(approved, small_council.office)
        with pytest.raises(Refused, match=r"направлены Губернатору 10\.02\.2026"):
            perform(approved, "agree", by=governor, on=TODAY, number="1")
        with pytest.raises(Refused, match="Укажите номер решения"):
            perform(approved, "agree", by=governor, number=" ")
        with pytest.raises(Refused, match="почему результаты возвращены"):
            perform(approved, "return_to_council", by=governor, number="1", remark=" ")


def test_a_decision_is_taken_once(protocol: Protocol, governor: User) -> None:
    with clock.at(DECIDED_ON):
        agreed = perform(protocol, "agree", by=governor, number="12-рез")
        with pytest.raises(Refused, match="сейчас «согласован Губернатором»"):
            perform(agreed, "return_to_council", by=governor, number="13", remark=REMARK)
    for name, value in (
        ("decision_number", "99"),
        ("decided_on", TODAY),
        ("decision", "returned"),
        ("passed_on", TODAY),
    ):
        changed = Protocol.objects.get()
        setattr(changed, name, value)
        with pytest.raises(ProtocolIsSettled):
            changed.save()
    with pytest.raises(ProtocolIsSettled):
        Protocol.objects.filter(pk=agreed.pk).update(decision_number="99")


def test_nothing_but_the_decision_is_let_through_with_it(protocol: Protocol) -> None:
    """While it is with the Governor neither the decision nor anything else is written past the step."""
    for name, value in (("decision_number", "99"), ("number", "2"), ("approved_on", SENT_ON)):
        changed = Protocol.objects.get()
        setattr(changed, name, value)
        with pytest.raises(ProtocolIsSettled):
            changed.save()


def test_a_return_opens_the_next_edition(protocol: Protocol, governor: User, small_council) -> None:
    returned = give_back(protocol, governor)
    assert (returned.state, returned.decision_remark) == (ProtocolState.RETURNED, REMARK)
    draft = Protocol.objects.get(edition=2)
    assert (draft.state, draft.previous, draft.held_on) == (ProtocolState.DRAFT, returned, DECIDED_ON)
    assert (draft.number, draft.place) == ("1", "Санкт-Петербург")
    assert (draft.chair, draft.ranking) == (returned.chair, returned.ranking)
    assert [one.project.code for one in draft.candidates.all()] == ["A1"]
    entry = history(draft).last()
    assert entry is not None
    assert entry.actor == SYSTEM.actor.key
    assert REMARK in entry.details
    assert Incoming.objects.get().title.startswith("Возвращено: результаты ранжирования за 2025 год")
    assert current_protocol(2025) == returned
    assert agreement_note(returned) == "Результаты не согласованы Губернатором: возвращены 13.02.2026."
    decided = coefficients_of(returned.ranking)
    assert decided is not None
    assert decided["A1"] == 1
    with pytest.raises(Refused, match="ещё не утверждён"):
        preparing.draft(returned.ranking, by=small_council.office, number="3", held_on=DECIDED_ON, place="")


def test_the_next_edition_replaces_the_returned_one_and_starts_the_chain_anew(
    protocol: Protocol, governor: User, small_council: Council
) -> None:
    give_back(protocol, governor)
    draft = Protocol.objects.get(edition=2)
    with clock.at(NEXT_SITTING):
        preparing.change(draft, by=small_council.office, number="2", held_on=NEXT_SITTING)
        opened = small_council.open(draft)
        small_council.vote(opened)
        with pytest.raises(Refused, match=r"вернул прежнюю редакцию 13\.02\.2026"):
            perform(opened, "approve", by=small_council.chair, on=SENT_ON)
        approved = perform(opened, "approve", by=small_council.chair)
    returned = Protocol.objects.get(edition=1)
    assert (returned.state, returned.decision_remark) == (ProtocolState.SUPERSEDED, REMARK)
    assert current_protocol(2025) == approved
    assert agreement_note(approved) == "Результаты не согласованы Губернатором: ещё не направлены ему."
    assert [one.state for one in dispatching.of_subject(approved)] == [DispatchState.PREPARED] * 2
    terms = Deadline.objects.filter(code="protocol_to_administration", year=2025).order_by("pk")
    assert [(one.state, one.event_on) for one in terms] == [("met", TODAY), ("open", NEXT_SITTING)]
    with clock.at(NEXT_SITTING):
        perform(to_governor(approved), "send", by=small_council.office, number="17")
        agreed = perform(Protocol.objects.get(pk=approved.pk), "agree", by=governor, number="14-рез")
    assert agreed.state == ProtocolState.AGREED


def test_a_return_finds_the_next_edition_begun_by_the_office(protocol, governor, small_council) -> None:
    with clock.at(SENT_ON):
        own = small_council.draft(protocol.ranking, number="2", held_on=SENT_ON)
    give_back(protocol, governor)
    assert Protocol.objects.get(edition=2) == own
    assert Protocol.objects.count() == 2


def test_an_edition_in_force_gives_way_in_any_of_its_states(protocol, small_council) -> None:
    """While it is with the Governor too; then his answer comes too late."""
    with clock.at(SENT_ON):
        edition = small_council.approved(protocol.ranking, "B2", number="2", held_on=SENT_ON)
    former = Protocol.objects.get(edition=1)
    assert former.state == ProtocolState.SUPERSEDED
    assert current_protocol(2025) == edition
    with pytest.raises(Refused, match="заменён новой редакцией"):
        perform(former, "agree", by=factories.user_with(Role.GOVERNOR_OFFICE), number="1")


def test_before_the_first_approval_there_is_no_current_protocol(small_council, ranking) -> None:
    assert current_protocol(2025) is None
    small_council.draft(ranking)
    assert current_protocol(2025) is None
    assert current_protocol(date.max.year) is None
