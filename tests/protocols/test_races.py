"""Two people act at the same moment over two real connections: the database lets one of them through."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError

from projects.models import Project
from protocols import documents
from protocols.enums import ProtocolState
from protocols.models import Candidate, Dispatch, Document, Incoming, Protocol, Question
from protocols.services import agenda, dispatching
from ranking_portal.accounts.enums import Role
from ranking_portal.accounts.models import User
from ranking_portal.deadlines.models import Deadline
from ranking_portal.journal.services import broken_link, history
from ranking_portal.workflow.engine import perform
from ranking_portal.workflow.errors import Refused
from tests import factories
from tests.conftest import TODAY
from tests.protocols.conftest import EIGHT
from tests.protocols.council import Council, confirmed_ranking, council
from tests.protocols.post import send, to_administration, to_governor
from tests.races import needs_postgres, together

pytestmark = [*needs_postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def committed() -> tuple[Council, Protocol]:
    """A council and a draft, committed for real."""
    made = council()
    return made, made.draft(confirmed_ranking(*EIGHT))


def approve(protocol: Protocol, chair: User) -> str:
    try:
        perform(protocol, "approve", by=chair)
    except Refused as refusal:
        return refusal.reasons[0]
    return "утверждён"


def test_an_approval_sent_twice_at_the_same_moment(committed) -> None:
    council, protocol = committed
    protocol = council.open(protocol)
    council.vote(protocol)
    answers = together([partial(approve, protocol, council.chair)] * 2, TODAY)
    assert answers.count("утверждён") == 1
    assert any("«Утвердить протокол» невозможно: сейчас «утверждён»" in answer for answer in answers)
    assert Protocol.objects.get().state == ProtocolState.APPROVED
    assert history(protocol).filter(action="Утвердить протокол").count() == 1
    assert Deadline.objects.filter(code="protocol_to_administration").count() == 1
    assert Document.objects.count() == 1
    assert broken_link() is None


def propose(council: Council, protocol: Protocol, code: str) -> str:
    try:
        agenda.add_candidate(
            protocol, Project.objects.get(code=code), grounds=(2,), justification="Так.", by=council.office
        )
    except Refused as refusal:
        return refusal.reasons[0]
    return code


def test_the_sixth_place_is_taken_once(committed) -> None:
    council, protocol = committed
    for code in EIGHT[:5]:
        council.propose(protocol, code)
    answers = together([partial(propose, council, protocol, code) for code in EIGHT[5:]], TODAY)
    assert sum(answer in EIGHT for answer in answers) == 1
    assert sum("не более чем 6 проектам" in answer for answer in answers) == 2
    assert protocol.candidates.count() == 6


def force(protocol: Protocol, code: str, slot: int, position: int) -> str:
    """Past every lock and check, straight into the table."""
    question = Question.objects.create(protocol=protocol, position=position, kind="coefficient", title=code)
    try:
        Candidate.objects.create(
            protocol=protocol,
            project=Project.objects.get(code=code),
            question=question,
            slot=slot,
            limit=protocol.limit,
            ground_2=True,
            justification="Так.",
        )
    except IntegrityError:
        return "отказ базы"
    return code


def test_the_database_itself_refuses_a_seventh(committed) -> None:
    council, protocol = committed
    for code in EIGHT[:5]:
        council.propose(protocol, code)
    racers = [partial(force, protocol, code, 6, 20 + number) for number, code in enumerate(("F6", "G7"))]
    assert sorted(together(racers, TODAY)).count("отказ базы") == 1
    assert force(protocol, "H8", 7, 30) == "отказ базы"
    assert protocol.candidates.count() == 6


def test_whoever_comes_past_the_lock_gets_a_plain_message(committed, monkeypatch) -> None:
    """The slot looks free to the service and is taken in the table: no trace of the database in the answer."""
    council, protocol = committed
    council.propose(protocol, "A1")
    monkeypatch.setattr(agenda, "_next_position", lambda protocol: 2)
    with pytest.raises(Refused, match="только что занято"):
        council.propose(protocol, "B2")
    assert protocol.candidates.count() == 1


def test_one_document_however_many_ask_for_it(committed) -> None:
    council, protocol = committed
    protocol = council.open(protocol)
    council.vote(protocol)
    perform(protocol, "approve", by=council.chair)
    stored = together([lambda: documents.document_of(Protocol.objects.get()).pk] * 3, TODAY)
    assert len(set(stored)) == 1
    assert Document.objects.count() == 1


def approved(council: Council, protocol: Protocol) -> Protocol:
    protocol = council.open(protocol)
    council.vote(protocol)
    return perform(protocol, "approve", by=council.chair)


def leave(dispatch: Dispatch, by: User, number: str) -> str:
    try:
        return send(dispatch, by, number).number
    except Refused as refusal:
        return refusal.reasons[0]


def test_a_letter_sent_twice_at_the_same_moment_leaves_once(committed) -> None:
    council, draft = committed
    letter = to_governor(approved(council, draft))
    answers = together([partial(leave, letter, council.office, number) for number in ("15", "16")], TODAY)
    assert sum(answer in ("15", "16") for answer in answers) == 1
    assert any("сейчас «отправлено»" in answer for answer in answers)
    assert history(letter).filter(action="Отправить").count() == 1
    assert Protocol.objects.get().state == ProtocolState.WITH_GOVERNOR
    assert documents.stored(letter.ref, documents.LETTER) is not None
    assert broken_link() is None


def test_one_number_taken_by_two_letters_at_the_same_moment(committed) -> None:
    council, draft = committed
    protocol = approved(council, draft)
    letters = to_administration(protocol), to_governor(protocol)
    answers = together([partial(leave, one, council.office, "15") for one in letters], TODAY)
    assert answers.count("15") == 1
    assert any("Исходящий номер 15" in answer and "занят" in answer for answer in answers)
    assert Dispatch.objects.filter(number="15").count() == 1
    assert sorted(Dispatch.objects.values_list("state", flat=True)) == ["prepared", "sent"]
    assert broken_link() is None


def test_acknowledged_and_deemed_at_the_same_moment(committed) -> None:
    """Whoever is first, it was received on the deemed day, once, and the acknowledgement is written down."""
    council, draft = committed
    letter = send(to_administration(approved(council, draft)), council.office)
    clerk = factories.user_with(Role.ADMINISTRATION)
    acts: list[Callable[[], object]] = [dispatching.deem_receipts, partial(dispatching.acknowledge, letter, by=clerk)]
    together(acts * 2, TODAY + timedelta(days=3))
    received = Dispatch.objects.get(pk=letter.pk)
    assert (received.state, received.is_deemed) == ("received", True)
    assert received.received_on == TODAY + timedelta(days=1)
    assert received.acknowledged_by == clerk.full_name
    assert Deadline.objects.filter(code="general_fund").count() == 1
    assert history(letter).filter(action="Считается полученным").count() == 1
    assert history(letter).filter(action="Получение подтверждено позже").count() == 1
    assert broken_link() is None


def test_agreed_and_returned_at_the_same_moment(committed) -> None:
    council, draft = committed
    send(to_governor(approved(council, draft)), council.office)
    protocol, governor = Protocol.objects.get(), factories.user_with(Role.GOVERNOR_OFFICE)

    def decide(name: str, **inputs: Any) -> str:
        try:
            return str(perform(protocol, name, by=governor, number="12-рез", **inputs).state)
        except Refused as refusal:
            return refusal.reasons[0]

    answers = together([partial(decide, "agree"), partial(decide, "return_to_council", remark="Так.")], TODAY)
    assert sum(answer in ("agreed", "returned") for answer in answers) == 1
    assert Incoming.objects.count() == 1
    assert Protocol.objects.count() == (2 if "returned" in answers else 1)


def test_a_letter_leaves_while_its_protocol_is_replaced(committed) -> None:
    """Either it has left or it never will: no deadlock, and the former edition gives way in any case."""
    council, draft = committed
    former = approved(council, draft)
    ready = council.open(council.draft(former.ranking, number="2"))
    council.vote(ready)
    acts: list[Callable[[], object]] = [
        partial(leave, to_governor(former), council.office, "15"),
        partial(approve, ready, council.chair),
    ]
    _, answer = together(acts, TODAY)
    assert answer == "утверждён"
    assert Protocol.objects.get(edition=1).state == ProtocolState.SUPERSEDED
    assert to_governor(former).state in ("sent", "cancelled")
    assert broken_link() is None
